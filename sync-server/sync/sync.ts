import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hocuspocus } from '@hocuspocus/server';
import type { Connection, Document } from '@hocuspocus/server';
import {
  NaervaerError,
  parseDocumentName,
  sessionDocument,
  staleEpochReason,
} from '@naervaer/machines/protocol';
import type { ClinicId, DocumentName, Epoch, SessionId } from '@naervaer/machines/protocol';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { From, Mailbox } from '../mailbox/index.ts';
import type { Presence } from '../presence/index.ts';
import type { Projector } from '../projector/index.ts';
import { Denied } from './denied.ts';
import { createFlow } from './flow.ts';
import { CLOSE, SYNC_LIMITS } from './limits.ts';
import { createOutboxReader } from './outbox.ts';
import type { OutboxReader } from './outbox.ts';
import { createSockets } from './sockets.ts';

/** What the sync door knows of one signed-in person on one socket. */
export interface Guest extends From {
  /** When the session's token ends; renewed on the same socket (SE2). */
  readonly tokenExpiresAt: number;
}

export interface SyncDoor {
  /** Takes an HTTP upgrade of the sync path; answers 4xx/5xx on the raw socket when it does not. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every connection of these sessions, now. */
  revoke(sessionIds: readonly SessionId[]): void;
  /** A new epoch began: every client comes again, with a spread, and opens its views under it. */
  renew(): void;
  readonly connections: number;
  readonly documents: number;
  close(): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
  readonly epoch: () => Epoch;
  readonly origin: string;
  readonly mailbox: Mailbox;
  readonly projector: Projector;
  readonly presence: Presence;
  /** The session of the browser that asks for the upgrade. */
  sessionOf(request: IncomingMessage): Promise<SessionId | undefined>;
  /** @throws {NaervaerError} `signedOut` · `sessionExpired` */
  verify(token: string): Promise<Guest>;
  mayRead(guest: Guest, name: DocumentName): Promise<boolean>;
  /** The clinic that a view belongs to; undefined for a consultation that nobody knows. */
  clinicOf(name: Exclude<DocumentName, { kind: 'session' }>): Promise<ClinicId | undefined>;
}

/** One socket's state, shared by all its documents through Hocuspocus' context. */
interface SocketState {
  readonly socket: WebSocket;
  readonly sessionId: SessionId;
  /** Connections to documents: one document may be opened under several addresses. */
  open: number;
  /** Closed for having written too much. */
  isRefused: boolean;
  tokenExpiresAt: number;
}
interface Context {
  readonly state: SocketState;
  readonly guest?: Guest;
  /** A connection that closes while it opens leaves what it never entered, or enters never. */
  readonly place?: { is: 'new' | 'taken' | 'left' };
}

/** A token that ran out is asked for again so long before, and borne so long after. */
const TOKEN_ASK_MS = 60_000;

/** How long the clients of a whole country take to come again at night. */
const RENEW_SPREAD_MS = 60_000;

