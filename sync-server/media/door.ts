import type { IncomingMessage } from 'node:http';
import type { ConsultationId, PeerId, RoomId, SessionId } from '@naervaer/machines/protocol';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import type { Limits } from '../limits/index.ts';
import type { PeerClaims, PeerTokens } from './token.ts';

/** Sockets of one consultation at once: six parties with some tabs each, and room for a reload. */
const MAX_SEATS_OF_ONE = 24;
/** Milliseconds that a closing socket may take. */
const CLOSE_GRACE_MS = 500;
/** Tabs of one room that are remembered after they left; a call of six with many reloads has fewer. */
const MAX_REMEMBERED = 256;
/** Longer than anything that is asked about a session is under way, in milliseconds. */
const ENDED_MS = 60_000;
/** As `machines/protocol/call-line.ts` lists them; PeerJS looks at none. */
const CLOSED = { signedOut: 4401, notThisRoom: 4403, takenOver: 4408 } as const;

/** One tab that is in. */
export interface Seat extends PeerClaims {
  readonly socket: WebSocket;
}

/** Why somebody was not let in. */
export type Turned =
  | { readonly code: 'signedOut' | 'forbidden' | 'tooMany'; readonly session?: SessionId }
  /** Too many wrong tokens came from this address; good again after `wait` seconds. */
  | { readonly code: 'tooFast'; readonly wait: number };

interface Comer {
  readonly request: IncomingMessage;
  readonly token: string;
  /** The id that the token must be of, where the comer names one beside it. */
  readonly peerId?: string | null;
  turned(why: Turned): void;
  /** Seats them (`Door.seat`) before it returns: what was true is true no longer afterwards. */
  enter(claims: PeerClaims): void;
}

export interface DoorDeps {
  readonly origin: string;
  readonly tokens: PeerTokens;
  readonly clock: Clock;
  readonly roomOf: (consultationId: ConsultationId) => RoomId | undefined;
  readonly isSignedIn: (sessionId: SessionId) => Promise<boolean>;
  readonly limits: Pick<Limits, 'tokens' | 'wrongToken'>;
}

/**
 * The door of a call, before the broker and before the call's own line. Whoever comes in
 *
 * 1. comes from a page of this server (`Origin`),
 * 2. bears a token that this server issued for exactly this peer id, in a session that is not over
 *    (SE2),
 * 3. in the room that the consultation has now (C7),
 * 4. and is the only one with that id: the older socket is ended first.
 *
 * It remembers who is in, and sends them away when their room or their session ends.
 */
export interface Door {
  isOwnPage(request: IncomingMessage): boolean;
  /** Never rejects for what the comer did. */
  admit(comer: Comer): Promise<void>;
  seat(claims: PeerClaims, socket: WebSocket, left?: () => void): Seat;
  /** Who has this id and is in this room, and can be sent to. */
  neighbour(of: PeerClaims, peerId: PeerId): Seat | undefined;
  get(peerId: PeerId): Seat | undefined;
  /** Of the present room. */
  seated(consultationId: ConsultationId): readonly Seat[];
  /** Who was in the present room, by sessions that were ended since. */
  putOut(consultationId: ConsultationId): readonly PeerClaims[];
  closeRoom(consultationId: ConsultationId): void;
  /** @returns the consultations in which somebody is put out by it */
  revoke(sessionIds: readonly SessionId[]): readonly ConsultationId[];
  close(): void;
}

