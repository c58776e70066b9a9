import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';

/** The names of a machine's leaf states, dotted: `desk.citizen`. Compile-time only. */
type LeafOf<TValue> = TValue extends string
  ? TValue
  : {
      [K in keyof TValue & string]: `${K}.${LeafOf<TValue[K]>}`;
    }[keyof TValue & string];

export type StateNameOf<TMachine extends AnyStateMachine> = LeafOf<SnapshotFrom<TMachine>['value']>;
export type EventTypeOf<TMachine extends AnyStateMachine> = EventFromLogic<TMachine>['type'];

export const LEVELS = ['pure', 'server', 'browser'] as const;
export type LevelName = (typeof LEVELS)[number];

/** What stands before and after an event, as the model says; what is real is in the world. */
export interface Step<TMachine extends AnyStateMachine, TType extends EventTypeOf<TMachine>> {
  readonly event: Extract<EventFromLogic<TMachine>, { type: TType }>;
  readonly before: SnapshotFrom<TMachine>;
  readonly after: SnapshotFrom<TMachine>;
  /** The machine does not take the event in `before`: then it must be refused, or be impossible. */
  readonly isRefused: boolean;
}

/**
 * One machine at one level: what each event does there, and how each state is recognised. Both are
 * keyed by the machine's own names, so a state or an event that is missing does not compile.
 * `World` is whatever the level needs; each path gets a fresh one.
 */
export interface Level<TMachine extends AnyStateMachine, World> {
  /** A world in the machine's initial state. */
  begin(): Promise<World>;
  readonly events: {
    readonly [TType in EventTypeOf<TMachine>]: (
      world: World,
      step: Step<TMachine, TType>,
    ) => Promise<void>;
  };
  /** Waits until the real thing is in that state as far as it can be seen. @throws when it is not */
  readonly states: {
    readonly [TState in StateNameOf<TMachine>]: (
      world: World,
      snapshot: SnapshotFrom<TMachine>,
    ) => Promise<void>;
  };
  end(world: World): Promise<void>;
  /** Ends what all worlds share: servers, browsers. */
  close(): Promise<void>;
}