export function createSyncDoor(deps: Deps): SyncDoor {
  const { clock, log, mailbox, projector, presence } = deps;
  const sockets = createSockets(clock);
  const readers = new Map<Document, { readonly reader: OutboxReader; written: number }>();
  const byName = new Map<string, Document>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: SYNC_LIMITS.message });
  let isClosed = false;

  /**
   * A hook's body. An error in one would end the process or print what it holds, so nothing but a
   * denial leaves it.
   */
  function guarded<P, R>(name: string, body: (payload: P) => Promise<R> | R) {
    return async (payload: P): Promise<R | undefined> => {
      try {
        return await body(payload);
      } catch (error) {
        if (error instanceof Denied) throw error;
        log.error({ hook: name, ...shapeOf(error) }, 'hook failed');
        return undefined;
      }
    };
  }

  async function authenticate(
    documentName: string,
    token: string,
    context: Context,
  ): Promise<Guest> {
    const { state } = context;
    const name = parseDocumentName(documentName);
    if (name === undefined) throw new Denied('unknownDocument');
    if (state.open >= SYNC_LIMITS.documents) throw new Denied('tooMany');
    const guest = await deps.verify(token).catch((error: unknown) => {
      throw new Denied(error instanceof NaervaerError ? error.code : 'internal');
    });
    // The cookie that opened the socket and the token must be of one session.
    if (guest.sessionId !== state.sessionId) throw new Denied('forbidden');
    state.tokenExpiresAt = Math.max(state.tokenExpiresAt, guest.tokenExpiresAt);
    const isAllowed = await deps.mayRead(guest, name).catch(() => false);
    if (!isAllowed) throw new Denied('forbidden');
    // DC2: only the present epoch may be open; who asks for another is told which.
    if (name.kind !== 'session' && name.epoch !== deps.epoch()) {
      throw new Denied(staleEpochReason(deps.epoch()));
    }
    return guest;
  }

  async function load(documentName: string, document: Document): Promise<void> {
    const name = parseDocumentName(documentName);
    if (name === undefined) throw new Denied('unknownDocument');
    byName.set(documentName, document);
    if (name.kind === 'session') {
      readers.set(document, { reader: createOutboxReader(document, mailbox), written: 0 });
      return;
    }
    const clinicId = await deps.clinicOf(name);
    if (clinicId === undefined) throw new Denied('unknownDocument');
    projector.attach(name, clinicId, document);
  }

  function changed(document: Document, { guest, state }: Context, bytes: number): void {
    const entry = readers.get(document);
    // What was on its way when the socket was closed for too much is not judged again.
    if (entry === undefined || guest === undefined || state.isRefused) return;
    entry.written += bytes;
    if (entry.written > SYNC_LIMITS.written || !entry.reader.read(guest)) {
      state.isRefused = true;
      log.warn({ code: 'tooMany', bytes: entry.written }, 'session closed');
      state.socket.close(CLOSE.tooMany, 'tooMany');
    }
  }

  const contextOf = (connection: Connection | undefined): Context | undefined =>
    connection?.context as Context | undefined;

  const hocuspocus = new Hocuspocus<Context>({
    quiet: true,
    maxPendingDocuments: SYNC_LIMITS.documents,
    maxUnauthenticatedQueueSize: SYNC_LIMITS.message,
    async onAuthenticate({ documentName, token, context, connectionConfig }) {
      // Everything that is not a denial becomes one: a failed check never lets anybody in.
      const guest = await authenticate(documentName, token, context).catch((error: unknown) => {
        if (error instanceof Denied) throw error;
        log.error({ hook: 'onAuthenticate', ...shapeOf(error) }, 'hook failed');
        throw new Denied('internal');
      });
      // DC1: the own session document, and nothing else, takes writes.
      connectionConfig.readOnly = documentName !== sessionDocument(guest.sessionId);
      return { guest, place: { is: 'new' as const } };
    },
    async onTokenSync({ token, context }) {
      const guest = await deps.verify(token).catch(() => undefined);
      const { state } = context;
      if (guest === undefined || guest.sessionId !== state.sessionId) {
        state.socket.close(CLOSE.signedOut, 'signedOut');
        return;
      }
      state.tokenExpiresAt = guest.tokenExpiresAt;
    },
    onLoadDocument: async ({ documentName, document }) => {
      try {
        await load(documentName, document);
      } catch (error) {
        if (!(error instanceof Denied)) {
          log.error({ hook: 'onLoadDocument', ...shapeOf(error) }, 'hook failed');
        }
        throw error instanceof Denied ? error : new Denied('internal');
      }
    },
    connected: guarded('connected', ({ documentName, context }) => {
      const { state, guest, place } = context;
      if (place?.is !== 'new') return;
      place.is = 'taken';
      state.open += 1;
      if (guest !== undefined && documentName === sessionDocument(guest.sessionId)) {
        presence.arrived(guest.personId);
      }
    }),
    onChange: guarded('onChange', ({ document, connection, update }) => {
      const context = contextOf(connection);
      if (context === undefined) return;
      changed(document, context, update.byteLength);
    }),
    // Awareness says nothing of anybody yet; without this, any client could tell any other anything.
    beforeHandleAwareness: guarded('beforeHandleAwareness', ({ states }) => states.clear()),
    onStateless: guarded('onStateless', ({ connection, payload }) => {
      // The client's own pulse: a round trip that tells it the line is alive.
      if (payload === 'ping') connection.sendStateless('pong');
    }),
    onDisconnect: guarded('onDisconnect', ({ documentName, context }) => {
      const { state, guest, place } = context;
      if (place === undefined) return;
      const wasTaken = place.is === 'taken';
      place.is = 'left';
      if (!wasTaken) return;
      state.open -= 1;
      if (guest !== undefined && documentName === sessionDocument(guest.sessionId)) {
        presence.left(guest.personId);
      }
    }),
    afterUnloadDocument: guarded('afterUnloadDocument', ({ documentName }) => {
      const document = byName.get(documentName);
      if (document === undefined) return;
      byName.delete(documentName);
      readers.delete(document);
      projector.detach(document);
    }),
  });

  function serve(socket: WebSocket, sessionId: SessionId): void {
    const state: SocketState = { socket, sessionId, open: 0, isRefused: false, tokenExpiresAt: 0 };
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
        const document = byName.get(sessionDocument(state.sessionId));
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
    if (request.headers.origin !== deps.origin) return refuse(socket, 403, 'wrongOrigin');
    if (isClosed || sockets.size >= SYNC_LIMITS.total) return refuse(socket, 503, 'tooMany');
    const sessionId = await deps.sessionOf(request);
    if (socket.destroyed) return;
    if (sessionId === undefined) return refuse(socket, 401, 'signedOut');
    if (sockets.countOf(sessionId) >= SYNC_LIMITS.sockets) return refuse(socket, 429, 'tooMany');
    wss.handleUpgrade(request, socket, head, (ws) => serve(ws, sessionId));
  }

  return {
    upgrade(request, socket, head) {
      admit(request, socket, head).catch((error: unknown) => {
        log.error(shapeOf(error), 'upgrade failed');
        socket.destroy();
      });
    },
    revoke(sessionIds) {
      for (const id of sessionIds) sockets.closeSession(id, CLOSE.signedOut, 'signedOut');
    },
    renew: () => sockets.closeSpread(CLOSE.restart, 'newEpoch', RENEW_SPREAD_MS),
    get connections() {
      return sockets.size;
    },
    get documents() {
      return hocuspocus.getDocumentsCount();
    },
    async close() {
      isClosed = true;
      await sockets.closeAll(CLOSE.goingAway, 'restart');
      wss.close();
    },
  };
}

/** Answers an upgrade that is not taken, in plain HTTP, and ends the socket. */
function refuse(socket: Duplex, status: number, code: string): void {
  const body = JSON.stringify({ code });
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
