import { initialConsultation, isOver, transitionConsultation } from '../consultation/index.ts';
import type { Consultation, ConsultationEvent, Request } from '../consultation/index.ts';
import { NaervaerError } from '../protocol/index.ts';
import type {
  ClinicId,
  ConsultationId,
  Instant,
  PersonId,
  WaiterMessage,
  Ydernummer,
} from '../protocol/index.ts';
import { ENDED_IS_KEPT, ENDED_OF_ONE, PACE_CALLS } from './limits.ts';

/** What one clinic's actor knows (CM5). Plain JSON. */
export interface ClinicContext {
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly ydernummer: Ydernummer;
  /** Who waits or is called, in order of arrival; a called one keeps the place. */
  readonly queue: readonly ConsultationId[];
  readonly consultations: Readonly<Record<ConsultationId, Consultation>>;
  /** To everybody who waits; gone when the clinic closes. */
  readonly message: WaiterMessage | null;
  /** Seconds that the last finished calls took, oldest first. */
  readonly pace: readonly number[];
}

export interface ClinicInput {
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly ydernummer: Ydernummer;
}

export const emptyClinic = (input: ClinicInput): ClinicContext => ({
  clinicId: input.clinicId,
  name: input.name,
  ydernummer: input.ydernummer,
  queue: [],
  consultations: {},
  message: null,
  pace: [],
});

export const consultationIn = (
  context: ClinicContext,
  id: ConsultationId,
): Consultation | undefined =>
  Object.hasOwn(context.consultations, id) ? context.consultations[id] : undefined;

/** Every consultation that the clinic still knows, the ended ones too, in order of arrival. */
export const entriesOf = (
  context: ClinicContext,
): readonly (readonly [ConsultationId, Consultation])[] =>
  Object.entries(context.consultations) as [ConsultationId, Consultation][];

export const openEntriesOf = (
  context: ClinicContext,
): readonly (readonly [ConsultationId, Consultation])[] =>
  entriesOf(context).filter(([, { value }]) => !isOver(value));

/** The ids of those who wait, so that index + 1 is the place, 1…n (MA4). */
export const waitingIn = (context: ClinicContext): readonly ConsultationId[] =>
  context.queue.filter((id) => context.consultations[id]?.value === 'waiting');

export const withJoin = (context: ClinicContext, request: Request, at: Instant): ClinicContext => ({
  ...context,
  queue: [...context.queue, request.consultationId],
  consultations: {
    ...withoutOldest(context, request.waiter.personId),
    [request.consultationId]: initialConsultation(request, at),
  },
});

/** All but what one waiter has ended beyond the bound. */
function withoutOldest(context: ClinicContext, waiter: PersonId): ClinicContext['consultations'] {
  const ended = entriesOf(context).filter(
    ([, { value, context }]) => isOver(value) && context.request.waiter.personId === waiter,
  );
  // The new one will end too.
  const gone = new Set(
    ended.slice(0, Math.max(0, ended.length + 1 - ENDED_OF_ONE)).map(([id]) => id),
  );
  return keeping(context, (id) => !gone.has(id));
}

const keeping = (
  context: ClinicContext,
  isKept: (id: ConsultationId) => boolean,
): ClinicContext['consultations'] =>
  Object.fromEntries(
    entriesOf(context).filter(([id]) => isKept(id)),
  ) as ClinicContext['consultations'];

const stands = ({ value }: Consultation): boolean => value === 'waiting' || value === 'called';

/** A call that both sides were in and a person ended; one that faded out tells no pace. */
function durationOf({ context }: Consultation): number | undefined {
  const { startedAt, endedAt, endedBy } = context;
  return startedAt !== null && endedAt !== null && endedBy !== 'system'
    ? Math.max(0, Math.round((endedAt - startedAt) / 1000))
    : undefined;
}

/** Hands an event on to its consultation; the same reference when nothing changes. */
export function withEvent(context: ClinicContext, event: ConsultationEvent): ClinicContext {
  const id = event.consultationId;
  const present = consultationIn(context, id);
  if (present === undefined) return context;
  const next = transitionConsultation(present, event);
  if (next === present) return context;
  const duration = durationOf(next);
  return {
    ...context,
    queue: stands(next) ? context.queue : context.queue.filter((other) => other !== id),
    consultations: { ...context.consultations, [id]: next },
    pace: duration === undefined ? context.pace : [...context.pace, duration].slice(-PACE_CALLS),
  };
}

/** When a consultation next needs a wake: its own deadline, or its removal once over. */
export const deadlineOf = ({ context }: Consultation): Instant | null =>
  context.endedAt === null ? context.deadline : context.endedAt + ENDED_IS_KEPT;

/** Wakes every deadline that is due at `at`, and drops those that ended long ago (MA2). */
export function withDeadlines(context: ClinicContext, at: Instant): ClinicContext {
  let next = context;
  // One that was due twice over, after a long stand-still, is woken twice.
  for (let due = dueIn(next, at); due !== undefined; due = dueIn(next, at)) {
    const [
      id,
      {
        context: { endedAt },
      },
    ] = due;
    const woken =
      endedAt === null
        ? withEvent(next, { type: 'DEADLINE', at, consultationId: id })
        : withoutConsultation(next, id);
    // A state whose deadline nothing ends would stop the whole server here.
    if (woken === next) throw new NaervaerError('internal', 'a deadline that nothing ends');
    next = woken;
  }
  return next;
}

const dueIn = (context: ClinicContext, at: Instant) =>
  entriesOf(context).find(([, consultation]) => {
    const deadline = deadlineOf(consultation);
    return deadline !== null && deadline <= at;
  });

const withoutConsultation = (context: ClinicContext, gone: ConsultationId): ClinicContext => ({
  ...context,
  consultations: keeping(context, (id) => id !== gone),
});
