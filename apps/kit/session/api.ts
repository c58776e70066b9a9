import {
  Directory,
  MediaGrant,
  NaervaerError,
  SessionInfo,
  SignedOut,
  SyncToken,
} from '@naervaer/machines/protocol';
import type { EdgeCode, MediaRequest } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/** How long an answer may take before the line counts as dead. */
const PATIENCE_MS = 8_000;

/** A network that is not there: told apart from a server that says no. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * @throws {Unreachable} without a network or an answer, and while there is too much to answer
 * @throws {NaervaerError} with the server's code
 */
export async function call<const S extends v.GenericSchema>(
  path: string,
  schema: S,
  body?: unknown,
  patienceMs: number = PATIENCE_MS,
): Promise<v.InferOutput<S>> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    });
    answer = await response.json();
  } catch (error) {
    throw new Unreachable(path, { cause: error });
  }
  // Too much of it from this address just now: as good as no line, and tried again as one.
  if (response.status === 429) throw new Unreachable(path);
  if (!response.ok) {
    const code = (answer as { code?: EdgeCode }).code ?? 'internal';
    throw new NaervaerError(code);
  }
  return v.parse(schema, answer);
}

/** Which application asks: each has a session of its own in one browser. */
export type App = 'board' | 'tablet' | 'insight';

/** @param app names only the organisations whose people sign in to it */
export const fetchDirectory = (app?: App): Promise<Directory> =>
  call(app === undefined ? '/api/directory' : `/api/directory?app=${app}`, Directory);

export interface Api {
  /** Null when nobody is signed in. */
  session(): Promise<SessionInfo | null>;
  /** The same for a page that asks by itself: it keeps nobody signed in. */
  look(): Promise<SessionInfo | null>;
  syncToken(): Promise<SyncToken>;
  media(request: MediaRequest): Promise<MediaGrant>;
  /** @param next what the browser shall do when it is back: somebody else signs in at once */
  signOut(next?: 'login'): Promise<SignedOut>;
}

/** The routes that ask on behalf of the session of one application. */
export const createApi = (app: App): Api => ({
  session: () => call(`/api/session?app=${app}`, v.nullable(SessionInfo)),
  look: () => call(`/api/session?app=${app}&look=1`, v.nullable(SessionInfo)),
  syncToken: () => call(`/api/sync-token?app=${app}`, SyncToken, {}),
  media: (request) => call(`/api/media?app=${app}`, MediaGrant, request),
  signOut: (next) =>
    call(`/api/sign-out?app=${app}`, SignedOut, next === undefined ? {} : { next }),
});
