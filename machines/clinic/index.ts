import { initialTransition, transition } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import * as v from 'valibot';
import type { Refusal } from '../consultation/index.ts';
import { ClinicId, ClinicMode, Ydernummer } from '../protocol/index.ts';
import type { Instant } from '../protocol/index.ts';
import { deadlineOf, entriesOf } from './context.ts';
import type { ClinicContext, ClinicInput } from './context.ts';
import type { ClinicEvent } from './events.ts';
import { clinicMachine } from './machine.ts';
import { refusalInClinic } from './refusals.ts';

export { clinicMachine } from './machine.ts';
export { consultationIn, entriesOf, openEntriesOf, waitingIn } from './context.ts';
export type { ClinicContext, ClinicInput } from './context.ts';
export type { ClinicEvent, ClinicEventType } from './events.ts';
export { ENDED_IS_KEPT, ENDED_OF_ONE, PACE_CALLS } from './limits.ts';
export type { Refusal } from '../consultation/index.ts';

export type ClinicSnapshot = SnapshotFrom<typeof clinicMachine>;

/** A clinic that nobody opened yet. */
export const initialClinic = (input: ClinicInput): ClinicSnapshot =>
  initialTransition(clinicMachine, input)[0];

const isSame = (a: ClinicContext, b: ClinicContext): boolean =>
  (Object.keys(a) as (keyof ClinicContext)[]).every((key) => Object.is(a[key], b[key]));

/**
 * Pure (MA1). For an event that `refusalOf` allows; a refused one changes nothing.
 * @returns the same reference when nothing changes, so that the host writes no event.
 */
export function transitionClinic(snapshot: ClinicSnapshot, event: ClinicEvent): ClinicSnapshot {
  const [next] = transition(clinicMachine, snapshot, event);
  return next.value === snapshot.value && isSame(next.context, snapshot.context) ? snapshot : next;
}

/** Why the clinic does not take an event now (MA3); `undefined` exactly when `snapshot.can` it. */
export const refusalOf = (snapshot: ClinicSnapshot, event: ClinicEvent): Refusal | undefined =>
  refusalInClinic(snapshot.value, snapshot.context, event);

/** When the host sends the next `DEADLINE` (MA2); may be past after a stand-still: send it now. */
export function nextDeadline(snapshot: ClinicSnapshot): Instant | undefined {
  const all = entriesOf(snapshot.context)
    .map(([, consultation]) => deadlineOf(consultation))
    .filter((deadline) => deadline !== null);
  return all.length === 0 ? undefined : all.reduce((a, b) => Math.min(a, b));
}

/** JSON of all that `restoreClinic` needs. Holds personal data: seal it (ST2). */
export const persistClinic = (snapshot: ClinicSnapshot): unknown => ({
  value: snapshot.value,
  context: snapshot.context,
});

const Persisted = v.object({
  value: ClinicMode,
  context: v.looseObject({
    clinicId: ClinicId,
    name: v.string(),
    ydernummer: Ydernummer,
    queue: v.array(v.string()),
    consultations: v.record(
      v.string(),
      v.looseObject({ value: v.string(), context: v.looseObject({}) }),
    ),
    pace: v.array(v.number()),
  }),
});

/** @throws {v.ValiError} when `json` is not what `persistClinic` wrote. */
export function restoreClinic(json: unknown): ClinicSnapshot {
  const { value, context } = v.parse(Persisted, json);
  return clinicMachine.resolveState({ value, context: context as unknown as ClinicContext });
}
