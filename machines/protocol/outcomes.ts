import * as v from 'valibot';
import { REFUSAL_CODES } from './errors.ts';

/** What became of one command (CM2). Told after the commit, never before (CM3). */
export const Outcome = v.variant('status', [
  v.strictObject({ status: v.literal('accepted') }),
  v.strictObject({
    status: v.literal('refused'),
    code: v.picklist(REFUSAL_CODES),
    /** With `alreadyClaimed`: the colleague who has the patient. */
    holder: v.optional(v.string()),
  }),
]);
export type Outcome = v.InferOutput<typeof Outcome>;

export const ACCEPTED: Outcome = { status: 'accepted' };
export const refused = (code: (typeof REFUSAL_CODES)[number], holder?: string): Outcome =>
  holder === undefined ? { status: 'refused', code } : { status: 'refused', code, holder };
