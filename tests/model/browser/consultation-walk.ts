import type { Clinician, ConsultationEvent, Side } from '@naervaer/machines/consultation';
import type { Consultation, consultationMachine } from '@naervaer/machines/consultation';
import type { Walk } from '../coverage.ts';
import { clinician, consultationId, roomId } from '../people.ts';
import { consultationWalk } from '../walks/index.ts';

type Happening = Exclude<ConsultationEvent, { type: 'DEADLINE' }>;

/**
 * What people at their screens can do to one consultation in its present state, and what their
 * devices do. Whoever has no network can say nothing that arrives now.
 */
export function happenings(
  n: number,
  { value, context }: Pick<Consultation, 'value' | 'context'>,
  { at, clinicians }: { readonly at: number; readonly clinicians: readonly Clinician[] },
): readonly Happening[] {
  const on = { at, consultationId: consultationId(n) };
  const waiter = context.request.waiter.personId;
  const { holder, entered, awaySince } = context;
  const isHere = (side: Side): boolean => awaySince[side] === null;
  const comeOrGo = (side: Side): Happening => ({
    ...on,
    type: isHere(side) ? 'AWAY' : 'BACK',
    side,
  });
  // A colleague opened the question while the row stood in the queue, and sends it now: once.
  const tell: Happening[] =
    context.message === null ? [{ ...on, type: 'TELL', late: 10, text: 'Vi er forsinkede' }] : [];
  const personOf = (side: Side) => (side === 'waiter' ? waiter : (holder?.personId ?? waiter));
  const say = (type: 'ENTER' | 'END', side: Side): Happening[] =>
    isHere(side) ? [{ ...on, type, by: personOf(side), side }] : [];
  const reject = (by: Clinician): Happening => ({
    ...on,
    type: 'REJECT',
    by,
    instead: 'phone',
    note: 'Vi ringer kl. 14',
  });

  switch (value) {
    case 'waiting':
      return [
        ...clinicians.map((by): Happening => ({ ...on, type: 'CLAIM', by, roomId: roomId(n) })),
        ...clinicians.map(reject),
        ...(isHere('waiter') ? [{ ...on, type: 'LEAVE', by: waiter } as const] : []),
        ...tell,
        comeOrGo('waiter'),
      ];
    case 'called':
      if (holder === null) return [];
      return [
        ...(isHere('clinician') ? [{ ...on, type: 'RELEASE', by: holder } as const] : []),
        ...(isHere('clinician') ? [reject(holder)] : []),
        // From a second device, on which it was said before the call.
        ...(isHere('waiter') ? [{ ...on, type: 'LEAVE', by: waiter } as const] : []),
        ...say('END', 'clinician'),
        ...(entered.waiter ? say('END', 'waiter') : []),
        ...(entered.clinician ? [] : say('ENTER', 'clinician')),
        ...(entered.waiter ? [] : say('ENTER', 'waiter')),
        ...tell,
        comeOrGo('waiter'),
        comeOrGo('clinician'),
      ];
    case 'ongoing':
    case 'interrupted':
      return [
        ...say('END', 'clinician'),
        ...say('END', 'waiter'),
        ...say('ENTER', 'clinician'),
        ...say('ENTER', 'waiter'),
        ...tell,
        comeOrGo('waiter'),
        comeOrGo('clinician'),
      ];
    default:
      return [];
  }
}

/** What tells two consultations apart for whoever looks at the screens. */
export const looksOf = ({ value, context }: Pick<Consultation, 'value' | 'context'>): unknown => [
  value,
  context.holder?.name,
  context.entered,
  context.awaySince.waiter !== null,
  context.awaySince.clinician !== null,
  context.message !== null,
  context.deadline !== null,
];

const START = 1_000;
const clinicians = [clinician(1), clinician(2)];

/** One consultation between two boards and a tablet. */
export const consultationBrowserWalk: Walk<typeof consultationMachine> = {
  ...consultationWalk,
  events: ({ value, context }) => [
    ...happenings(1, { value, context }, { at: START, clinicians }),
    ...(context.deadline === null
      ? []
      : [{ type: 'DEADLINE', at: context.deadline, consultationId: consultationId(1) } as const]),
  ],
  sameAs: (snapshot) => JSON.stringify(looksOf(snapshot)),
};

export const consultationUnreachable: Readonly<Record<string, string>> = {
  'interrupted × ENTER[0]':
    'whoever comes into the call is connected, and that they are back is told before what they say',
};
