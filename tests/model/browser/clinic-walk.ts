import { entriesOf, nextDeadline } from '@naervaer/machines/clinic';
import type { ClinicEvent, clinicMachine, ClinicSnapshot } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import type { Walk } from '../coverage.ts';
import { clinician, request } from '../people.ts';
import { clinicWalk } from '../walks/index.ts';
import { happenings, looksOf } from './consultation-walk.ts';

const doctors = [clinician(1), clinician(2)] as const;
const requests = [request(1, 1, 1), request(2, 2, 2)] as const;

/** The newest instant that a clinic has seen: the model's time stands still in between. */
export const nowIn = ({ context }: ClinicSnapshot): number =>
  entriesOf(context)
    .flatMap(([, { context }]) => [
      context.joinedAt,
      context.calledAt ?? 0,
      context.startedAt ?? 0,
      context.endedAt ?? 0,
    ])
    .reduce((a, b) => Math.max(a, b), 1_000);

const IN_CALL = ['called', 'ongoing', 'interrupted'];

/** Two boards and two tablets, and what can be pressed on them. */
function events(snapshot: ClinicSnapshot): readonly ClinicEvent[] {
  const { value, context } = snapshot;
  const at = nowIn(snapshot);
  const entries = entriesOf(context);
  const inCall = entries.find(([, { value }]) => IN_CALL.includes(value));
  // In a call the room is out of sight: the colleague opens and closes.
  const by = inCall?.[1].context.holder?.name === 'Læge 1' ? doctors[1] : doctors[0];
  const isAnyWaiting = entries.some(([, { value }]) => value === 'waiting');
  const due = nextDeadline(snapshot);
  // A call under way is not left alone for the hour after which another one is forgotten.
  const mayPass = due === undefined || inCall === undefined || inCall[1].context.deadline === due;
  return [
    ...(value === 'open' ? [] : [{ type: 'OPEN', at, by } as const]),
    ...(value === 'open' ? [{ type: 'CLOSE', at, by } as const] : []),
    ...(isAnyWaiting ? [{ type: 'TELL_ALL', at, by, late: 15, text: '' } as const] : []),
    ...(mayPass ? [{ type: 'DEADLINE', at: due ?? at } as const] : []),
    ...(value === 'open'
      ? requests
          .filter(({ consultationId }) => !entries.some(([id]) => id === consultationId))
          .map((one) => ({ type: 'JOIN' as const, at, ...one }))
      : []),
    ...requests.flatMap(({ consultationId }, index): ClinicEvent[] => {
      const found = entries.find(([id]) => id === consultationId)?.[1];
      if (found === undefined || isOver(found.value)) return [];
      // One doctor has one call; a message to one is opened in the queue.
      const isOther = inCall !== undefined && inCall[0] !== consultationId;
      return happenings(index + 1, found, { at, clinicians: [by] }).filter(
        ({ type }) =>
          !(type === 'TELL' && found.value !== 'waiting') && !(isOther && type === 'CLAIM'),
      );
    }),
  ];
}

export const clinicBrowserWalk: Walk<typeof clinicMachine> = {
  ...clinicWalk,
  events,
  sameAs: ({ value, context }) =>
    JSON.stringify([
      value,
      context.message !== null,
      entriesOf(context).map(([id, consultation]) => [id, looksOf(consultation)]),
    ]),
};
