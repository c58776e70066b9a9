import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hocuspocus } from '@hocuspocus/server';
import { sessionDocument } from '@naervaer/machines/protocol';
import type {
  ClinicId,
  DocumentName,
  EdgeCode,
  Epoch,
  SessionId,
} from '@naervaer/machines/protocol';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { BoardViews } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { Mailbox } from '../mailbox/index.ts';
import type { SecurityLog } from '../security-log.ts';
import type { Presence } from '../presence/index.ts';
import type { Projector } from '../projector/index.ts';
import type { Context, Guest, SocketState } from './context.ts';
import { createOpenDocuments } from './documents.ts';
import { createFlow } from '../flow.ts';
import { contextOf, createHooks } from './hooks.ts';
import { CLOSE, SYNC_LIMITS } from './limits.ts';
import { createSockets } from './sockets.ts';

export interface SyncDoor {
  /** Takes an HTTP upgrade of the sync path; answers 4xx/5xx on the raw socket when it does not. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Serves a socket that is open already and known to be this session's. */
  serve(socket: WebSocket, sessionId: SessionId): void;
  /** Ends every connection of these sessions, now. */
  revoke(sessionIds: readonly SessionId[]): void;
  /** A new epoch began: every client comes again, with a spread, and opens its views under it. */
  renew(): void;
  readonly connections: number;
  /** Documents that somebody has open now. */
  readonly documents: number;
  close(): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly epoch: () => Epoch;
  readonly origin: string;
  readonly mailbox: Mailbox;
  readonly projector: Projector;
  readonly presence: Presence;
  readonly boardViews: Pick<BoardViews, 'opened' | 'closed'>;
  /** A socket that says nothing for so long is closed. Default: Hocuspocus' minute. */
  readonly silenceMs?: number;
  /** The session of the browser that asks for the upgrade. */
  sessionOf(request: IncomingMessage): Promise<SessionId | undefined>;
  /** @throws {NaervaerError} `signedOut` · `sessionExpired` */
  verify(token: string): Promise<Guest>;
  mayRead(guest: Guest, name: DocumentName): Promise<boolean>;
  /** The clinic that a view belongs to; undefined for a consultation that nobody knows. */
  clinicOf(name: Exclude<DocumentName, { kind: 'session' }>): ClinicId | undefined;
}

/** A token that ran out is asked for again so long before, and borne so long after. */
const TOKEN_ASK_MS = 60_000;

const SILENCE_MS = 60_000;

/** How long the clients of a whole country take to come again at night. */
const RENEW_SPREAD_MS = 60_000;

/** How long a session that ended is remembered: longer than anything asked about it is under way. */
const ENDED_MS = 60_000;

/** How long a view that can be opened no more – another epoch, a consultation long over – stays. */
const TIDY_MS = 60_000;

