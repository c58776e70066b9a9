import {
  entriesOf,
  initialClinic,
  openEntriesOf,
  persistClinic,
  refusalOf,
  restoreClinic,
  transitionClinic,
  waitingIn,
} from '@naervaer/machines/clinic';
import type { clinicMachine, ClinicSnapshot } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import { boardView } from '@naervaer/machines/views';
import type { Level } from '../level.ts';
import { CLINIC } from '../people.ts';
import { same, sameForAll, so } from './same.ts';

/** A clinic that is nothing but the JSON of its snapshot, as on a disk (ST4). */
export interface PureClinic {
  kept: string;
}

const restored = ({ kept }: PureClinic): ClinicSnapshot => restoreClinic(JSON.parse(kept));
const isUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** MA4: what is always true of a clinic. */
function holdsTogether(snapshot: ClinicSnapshot): void {
  const { context } = snapshot;
  const open = openEntriesOf(context).map(([, consultation]) => consultation.context);
  const places = boardView(snapshot)
    .rows.map(({ position }) => position)
    .filter((position) => position !== null);
  same(
    places,
    waitingIn(context).map((_, index) => index + 1),
    'MA4: the list of places',
  );
  so(isUnique(context.queue), 'MA4: somebody stands twice in the queue');
  so(
    isUnique(open.map(({ holder }) => holder?.personId).filter((id) => id !== undefined)),
    'MA4: a clinician holds two consultations',
  );
  so(
    isUnique(open.map(({ request }) => request.citizen?.digits).filter((digits) => digits)),
    'MA4: a citizen has two open consultations',
  );
  for (const [, { value, context: own }] of entriesOf(context))
    so(isOver(value) === (own.endedAt !== null), `MA4: ${value}, and ended at ${own.endedAt}`);
}

const looksLike = (world: PureClinic, model: ClinicSnapshot): ClinicSnapshot => {
  const is = restored(world);
  same(persistClinic(is), persistClinic(model), 'the clinic');
  holdsTogether(is);
  return is;
};

type Transition = typeof transitionClinic;

/** `transition` is another one only where a test puts a fault in. */
export const pureClinic = (
  transition: Transition = transitionClinic,
): Level<typeof clinicMachine, PureClinic> => ({
  begin: async () => ({ kept: JSON.stringify(persistClinic(initialClinic(CLINIC))) }),
  events: sameForAll<typeof clinicMachine, PureClinic>(
    [
      ...(['OPEN', 'CLOSE', 'JOIN', 'TELL_ALL', 'CLAIM', 'RELEASE', 'REJECT', 'LEAVE'] as const),
      ...(['ENTER', 'END', 'TELL', 'AWAY', 'BACK', 'DEADLINE'] as const),
    ],
    async (world, { event, isRefused }) => {
      const before = restored(world);
      const refusal = refusalOf(before, event);
      // MA3: what the list refuses and what the machine does not take are the same.
      so(
        (refusal !== undefined) === isRefused,
        `MA3: refused with ${refusal?.code ?? 'nothing'}, and the model ${isRefused ? 'refuses' : 'takes'} it`,
      );
      const after = transition(before, event);
      so(!isRefused || after === before, 'MA3: a refused event changed the clinic');
      world.kept = JSON.stringify(persistClinic(after));
    },
  ),
  states: {
    closed: async (world, model) => {
      const { context } = looksLike(world, model);
      so(openEntriesOf(context).length === 0, 'MA4: somebody is left in a closed clinic');
      so(context.message === null, 'the message of yesterday is still there');
    },
    open: async (world, model) => {
      looksLike(world, model);
    },
    closing: async (world, model) => {
      const { context } = looksLike(world, model);
      so(openEntriesOf(context).length > 0, 'B3: closing, and nobody is left');
    },
  },
  end: async () => undefined,
  close: async () => undefined,
});
