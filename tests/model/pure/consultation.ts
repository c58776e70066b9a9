import { initialConsultation, transitionConsultation } from '@naervaer/machines/consultation';
import type { Consultation, consultationMachine } from '@naervaer/machines/consultation';
import type { Level } from '../level.ts';
import { consultationWalk } from '../walks/consultation.ts';
import { same, sameForAll, so } from './same.ts';

export interface PureConsultation {
  kept: string;
}

type Machine = typeof consultationMachine;
type Check = Level<Machine, PureConsultation>['states']['waiting'];

const restored = ({ kept }: PureConsultation): Consultation => JSON.parse(kept) as Consultation;

/** The model's state, and what is true of it in every course. */
const looksLike =
  (holds: (consultation: Consultation) => void): Check =>
  async (world, model) => {
    const is = restored(world);
    same(is, { value: model.value, context: model.context }, 'the consultation');
    holds(is);
  };

const over = (holds: (consultation: Consultation) => void): Check =>
  looksLike((consultation) => {
    const { request, roomId, endedAt, endedBy, deadline } = consultation.context;
    so(endedAt !== null && endedBy !== null, 'MA4: over, and nobody ended it');
    so(deadline === null, 'MA4: over, and something is still due');
    so(roomId === null, 'C7: over, and the room is still known');
    so(request.citizen === null && request.reason === '', 'ST2: over, and the citizen is known');
    holds(consultation);
  });

export const pureConsultation = (
  transition: typeof transitionConsultation = transitionConsultation,
): Level<Machine, PureConsultation> => ({
  begin: async () => {
    const { request, at } = consultationWalk.input;
    return { kept: JSON.stringify(initialConsultation(request, at)) };
  },
  events: sameForAll<Machine, PureConsultation>(
    [
      ...(['CLAIM', 'RELEASE', 'REJECT', 'LEAVE', 'ENTER', 'END'] as const),
      ...(['TELL', 'AWAY', 'BACK', 'DEADLINE'] as const),
    ],
    async (world, { event, isRefused }) => {
      const before = restored(world);
      const after = transition(before, event);
      so(!isRefused || after === before, 'MA3: a refused event changed the consultation');
      world.kept = JSON.stringify(after);
    },
  ),
  states: {
    waiting: looksLike(({ context }) => {
      so(context.holder === null && context.roomId === null, 'waiting, and somebody holds it');
    }),
    called: looksLike(({ context }) => {
      so(context.holder !== null && context.roomId !== null, 'called, and nobody holds it');
      so(context.deadline !== null, 'MA2: called, and it never ends by itself');
    }),
    ongoing: looksLike(({ context }) => {
      so(context.entered.waiter && context.entered.clinician, 'C7: ongoing with one side only');
    }),
    interrupted: looksLike(({ context }) => {
      so(context.deadline !== null, 'MA2: interrupted, and it never ends by itself');
    }),
    ended: over(({ context }) => so(context.rejection === null, 'ended and rejected')),
    rejected: over(({ context }) => {
      so(context.rejection !== null, 'B5: rejected, and the waiter reads nothing of what now');
    }),
    cancelled: over(({ context }) => so(context.endedBy === 'waiter', 'not ended by the waiter')),
    expired: over(({ context }) => so(context.endedBy === 'system', 'not ended by the time')),
  },
  end: async () => undefined,
  close: async () => undefined,
});
