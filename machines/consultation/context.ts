import type {
  ConsultationState,
  Instant,
  Instead,
  RoomId,
  WaiterMessage,
} from '../protocol/index.ts';
import type { Clinician, ConsultationEvent, Request, Side } from './events.ts';
import { CALL_IS_KEPT, CALL_WAITS, PLACE_IS_KEPT } from './limits.ts';

type EventOf<T extends ConsultationEvent['type']> = Extract<ConsultationEvent, { type: T }>;

/** What is known of one consultation. Plain JSON, so a snapshot is what it says (MA1). */
export interface ConsultationContext {
  /** Without citizen, reason, company and declaration once it is over. */
  readonly request: Request;
  readonly joinedAt: Instant;
  /** Who holds it now; once over, who held or rejected it last. */
  readonly holder: Clinician | null;
  /** The media room of the present call; a new claim makes a new room (C7). */
  readonly roomId: RoomId | null;
  readonly calledAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endedBy: Side | 'system' | null;
  /** Since when a side's last device is out of reach; null while here. */
  readonly awaySince: Readonly<Record<Side, Instant | null>>;
  /** Which sides' pages are in the present call. */
  readonly entered: Readonly<Record<Side, boolean>>;
  readonly message: WaiterMessage | null;
  readonly rejection: { readonly instead: Instead; readonly note: string } | null;
  /** When the present state ends by itself (MA2). */
  readonly deadline: Instant | null;
}

const NOBODY_ENTERED = { waiter: false, clinician: false } as const;

/** The four ends, which never change (MA4). */
export const END_STATES = ['ended', 'rejected', 'cancelled', 'expired'] as const;

export const isOver = (state: ConsultationState): boolean =>
  (END_STATES as readonly ConsultationState[]).includes(state);

export const sideOf = (context: ConsultationContext, personId: string): Side | undefined =>
  context.holder?.personId === personId
    ? 'clinician'
    : context.request.waiter.personId === personId
      ? 'waiter'
      : undefined;

export const joined = (request: Request, at: Instant): ConsultationContext => ({
  request,
  joinedAt: at,
  holder: null,
  roomId: null,
  calledAt: null,
  startedAt: null,
  endedAt: null,
  endedBy: null,
  awaySince: { waiter: null, clinician: null },
  entered: NOBODY_ENTERED,
  message: null,
  rejection: null,
  deadline: null,
});

const placeEnds = (awaySince: Instant | null): Instant | null =>
  awaySince === null ? null : awaySince + PLACE_IS_KEPT;

export const isHere = (context: ConsultationContext): boolean =>
  context.awaySince.waiter === null && context.awaySince.clinician === null;

const bothEntered = (context: ConsultationContext): boolean =>
  context.entered.waiter && context.entered.clinician;

/** A call runs when both sides' pages are in it and neither is out of reach. */
export const isComplete = (context: ConsultationContext): boolean =>
  bothEntered(context) && isHere(context);

export const claimed = (
  context: ConsultationContext,
  event: EventOf<'CLAIM'>,
): ConsultationContext => ({
  ...context,
  holder: event.by,
  roomId: event.roomId,
  calledAt: event.at,
  deadline: event.at + CALL_WAITS,
});

/** Back into the queue with the place kept, by hand or because nobody came in. */
export const released = (context: ConsultationContext): ConsultationContext => ({
  ...context,
  holder: null,
  roomId: null,
  calledAt: null,
  entered: NOBODY_ENTERED,
  awaySince: { waiter: context.awaySince.waiter, clinician: null },
  deadline: placeEnds(context.awaySince.waiter),
});

export const away = (
  context: ConsultationContext,
  { side, at }: { readonly side: Side; readonly at: Instant },
): ConsultationContext =>
  context.awaySince[side] === null
    ? { ...context, awaySince: { ...context.awaySince, [side]: at } }
    : context;

export const back = (context: ConsultationContext, side: Side): ConsultationContext =>
  context.awaySince[side] === null
    ? context
    : { ...context, awaySince: { ...context.awaySince, [side]: null } };

/** `away` and `back` of somebody who waits, whose place has a deadline while away. */
export const withPlace = (context: ConsultationContext): ConsultationContext => ({
  ...context,
  deadline: placeEnds(context.awaySince.waiter),
});

/** A page that entered is here, whatever the host thought of its device. */
export const entered = (context: ConsultationContext, side: Side): ConsultationContext => {
  const here = back(context, side);
  return here.entered[side] ? here : { ...here, entered: { ...here.entered, [side]: true } };
};

export const started = (context: ConsultationContext, at: Instant): ConsultationContext => ({
  ...context,
  startedAt: context.startedAt ?? at,
  deadline: null,
});

export const interrupted = (
  context: ConsultationContext,
  event: EventOf<'AWAY'>,
): ConsultationContext => ({ ...away(context, event), deadline: event.at + CALL_IS_KEPT });

export const told = (
  context: ConsultationContext,
  { late, text, at }: EventOf<'TELL'>,
): ConsultationContext => ({ ...context, message: { late, text, at } });

/**
 * Over: what is personal goes at once. The waiter's screen still reads who ended it and what
 * happens instead; the waiter's own name stays for that.
 */
export const over = (
  context: ConsultationContext,
  at: Instant,
  endedBy: Side | 'system',
): ConsultationContext => ({
  ...context,
  request: { ...context.request, citizen: null, reason: '', present: [], attestation: null },
  roomId: null,
  endedAt: at,
  endedBy,
  awaySince: { waiter: null, clinician: null },
  entered: NOBODY_ENTERED,
  message: null,
  deadline: null,
});

export const rejected = (
  context: ConsultationContext,
  { by, instead, note, at }: EventOf<'REJECT'>,
): ConsultationContext => ({
  ...over(context, at, 'clinician'),
  holder: by,
  rejection: { instead, note },
});