export function createSyncDoor(deps: Deps): SyncDoor {
  const { clock, log } = deps;
  const sockets = createSockets(clock);
  const documents = createOpenDocuments(deps);
  const wss = new WebSocketServer({ noServer: true, maxPayload: SYNC_LIMITS.message });
  const hocuspocus = new Hocuspocus<Context>({
    quiet: true,
    timeout: deps.silenceMs ?? SILENCE_MS,
    maxPendingDocuments: SYNC_LIMITS.documents,
    maxUnauthenticatedQueueSize: SYNC_LIMITS.message,
    ...createHooks({ ...deps, documents, hasEnded: (id) => ended.has(id) }),
  });
  const ended = new Set<SessionId>();
  let isClosed = false;
  let stopTidying = (): void => undefined;

  function tidy(): void {
    for (const document of hocuspocus.documents.values()) void hocuspocus.unloadDocument(document);
    stopTidying = clock.after(TIDY_MS, tidy);
  }
  tidy();

  function serve(socket: WebSocket, sessionId: SessionId): void {
    const state: SocketState = {
      socket,
      sessionId,
      open: 0,
      names: [],
      written: 0,
      isRefused: false,
      tokenExpiresAt: 0,
    };
    sockets.add(sessionId, socket);
    const flow = createFlow(clock, SYNC_LIMITS.burst, SYNC_LIMITS.perSecond);
    // The request is not handed on: its headers hold the cookie and nobody behind needs it.
    const client = hocuspocus.handleConnection(socket, new Request('http://sync/'), { state });
    const stopTokens = watchToken(state);

    socket.on('message', (data: Buffer, isBinary) => {
      // What still arrives behind a close is neither counted nor said again.
      if (socket.readyState !== socket.OPEN) return;
      if (!flow.take()) {
        log.warn({ code: 'tooFast' }, 'session closed');
        socket.close(CLOSE.tooFast, 'tooFast');
        return;
      }
      if (isBinary) client.handleMessage(data);
    });
    socket.on('error', (error) => log.debug(shapeOf(error), 'socket failed'));
    socket.once('close', (code, reason) => {
      stopTokens();
      client.handleClose({ code, reason: reason.toString() });
    });
  }

  /** Asks for a new token before the old one ends, and closes who has none to give (SE2). */
  function watchToken(state: SocketState): () => void {
    let cancel = (): void => undefined;
    const check = (): void => {
      const left = state.tokenExpiresAt - clock.now();
      if (state.tokenExpiresAt > 0 && left < -TOKEN_ASK_MS) {
        state.socket.close(CLOSE.signedOut, 'sessionExpired');
        return;
      }
      if (state.tokenExpiresAt > 0 && left < TOKEN_ASK_MS) {
        const document = documents.find(sessionDocument(state.sessionId));
        for (const connection of document?.getConnections() ?? []) {
          if (contextOf(connection)?.state === state) connection.requestToken();
        }
      }
      cancel = clock.after(TOKEN_ASK_MS / 2, check);
    };
    cancel = clock.after(TOKEN_ASK_MS / 2, check);
    return () => cancel();
  }

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refuse = (status: number, code: EdgeCode, session?: SessionId): void => {
      deps.security.tell('upgradeRefused', { code, about: 'sync', session });
      refuseUpgrade(socket, status, code);
    };
    if (request.headers.origin !== deps.origin) return refuse(403, 'wrongOrigin');
    if (isClosed || sockets.size >= SYNC_LIMITS.total) return refuse(503, 'tooMany');
    const sessionId = await deps.sessionOf(request);
    if (socket.destroyed) return;
    // Also one that ended between the question and now (SE2).
    if (sessionId === undefined || ended.has(sessionId)) {
      return refuse(401, 'signedOut', sessionId);
    }
    if (sockets.countOf(sessionId) >= SYNC_LIMITS.sockets) {
      return refuse(429, 'tooMany', sessionId);
    }
    wss.handleUpgrade(request, socket, head, (ws) => serve(ws, sessionId));
  }

  return {
    serve,
    upgrade(request, socket, head) {
      admit(request, socket, head).catch((error: unknown) => {
        log.error(shapeOf(error), 'upgrade failed');
        socket.destroy();
      });
    },
    revoke(sessionIds) {
      for (const id of sessionIds) {
        ended.add(id);
        clock.after(ENDED_MS, () => ended.delete(id));
        sockets.closeSession(id, CLOSE.signedOut, 'signedOut');
      }
    },
    renew: () => sockets.closeSpread(CLOSE.restart, 'newEpoch', RENEW_SPREAD_MS),
    get connections() {
      return sockets.size;
    },
    get documents() {
      const all = [...hocuspocus.documents.values()];
      return all.filter((document) => document.getConnectionsCount() > 0).length;
    },
    async close() {
      isClosed = true;
      stopTidying();
      await sockets.closeAll(CLOSE.goingAway, 'restart');
      wss.close();
    },
  };
}
