import { initialTransition, transition } from 'xstate';
import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  EventFromLogic,
  InputFrom,
  SnapshotFrom,
} from 'xstate';
import { same, so } from './same.ts';

/** A machine that is nothing but its JSON between any two events. */
export interface Kept {
  text: string;
}

export type TransitionOf<TMachine extends AnyStateMachine> = (
  before: SnapshotFrom<TMachine>,
  event: EventFromLogic<TMachine>,
) => SnapshotFrom<TMachine>;

type Saved = { readonly value: never; readonly context: never };

/** What a level does with a machine whose snapshot is kept as JSON, as after a reload. */
export function keeperOf<TMachine extends AnyStateMachine>(
  machine: TMachine,
  input: InputFrom<TMachine>,
  step: TransitionOf<TMachine> = (before, event) =>
    transition(machine, before, event)[0] as SnapshotFrom<TMachine>,
) {
  const textOf = (snapshot: SnapshotFrom<AnyStateMachine>): string =>
    JSON.stringify({ value: snapshot.value as unknown, context: snapshot.context as unknown });
  const restored = ({ text }: Kept): SnapshotFrom<TMachine> =>
    machine.resolveState(JSON.parse(text) as Saved) as SnapshotFrom<TMachine>;
  return {
    begin: async (): Promise<Kept> => ({
      text: textOf(initialTransition(machine as AnyStateMachine, input)[0]),
    }),
    act: async (
      kept: Kept,
      { event, isRefused }: { readonly event: EventFromLogic<TMachine>; isRefused: boolean },
    ): Promise<void> => {
      const before = restored(kept);
      const any: AnyMachineSnapshot = before;
      const isTaken = any.status === 'active' && any.can(event);
      so(isTaken === !isRefused, 'MA3: restored, it takes other events');
      // As an actor that has come to its end: `transition` itself would still take it.
      kept.text = textOf(isTaken ? step(before, event) : before);
    },
    looksLike:
      (holds: (snapshot: SnapshotFrom<TMachine>) => void) =>
      async (kept: Kept, model: SnapshotFrom<TMachine>): Promise<void> => {
        const is = restored(kept);
        same(JSON.parse(textOf(is)), JSON.parse(textOf(model)), 'it');
        holds(is);
      },
  };
}
