import { toJsonSchema } from '@valibot/to-json-schema';
import { expect, test } from 'vitest';
import {
  BoardHead,
  BoardRow,
  ConsultationView,
  Directory,
  Envelope,
  FromCallLine,
  LobbyView,
  MediaGrant,
  MediaRequest,
  OLDEST_PROTOCOL_VERSION,
  Outcome,
  PROTOCOL_VERSION,
  Profile,
  RelayCheck,
  SessionInfo,
  SignedOut,
  SyncToken,
  ToCallLine,
} from './index.ts';

/**
 * The wire at each version. An old tablet meets a new server: when this fails, a schema changed.
 * Raise `PROTOCOL_VERSION`, say in `version.ts` what changed, and add the new hash here; the lines
 * of versions that clinics have run stay as they are.
 */
const HISTORY: Readonly<Record<number, string>> = {
  1: 'dda972bad78e6ebd',
  2: '8ca78545c83b0acc',
  3: '4508b97e0c544a8a',
};

const WIRE = {
  Envelope,
  Outcome,
  BoardHead,
  BoardRow,
  LobbyView,
  ConsultationView,
  Profile,
  SessionInfo,
  Directory,
  SyncToken,
  MediaRequest,
  MediaGrant,
  SignedOut,
  RelayCheck,
  ToCallLine,
  FromCallLine,
};

/** Order of keys says nothing on the wire, so a moved line is no change. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]): [string, unknown] => [key, sorted(inner)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** FNV-1a, 64 bits: tells a change, guards nothing; the core has no Node to ask for SHA. */
const fnv1a = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const sign of text)
    hash = BigInt.asUintN(64, (hash ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
};

test('the wire is the one that its version says', () => {
  const schemas = Object.entries(WIRE).map(([name, schema]) => [
    name,
    // Brands and trims leave no trace on the wire.
    toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }),
  ]);
  expect(fnv1a(JSON.stringify(sorted(schemas)))).toBe(HISTORY[PROTOCOL_VERSION]);
});

test('every version up to the present one has its line, and the oldest is among them', () => {
  expect(Object.keys(HISTORY).map(Number)).toEqual(
    Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1),
  );
  expect(HISTORY[OLDEST_PROTOCOL_VERSION]).toBeDefined();
});
