import {
  AccessPage,
  AdminState,
  NaervaerError,
  SessionsPage,
  TrialReport,
  type AccessCopy,
  type AccessSearch,
  type AdminChange,
  type EdgeCode,
  type ProviderTrial,
  type SessionId,
} from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { call, createApi, Unreachable } from '../session/api.ts';

const { session, look, signOut } = createApi('insight');
const address = (route: string): string => `/api/admin/${route}?app=insight`;

/** A walk to a slow provider takes as long as the server gives it, in milliseconds. */
const TRIAL_MS = 60_000;
/** A citizen's whole log is read and written as a file. */
const COPY_MS = 60_000;

/** The file itself; what went wrong is the same as of every other call. */
async function copy(asked: AccessCopy): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address('access-copy'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(COPY_MS),
    });
    if (response.ok) return await response.blob();
  } catch (error) {
    throw new Unreachable('access-copy', { cause: error });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  throw new NaervaerError((answer as { code?: EdgeCode } | undefined)?.code ?? 'internal');
}

/**
 * The administrators' routes (I4, I5), on behalf of the session of insight.
 * Each throws `Unreachable` without an answer, and `NaervaerError` with the server's code.
 */
export const adminApi = {
  session,
  look,
  signOut,
  state: (): Promise<AdminState> => call(address('state'), AdminState),
  sessions: (before: SessionId | null): Promise<SessionsPage> =>
    call(address('sessions') + (before === null ? '' : `&before=${before}`), SessionsPage),
  change: (change: AdminChange): Promise<unknown> => call(address('change'), v.unknown(), change),
  tryProvider: (trial: ProviderTrial): Promise<TrialReport> =>
    call(address('try-provider'), TrialReport, trial, TRIAL_MS),
  accessLog: (search: AccessSearch): Promise<AccessPage> =>
    call(address('access-log'), AccessPage, search),
  accessCopy: copy,
};
