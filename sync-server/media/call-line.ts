import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CALL_LINE_BYTES, CALL_LINE_RATE, ToCallLine } from '@naervaer/machines/protocol';
import type {
  ConsultationId,
  EdgeCode,
  FromCallLine,
  SessionId,
} from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { createFlow } from '../flow.ts';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { statusOf } from '../http/json.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { createDoor } from './door.ts';
import type { DoorDeps, Seat } from './door.ts';

/** Milliseconds that a tab may be silent, the first word included; it pings every second. */
export const SILENT_MS = 10_000;
/** Bytes that may wait for a tab that does not read; beyond, what is relayed to it is dropped. */
const MOST_WAITING = 16 * CALL_LINE_BYTES;
const MALFORMED = 4400;
/** As HTTP's status of the same code, by 4000: 4401 `signedOut`, 4403 `forbidden`, 4429 too much. */
const closeCodeOf = (code: EdgeCode): number => 4000 + statusOf(code);

/** Fresh relay credentials, and when they end. */
export type Renewal = Omit<Extract<FromCallLine, { type: 'renewed' }>, 'type'>;

interface CallLineDeps extends DoorDeps {
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  renew(sessionId: SessionId): Renewal;
}

export interface CallLine {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  closeRoom(consultationId: ConsultationId): void;
  revoke(sessionIds: readonly SessionId[]): void;
  close(): void;
}

/** One object of the protocol; whatever else it is, is undefined. */
function read(data: unknown, isBinary: boolean): ToCallLine | undefined {
  if (isBinary) return undefined;
  try {
    const parsed = v.safeParse(ToCallLine, JSON.parse(String(data)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The call's own line (`machines/protocol/call-line.ts`), behind the call's door (rules 1–4:
 * `door.ts`). The token comes as the first message, because a browser's WebSocket takes no header
 * and a URL is written into proxies' logs. Whoever is in
 *
 * 5. is answered, and heard by live peers of the same room and by nobody else;
 * 6. says no more than the protocol, not faster than its rate, and is not silent for long (SE3).
 *
 * Nothing that is relayed is kept or looked into beyond its form.
 */
export function createCallLine(deps: CallLineDeps): CallLine {
  const { clock, security, log } = deps;
  const door = createDoor(deps);
  const wss = new WebSocketServer({ noServer: true, maxPayload: CALL_LINE_BYTES });
  /** Those that have not said who they are. */
  const strangers = new Set<WebSocket>();

  const send = (socket: WebSocket, message: FromCallLine): void =>
    socket.send(JSON.stringify(message), () => undefined);

  function serve(from: Seat, message: ToCallLine): void {
    const { socket, peerId, sessionId } = from;
    switch (message.type) {
      case 'hello':
        return socket.close(MALFORMED, 'malformed');
      case 'ping':
        return send(socket, { type: 'pong', n: message.n });
      case 'renew':
        return send(socket, { type: 'renewed', ...deps.renew(sessionId) });
      case 'relay': {
        if (deps.roomOf(from.consultationId) !== from.roomId) return; // 5
        const to = door.neighbour(from, message.to)?.socket; // 5
        if (to === undefined || to.bufferedAmount > MOST_WAITING) return; // 6
        return send(to, { type: 'relay', from: peerId, body: message.body });
      }
    }
  }

  function greet(socket: WebSocket, request: IncomingMessage): void {
    const flow = createFlow(clock, CALL_LINE_RATE.burst, CALL_LINE_RATE.perSecond);
    let heardAt = clock.now();
    let seat: Seat | undefined;
    let isAsking = false;
    strangers.add(socket);

    function refuse(code: EdgeCode, session?: SessionId): void {
      security.tell('upgradeRefused', { code, about: 'callLine', session });
      socket.close(closeCodeOf(code), code);
    }

    async function ask(token: string): Promise<void> {
      await door.admit({
        request,
        token,
        turned(why) {
          if (why.code === 'tooFast') socket.close(closeCodeOf(why.code), why.code);
          else refuse(why.code, why.session);
        },
        enter(claims) {
          // Gone while the token was looked at.
          if (socket.readyState !== socket.OPEN) return;
          strangers.delete(socket);
          seat = door.seat(claims, socket);
          send(socket, { type: 'welcome' });
        },
      });
    }

    socket.on('message', (data, isBinary) => {
      // A socket that was told to close may go on talking until it answers (SE2).
      if (socket.readyState !== socket.OPEN) return;
      heardAt = clock.now();
      if (!flow.take()) return socket.close(closeCodeOf('tooFast'), 'tooFast'); // 6
      const message = read(data, isBinary);
      if (message === undefined) return socket.close(MALFORMED, 'malformed'); // 6
      if (seat !== undefined) return serve(seat, message);
      if (isAsking || message.type !== 'hello') return socket.close(MALFORMED, 'malformed'); // 6
      isAsking = true;
      ask(message.token).catch((error: unknown) => {
        log.warn(shapeOf(error), 'call line: hello');
        socket.terminate();
      });
    });
    // ws closes the socket itself after an error; without a listener it would end the process.
    socket.on('error', () => undefined);

    /** A half-open socket says nothing any more, and TCP takes minutes to tell. */
    function listen(): () => void {
      return clock.after(Math.max(1, heardAt + SILENT_MS - clock.now()), () => {
        if (clock.now() - heardAt >= SILENT_MS)
          socket.terminate(); // 6
        else stopListening = listen();
      });
    }
    let stopListening = listen();
    socket.on('close', () => {
      strangers.delete(socket);
      stopListening();
    });
  }

  return {
    upgrade(request, socket, head) {
      // Before anything is awaited: see the broker's.
      socket.on('error', () => socket.destroy());
      if (!door.isOwnPage(request)) {
        security.tell('upgradeRefused', { code: 'wrongOrigin', about: 'callLine' });
        return refuseUpgrade(socket, statusOf('wrongOrigin'), 'wrongOrigin');
      }
      wss.handleUpgrade(request, socket, head, (webSocket) => greet(webSocket, request));
    },
    closeRoom: door.closeRoom,
    revoke: door.revoke,
    close() {
      for (const socket of strangers) socket.terminate();
      door.close();
      wss.close();
    },
  };
}
