import type { AssuranceLevel } from '@naervaer/machines/protocol';
import { ASSURANCE_LEVELS } from '@naervaer/machines/protocol';

/** What a verified id token says; nothing of it is believed to have any shape. */
export type Claims = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The claim of this name. A name with dots leads into objects, unless a claim is called just that:
 * a name may be an address.
 */
export function readClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const step of name.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** A claim that is text, without blanks around it; empty for everything else. */
export function readText(claims: Claims, name: string): string {
  const value = readClaim(claims, name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Most CVR numbers that one person is taken to have. */
const MOST_CVRS = 50;

/** The CVR numbers of a claim: one or several, as text or numbers. */
export function readCvrs(claims: Claims, name: string): readonly string[] {
  const value = readClaim(claims, name);
  const all: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST_CVRS) : [value];
  return all
    .map((one) => (typeof one === 'number' ? String(one) : one))
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => /^\d{8}$/.test(one));
}

/** How the national standard (NSIS) and eIDAS write levels, beside the bare word. */
const LEVEL =
  /^(?:https:\/\/data\.gov\.dk\/concept\/core\/nsis\/(?:loa\/)?|http:\/\/eidas\.europa\.eu\/LoA\/)?(low|substantial|high)$/i;

/** The level of assurance that a value names; undefined for none that we know. */
export function levelOf(value: unknown): AssuranceLevel | undefined {
  const word = typeof value === 'string' ? LEVEL.exec(value.trim())?.[1]?.toLowerCase() : undefined;
  return ASSURANCE_LEVELS.find((level) => level.toLowerCase() === word);
}

export const isAtLeast = (level: AssuranceLevel, least: AssuranceLevel): boolean =>
  ASSURANCE_LEVELS.indexOf(level) >= ASSURANCE_LEVELS.indexOf(least);
