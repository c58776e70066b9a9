import { AccessAction, AccessPurpose } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import type { AccessFact } from './types.ts';

/** What a line's `json` says, in this order of keys. No name and no number stands in the clear. */
export const AccessBody = v.strictObject({
  v: v.literal(1),
  action: AccessAction,
  purpose: AccessPurpose,
  /** Null for what the server did by itself. */
  personId: v.nullable(v.string()),
  /** The person's name, sealed under the server's key of texts. */
  name: v.nullable(v.string()),
  role: v.nullable(v.string()),
  organisationId: v.nullable(v.string()),
  clinicId: v.nullable(v.string()),
  consultationId: v.nullable(v.string()),
  /** Keyed hash of the citizen's number. */
  citizen: v.nullable(v.string()),
  target: v.nullable(v.string()),
});
export type AccessBody = v.InferOutput<typeof AccessBody>;

/** Of what JSON leaves as it is: other line ends, and signs that turn the direction of reading. */
const UNSEEN = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The one text of a fact, which its MAC covers sign by sign. */
export function bodyText(
  { action, purpose, by, clinicId, consultationId, target }: AccessFact,
  sealed: { readonly name: string | null; readonly citizen: string | null },
): string {
  const body: AccessBody = {
    v: 1,
    action,
    purpose,
    personId: by?.personId ?? null,
    name: sealed.name,
    role: by?.role ?? null,
    organisationId: by?.organisationId ?? null,
    clinicId,
    consultationId,
    citizen: sealed.citizen,
    target,
  };
  return JSON.stringify(body).replace(UNSEEN, escaped);
}

/** Undefined for what no server of this version wrote. */
export function readBody(json: string): AccessBody | undefined {
  try {
    const parsed = v.safeParse(AccessBody, JSON.parse(json));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