export function createDoor({ origin, tokens, clock, roomOf, isSignedIn, limits }: DoorDeps): Door {
  const live = new Map<PeerId, Seat>();
  const byConsultation = new Map<ConsultationId, Set<Seat>>();
  /** Also who left the door and may still be sent sound and picture, tab to tab. */
  const everyone = new Map<ConsultationId, Map<PeerId, PeerClaims>>();
  const revoked = new Map<ConsultationId, Map<PeerId, PeerClaims>>();
  /** Sessions that ended a moment ago: what was asked about them before is no longer true. */
  const ended = new Set<SessionId>();
  let isClosed = false;

  /** A browser that does not answer the close is cut: nobody stays longer than a second (SE2). */
  function cut(socket: WebSocket, code: number, reason: string): void {
    socket.close(code, reason);
    clock.after(CLOSE_GRACE_MS, () => socket.terminate());
  }

  async function admit({ request, token, peerId, turned, enter }: Comer): Promise<void> {
    const claims = await tokens.read(token); // 2
    if (claims === undefined || (peerId !== undefined && claims.peerId !== peerId)) {
      // A right token is never made to wait for the wrong ones of a neighbour (SE3).
      const wait = await limits.tokens(request);
      if (wait > 0) return turned({ code: 'tooFast', wait });
      await limits.wrongToken(request);
      return turned({ code: 'signedOut' });
    }
    const { sessionId: session, consultationId, roomId } = claims;
    if (!(await isSignedIn(session))) return turned({ code: 'signedOut', session }); // 2
    for (let old = live.get(claims.peerId); old; old = live.get(claims.peerId)) {
      const { socket } = old;
      await new Promise((gone) => {
        socket.once('close', gone);
        socket.close(CLOSED.takenOver, 'takenOver');
        socket.terminate(); // 4
      });
    }
    // Nothing is awaited from here on: what was true stays true until the comer is seated.
    if (ended.has(session)) return turned({ code: 'signedOut', session }); // 2
    if (isClosed || roomOf(consultationId) !== roomId) {
      return turned({ code: 'forbidden', session }); // 3
    }
    const seats = byConsultation.get(consultationId);
    for (const seat of seats ?? []) if (seat.roomId !== roomId) seat.socket.terminate();
    if ((seats?.size ?? 0) >= MAX_SEATS_OF_ONE) return turned({ code: 'tooMany', session });
    enter(claims);
  }

  return {
    isOwnPage: ({ headers }) => headers.origin === origin, // 1
    admit,
    seat(claims, socket, left) {
      const seat: Seat = { ...claims, socket };
      const { peerId, consultationId } = claims;
      const seats = byConsultation.get(consultationId) ?? new Set();
      live.set(peerId, seat);
      seats.add(seat);
      byConsultation.set(consultationId, seats);
      const known = everyone.get(consultationId) ?? new Map<PeerId, PeerClaims>();
      known.set(peerId, claims);
      for (const oldest of known.keys()) {
        if (known.size <= MAX_REMEMBERED) break;
        known.delete(oldest);
      }
      everyone.set(consultationId, known);
      socket.on('close', () => {
        if (live.get(peerId) === seat) live.delete(peerId);
        seats.delete(seat);
        if (seats.size === 0) byConsultation.delete(consultationId);
        if (!isClosed) left?.();
      });
      return seat;
    },
    neighbour({ roomId }, peerId) {
      const other = live.get(peerId);
      if (other?.roomId !== roomId || other.socket.readyState !== other.socket.OPEN) return;
      return other;
    },
    get: (peerId) => live.get(peerId),
    seated(consultationId) {
      const roomId = roomOf(consultationId);
      return [...(byConsultation.get(consultationId) ?? [])].filter(
        (seat) => seat.roomId === roomId && seat.socket.readyState === seat.socket.OPEN,
      );
    },
    putOut(consultationId) {
      const roomId = roomOf(consultationId);
      return [...(revoked.get(consultationId)?.values() ?? [])].filter(
        (claims) => claims.roomId === roomId,
      );
    },
    closeRoom(consultationId) {
      everyone.delete(consultationId);
      revoked.delete(consultationId);
      for (const { socket } of byConsultation.get(consultationId) ?? []) {
        cut(socket, CLOSED.notThisRoom, 'ended');
      }
    },
    revoke(sessionIds) {
      for (const id of sessionIds) {
        ended.add(id);
        clock.after(ENDED_MS, () => ended.delete(id));
      }
      for (const { sessionId, socket } of live.values()) {
        if (sessionIds.includes(sessionId)) cut(socket, CLOSED.signedOut, 'signedOut');
      }
      const touched: ConsultationId[] = [];
      for (const [consultationId, known] of everyone) {
        const out = [...known].filter(([, { sessionId }]) => sessionIds.includes(sessionId));
        if (out.length === 0) continue;
        revoked.set(consultationId, new Map([...(revoked.get(consultationId) ?? []), ...out]));
        for (const [peerId] of out) known.delete(peerId);
        touched.push(consultationId);
      }
      return touched;
    },
    close() {
      isClosed = true;
      for (const { socket } of live.values()) socket.terminate();
    },
  };
}
