import { initialTransition, transition } from 'xstate';
import type { ConsultationState, Instant } from '../protocol/index.ts';
import type { ConsultationContext } from './context.ts';
import type { ConsultationEvent, Request } from './events.ts';
import { consultationMachine } from './machine.ts';

export { consultationMachine } from './machine.ts';
export { isOver, sideOf } from './context.ts';
export type { ConsultationContext } from './context.ts';
export { refusalInConsultation } from './refusals.ts';
export type { Refusal } from './refusals.ts';
export * from './events.ts';
export * from './limits.ts';

/** A consultation as a clinic keeps it: state and context, nothing of XState's. */
export interface Consultation {
  readonly value: ConsultationState;
  readonly context: ConsultationContext;
}

export function initialConsultation(request: Request, at: Instant): Consultation {
  const [snapshot] = initialTransition(consultationMachine, { request, at });
  return { value: snapshot.value, context: snapshot.context };
}

const isSame = (a: ConsultationContext, b: ConsultationContext): boolean =>
  (Object.keys(a) as (keyof ConsultationContext)[]).every((key) => Object.is(a[key], b[key]));

/** @returns the same reference when the event changes nothing; over is over (MA4). */
export function transitionConsultation(
  consultation: Consultation,
  event: ConsultationEvent,
): Consultation {
  const [next] = transition(
    consultationMachine,
    consultationMachine.resolveState(consultation),
    event,
  );
  return next.value === consultation.value && isSame(next.context, consultation.context)
    ? consultation
    : { value: next.value, context: next.context };
}
