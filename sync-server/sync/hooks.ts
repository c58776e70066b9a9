import type { Configuration, Connection } from '@hocuspocus/server';
import {
  NaervaerError,
  parseDocumentName,
  sessionDocument,
  staleEpochReason,
} from '@naervaer/machines/protocol';
import type { DocumentName, Epoch, SessionId } from '@naervaer/machines/protocol';
import type { BoardViews } from '../audit/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import type { Presence } from '../presence/index.ts';
import type { Context, Guest } from './context.ts';
import { Denied } from './denied.ts';
import type { OpenDocuments } from './documents.ts';
import { CLOSE, SYNC_LIMITS } from './limits.ts';

interface Deps {
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly epoch: () => Epoch;
  readonly presence: Presence;
  /** I5: who sees whom. */
  readonly boardViews: Pick<BoardViews, 'opened' | 'closed'>;
  readonly documents: OpenDocuments;
  /** @throws {NaervaerError} `signedOut` · `sessionExpired` */
  verify(token: string): Promise<Guest>;
  /** Whether a session ended while something was asked about it. */
  hasEnded(sessionId: SessionId): boolean;
  mayRead(guest: Guest, name: DocumentName): Promise<boolean>;
}

/** Denials that somebody has to try for. */
const TOLD = ['forbidden', 'unknownDocument', 'tooMany', 'signedOut'] as const;

export const contextOf = (connection: Connection | undefined): Context | undefined =>
  connection?.context as Context | undefined;

/** What Hocuspocus asks us at each step of a document's life on a socket. */
export function createHooks(deps: Deps): Partial<Configuration<Context>> {
  const { log, security, presence, boardViews, documents } = deps;

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
    // It may have ended since the token was looked at (SE2).
    if (deps.hasEnded(guest.sessionId)) throw new Denied('signedOut');
    // DC2: only the present epoch may be open; who asks for another is told which.
    if (name.kind !== 'session' && name.epoch !== deps.epoch()) {
      throw new Denied(staleEpochReason(deps.epoch()));
    }
    documents.wake(documentName);
    return guest;
  }

  /** A token that ran out and a view of yesterday's epoch are everyday; the rest is told of. */
  function tellAttempt(documentName: string, { state }: Context, { reason }: Denied): void {
    const code = TOLD.find((each) => each === reason);
    if (code === undefined) return;
    const about = parseDocumentName(documentName)?.kind ?? 'unknown';
    security.tell('documentRefused', { code, about, session: state.sessionId });
  }

  async function mayReadAll(guest: Guest, names: readonly string[]): Promise<boolean> {
    for (const each of new Set(names)) {
      const name = parseDocumentName(each);
      const isAllowed = name !== undefined && (await deps.mayRead(guest, name).catch(() => false));
      if (!isAllowed) return false;
    }
    return true;
  }

  return {
    async onAuthenticate({ documentName, token, context, connectionConfig }) {
      // Everything that is not a denial becomes one: a failed check never lets anybody in.
      const guest = await authenticate(documentName, token, context).catch((error: unknown) => {
        if (error instanceof Denied) {
          tellAttempt(documentName, context, error);
          throw error;
        }
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
      // Who belongs to another clinic now keeps nothing of the old one: the page opens its documents
      // again, and is let into those that it may read (SE1).
      if (!(await mayReadAll(guest, state.names))) {
        state.socket.close(CLOSE.restart, 'membership');
      }
    },
    onLoadDocument: async ({ documentName, document }) => {
      try {
        await documents.load(documentName, document);
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
      state.names.push(documentName);
      // It may have been laid to rest between the permission and now.
      documents.wake(documentName);
      if (guest !== undefined && documentName === sessionDocument(guest.sessionId)) {
        presence.arrived(guest.personId);
      }
      const name = parseDocumentName(documentName);
      if (guest !== undefined && name?.kind === 'board') boardViews.opened(guest, name.clinicId);
    }),
    // Here and not in `onChange`: what waits for its beginning, and what a view refuses, changes
    // nothing and costs the same.
    beforeSync: guarded('beforeSync', ({ document, connection, payload }) => {
      const context = contextOf(connection);
      if (context !== undefined && !documents.mayWrite(document, context, payload.byteLength)) {
        throw new Denied('tooMany');
      }
    }),
    afterHandleMessage: guarded('afterHandleMessage', ({ document, connection }) => {
      const context = contextOf(connection);
      if (context !== undefined) documents.wrote(document, context);
    }),
    onChange: guarded('onChange', ({ document, connection }) => {
      const context = contextOf(connection);
      if (context !== undefined) documents.changed(document, context);
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
      state.names.splice(state.names.indexOf(documentName), 1);
      if (guest !== undefined && documentName === sessionDocument(guest.sessionId)) {
        presence.left(guest.personId);
      }
      const name = parseDocumentName(documentName);
      if (name?.kind === 'board') boardViews.closed(state.sessionId, name.clinicId);
    }),
    beforeUnloadDocument: guarded('beforeUnloadDocument', ({ documentName }) => {
      // A hook that throws is how Hocuspocus is told that the document stays.
      if (documents.isKept(documentName)) throw new Denied('kept');
    }),
    afterUnloadDocument: guarded('afterUnloadDocument', ({ documentName }) =>
      documents.unload(documentName),
    ),
  };
}
