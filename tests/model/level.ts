import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import type { Walk } from './coverage.ts';
import type { MachineName, MachineOf } from './walks/index.ts';

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

/** What of a machine can be made to happen at a level; all of `WALKS` where nothing else is said. */
export interface Reach<TMachine extends AnyStateMachine> {
  /** Tours at this level are made of this walk: what can be done in which state, by real causes. */
  readonly walk?: Walk<TMachine>;
  /**
   * Transitions that nobody can make here, by their key in `Coverage.missing`, each with its reason.
   * They are printed and counted apart; a missing transition without a reason fails the run, and so
   * does a reason for a transition that the walk makes.
   */
  readonly unreachable?: Readonly<Record<string, string>>;
}

/**
 * One machine at one level: what each event does there, and how each state is recognised. Both are
 * keyed by the machine's own names, so a state or an event that is missing does not compile.
 * `World` is whatever the level needs; each path gets a fresh one.
 */
export interface Level<TMachine extends AnyStateMachine, World> extends Reach<TMachine> {
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

/** A step whose event may be any of the machine's. */
export type AnyStep<TMachine extends AnyStateMachine> = {
  [TType in EventTypeOf<TMachine>]: Step<TMachine, TType>;
}[EventTypeOf<TMachine>];

/** A `Level` whose kind of world nobody outside it knows; made by `opened`. */
export interface OpenLevel<TMachine extends AnyStateMachine> extends Reach<TMachine> {
  begin(): Promise<OpenWorld<TMachine>>;
  /** Once for each machine, after its last path. */
  close(): Promise<void>;
}

export interface OpenWorld<TMachine extends AnyStateMachine> {
  act(step: AnyStep<TMachine>): Promise<void>;
  /** @throws when the world does not look like the state of that name. */
  check(name: StateNameOf<TMachine>, snapshot: SnapshotFrom<TMachine>): Promise<void>;
  end(): Promise<void>;
}

export function opened<TMachine extends AnyStateMachine, World>(
  level: Level<TMachine, World>,
): OpenLevel<TMachine> {
  return {
    ...(level.walk === undefined ? {} : { walk: level.walk }),
    ...(level.unreachable === undefined ? {} : { unreachable: level.unreachable }),
    begin: async () => {
      const world = await level.begin();
      return {
        act: (step) => {
          // The table is keyed by the event's type; TypeScript cannot follow a key that is a union.
          const act: (world: World, step: never) => Promise<void> =
            level.events[step.event.type as EventTypeOf<TMachine>];
          return act(world, step as never);
        },
        check: (name, snapshot) => level.states[name](world, snapshot),
        end: () => level.end(world),
      };
    },
    close: () => level.close(),
  };
}

/** All machines at one level. */
export type Levels = { readonly [TName in MachineName]: OpenLevel<MachineOf<TName>> };

export interface LevelOptions {
  /** Show the browser's windows (browser level). */
  readonly isHeaded: boolean;
  /** One line of progress or trouble for the tester, such as where a server listens. */
  readonly say: (line: string) => void;
}

/**
 * What `tests/model/{pure,server,browser}/index.ts` each export as `openLevels`. The command loads
 * only the level that it runs. Start servers and browsers at the first `begin()` of a machine, not
 * here: the tester may run one machine of five.
 *
 *     export const openLevels: OpenLevels = async (options) => ({
 *       clinic: opened(clinicLevel(options)), consultation: …, tablet: …, call: …,
 *     });
 */
export type OpenLevels = (options: LevelOptions) => Promise<Levels>;
