import type { OrganisationId } from '@naervaer/machines/protocol';
import { providerOf } from '../directory/index.ts';
import type { Directory, Organisation, Provider } from '../directory/index.ts';

import { hasKind } from './kinds.ts';
import { SignInError } from './trouble.ts';

/** What a practice system's button asks for (B13; OpenID Connect Core, section 4). */
export interface Initiation {
  readonly organisation: Organisation;
  readonly provider: Provider;
  readonly hint: string | null;
  /** A path of our own. */
  readonly target: string;
}

/**
 * Ten digits as a CPR number is written, also where a text is encoded once more. Such a number
 * stands in no address: it would stay in histories, logs and proxies.
 */
const CPR_LIKE = /(?<!\d)\d{6}(?:[-–—. +_]|%20|%2D)?\d{4}(?!\d)/i;

/** Where a button may lead: the board, and nothing of it that the board does not know itself. */
const TARGET = /^\/board\/?(?:\?clinic=[a-z0-9-]{1,64})?$/;
const LONGEST = 500;
const LONGEST_HINT = 200;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const looksLikeCpr = (text: string): boolean => CPR_LIKE.test(text) || CPR_LIKE.test(decoded(text));

/**
 * The path of an allowed target. The text itself is compared, before any parser makes something
 * else of it: what is not letter for letter our origin and one of our paths leads nowhere.
 */
function targetOf(text: string | null, origin: string): string {
  if (text === null || text === '') return '/board';
  const path = text.startsWith(`${origin}/`) ? text.slice(origin.length) : '';
  if (!TARGET.test(path)) throw new SignInError('badRequest', 'target');
  return path;
}

/**
 * Reads such a request. The issuer must be one of ours where clinicians sign in.
 * @throws {SignInError} `badRequest` · `unknownOrganisation`
 */
export function readInitiation(
  directory: Directory,
  origin: string,
  parameters: URLSearchParams,
): Initiation {
  for (const [name, value] of parameters) {
    if (value.length > LONGEST) throw new SignInError('badRequest', 'tooLong');
    if (looksLikeCpr(name) || looksLikeCpr(value)) throw new SignInError('badRequest', 'cprLike');
  }
  for (const name of ['iss', 'login_hint', 'target_link_uri']) {
    if (parameters.getAll(name).length > 1) throw new SignInError('badRequest', 'twice');
  }
  const target = targetOf(parameters.get('target_link_uri'), origin);
  const hint = parameters.get('login_hint') || null;
  if (hint !== null && (hint.length > LONGEST_HINT || /[\p{C}]/u.test(hint))) {
    throw new SignInError('badRequest', 'hint');
  }
  const issuer = parameters.get('iss');
  for (const organisation of directory.organisations()) {
    if (!hasKind(organisation.kind, 'clinician')) continue;
    const provider = providerOf(organisation, 'clinician');
    if (provider?.issuer === issuer && provider !== undefined) {
      return { organisation, provider, hint, target };
    }
  }
  throw new SignInError('unknownOrganisation', 'issuer');
}

/** Whether a sign-in that there is serves a button's wish: nobody signs in twice a day (B11). */
export const serves = (
  session: { readonly organisationId: OrganisationId; readonly hint: string | null },
  { organisation, hint }: Initiation,
): boolean =>
  session.organisationId === organisation.id && (hint === null || hint === session.hint);
