import { unreachable } from '../protocol/index.ts';
import type { ConsultationState, RefusalCode } from '../protocol/index.ts';
import { isOver, sideOf } from './context.ts';
import type { ConsultationContext } from './context.ts';
import type { ConsultationEvent, Side } from './events.ts';

export interface Refusal {
  readonly code: RefusalCode;
  /** With `alreadyClaimed`: the name of the colleague who has the patient. */
  readonly holder?: string;
}

/** The called or running call's own: its waiter, or the clinician who holds it. */
function refusalOfSide(
  state: ConsultationState,
  context: ConsultationContext,
  { by, side }: { readonly by: string; readonly side: Side },
): Refusal | undefined {
  if (side === 'waiter' && context.request.waiter.personId !== by) return { code: 'notYours' };
  if (state === 'waiting') return { code: 'notCalled' };
  return side === 'clinician' && context.holder?.personId !== by ? { code: 'notYours' } : undefined;
}

/**
 * The one list of what a consultation refuses (MA3). The machine's guards ask it too, so that what
 * is refused and what is not taken can never differ.
 */
export function refusalInConsultation(
  state: ConsultationState,
  context: ConsultationContext,
  event: ConsultationEvent,
): Refusal | undefined {
  if (isOver(state)) return { code: 'consultationOver' };
  const { holder } = context;
  switch (event.type) {
    case 'CLAIM':
      return holder === null ? undefined : { code: 'alreadyClaimed', holder: holder.name };
    case 'RELEASE':
      if (holder === null) return { code: 'notCalled' };
      if (holder.personId !== event.by.personId) return { code: 'notYours' };
      return state === 'called' ? undefined : { code: 'alreadyEntered' };
    case 'REJECT':
      if (holder === null) return undefined;
      if (holder.personId !== event.by.personId)
        return { code: 'alreadyClaimed', holder: holder.name };
      return state === 'called' ? undefined : { code: 'alreadyEntered' };
    case 'LEAVE':
      if (sideOf(context, event.by) !== 'waiter') return { code: 'notYours' };
      return state === 'waiting' || state === 'called' ? undefined : { code: 'alreadyEntered' };
    case 'ENTER':
    case 'END':
      return refusalOfSide(state, context, event);
    case 'TELL':
      return event.late === null && event.text === '' ? { code: 'missingMessage' } : undefined;
    case 'AWAY':
    case 'BACK':
    case 'DEADLINE':
      return undefined;
    default:
      return unreachable(event);
  }
}
