import * as client from 'openid-client';

/** What can go wrong with a sign-in, as far as the person before the page must tell it apart. */
export const SIGN_IN_CODES = [
  // the person's account
  'missingRole',
  'notEmployed',
  'unknownCvr',
  'levelTooLow',
  // what the provider says and does
  'signInTooOld',
  'missingClaims',
  'providerUnavailable',
  'providerRejected',
  'providerSetup',
  // what is set up here
  'noProvider',
  'unknownOrganisation',
  // the way here
  'sessionExpired',
  'badRequest',
  'internal',
] as const;
export type SignInCode = (typeof SIGN_IN_CODES)[number];

/**
 * A sign-in that did not work. `code` is for the person, `why` for the log: a fixed word of ours or
 * of a standard, never a value that somebody sent (SE4).
 */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code: SignInCode;
  readonly why: string;
  constructor(code: SignInCode, why: string, options?: ErrorOptions) {
    super(why, options);
    this.code = code;
    this.why = why;
  }
}

/** Why a provider could not be talked to, thrown by our own fetch. */
export const REACH_CODES = [
  'unreachable',
  'timeout',
  'tooLarge',
  'plainHttp',
  'privateAddress',
] as const;
export type ReachCode = (typeof REACH_CODES)[number];

/** A `TypeError`, as every fetch throws for what it could not get. */
export class ReachError extends TypeError {
  override readonly name = 'ReachError';
  readonly code: ReachCode;
  constructor(code: ReachCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** Error words of OAuth 2.0 and OpenID Connect; anything else is the provider's own text. */
const OAUTH_ERRORS = new Set([
  'invalid_request',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
  'invalid_client',
  'invalid_grant',
  'unsupported_grant_type',
]);
export const oauthWord = (error: string | null): string =>
  error !== null && OAUTH_ERRORS.has(error) ? error : 'otherError';

const CLAIM_NAMES = ['iss', 'aud', 'azp', 'nonce', 'exp', 'iat', 'nbf', 'auth_time', 'sub', 'alg'];

/** The claim that a library's error is about, where it says so; errors stand in errors. */
function claimIn(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const named = 'claim' in cause ? cause.claim : undefined;
  const found = CLAIM_NAMES.find((name) => name === named);
  return found ?? ('cause' in cause ? claimIn(cause.cause) : undefined);
}

const statusIn = (cause: unknown): number | undefined =>
  cause instanceof Response ? cause.status : undefined;

const isDown = (status: number | undefined): boolean => status !== undefined && status >= 500;

function ofCode(error: client.ClientError): SignInError {
  const code = error.code ?? 'unknown';
  const { cause } = error;
  const claim = claimIn(cause);
  const why = claim === undefined ? code : `${code}:${claim}`;
  const options = { cause: error };
  // A proxy's page in place of an answer, or the provider's own trouble.
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') {
    return new SignInError('providerUnavailable', 'timeout', options);
  }
  if (isDown(statusIn(cause)))
    return new SignInError('providerUnavailable', 'serverError', options);
  if (claim === 'auth_time') return new SignInError('signInTooOld', why, options);
  return new SignInError('providerRejected', why, options);
}

/** Sorts what the library or our fetch throws while a provider is talked to. */
export function troubleOf(cause: unknown): SignInError {
  if (cause instanceof SignInError) return cause;
  if (cause instanceof ReachError) {
    const isSetup = cause.code === 'plainHttp' || cause.code === 'privateAddress';
    const isAway = cause.code === 'unreachable' || cause.code === 'timeout';
    const code = isSetup ? 'providerSetup' : isAway ? 'providerUnavailable' : 'providerRejected';
    return new SignInError(code, cause.code, { cause });
  }
  if (cause instanceof client.ResponseBodyError) {
    const word = oauthWord(cause.error);
    const isSetup = word === 'invalid_client' || word === 'unauthorized_client';
    const code = isDown(cause.status)
      ? 'providerUnavailable'
      : isSetup
        ? 'providerSetup'
        : 'providerRejected';
    return new SignInError(code, `token:${word}`, { cause });
  }
  if (cause instanceof client.WWWAuthenticateChallengeError) {
    return new SignInError('providerSetup', 'token:challenge', { cause });
  }
  if (cause instanceof client.AuthorizationResponseError) {
    const word = oauthWord(cause.error);
    const isAway = word === 'temporarily_unavailable' || word === 'server_error';
    const code = isAway ? 'providerUnavailable' : 'providerRejected';
    return new SignInError(code, `answer:${word}`, { cause });
  }
  if (cause instanceof client.ClientError) {
    // The library wraps what our own fetch threw.
    if (cause.cause instanceof ReachError) return troubleOf(cause.cause);
    return ofCode(cause);
  }
  return new SignInError('providerRejected', 'unexpected', { cause });
}
