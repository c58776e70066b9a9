import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import { stateOf } from './branches.ts';
import type { Path, Walk } from './coverage.ts';
import { edgeOf, firstOf } from './graph.ts';
import type { Edge } from './graph.ts';
import type { AnyStep, OpenLevel, OpenWorld, StateNameOf } from './level.ts';
import type { PathRecord } from './records.ts';
import { counterOf } from './tally.ts';
import type { Tally } from './tally.ts';
import { wordsOf } from './words.ts';

/** Longer than any level waits for one thing; what still hangs then would hang for ever. */
const STEP_LASTS = 180_000;

export interface Where {
  readonly machine: string;
  readonly path: number;
  readonly step: number;
  /** In words; null before the first. */
  readonly event: string | null;
  readonly before: string;
  readonly state: string;
}

/** Where in which path the real thing and the model parted, and how. */
export function failureInWords(where: Where, cause: unknown): string {
  const { machine, path, step, event, before, state } = where;
  const course =
    event === null
      ? `does not begin in ${state}`
      : `${event} in ${before}, which leads to ${state}`;
  const said = cause instanceof Error ? cause.message : String(cause);
  return `${machine}, path ${path}, step ${step}: ${course}: ${said}`;
}

export interface Progress {
  readonly path: number;
  readonly of: number;
  readonly step: number;
  /** In words. */
  readonly event: string;
  readonly state: string;
}

export interface Run<TMachine extends AnyStateMachine> {
  readonly walk: Walk<TMachine>;
  readonly level: OpenLevel<TMachine>;
  readonly paths: readonly Pick<Path<TMachine>, 'events'>[];
  /** After each event that the level did as the model says. */
  readonly onStep?: (progress: Progress) => void;
  readonly onPath?: (path: PathRecord) => void;
}

export interface RunResult extends Tally {
  readonly paths: readonly PathRecord[];
  /** Milliseconds. */
  readonly duration: number;
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`nothing for ${STEP_LASTS / 1000} seconds`)),
      STEP_LASTS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const check = <TMachine extends AnyStateMachine>(
  world: OpenWorld<TMachine>,
  snapshot: SnapshotFrom<TMachine>,
): Promise<void> => within(world.check(stateOf(snapshot) as StateNameOf<TMachine>, snapshot));

/** One event on the real thing, and whether it then looks as the model says. A refused one too. */
export async function actAndCheck<TMachine extends AnyStateMachine>(
  world: OpenWorld<TMachine>,
  before: SnapshotFrom<TMachine>,
  { event, taken, after }: Edge<TMachine>,
): Promise<void> {
  const step = { event, before, after, isRefused: taken.keys.length === 0 };
  await within(world.act(step as AnyStep<TMachine>));
  await check(world, after);
}

/** A fresh world in the machine's first state, checked. The caller ends it, also after a failure. */
export async function beginAndCheck<TMachine extends AnyStateMachine>(
  level: OpenLevel<TMachine>,
  first: SnapshotFrom<TMachine>,
): Promise<OpenWorld<TMachine>> {
  const world = await within(level.begin());
  try {
    await check(world, first);
    return world;
  } catch (error) {
    await world.end().catch(() => undefined);
    throw error;
  }
}

/**
 * Walks paths on the real thing, each in a fresh world: every event is done there, and after every
 * one the state is checked. A path that fails ends there; the others are walked all the same.
 */
export async function runPaths<TMachine extends AnyStateMachine>({
  walk,
  level,
  paths,
  onStep,
  onPath,
}: Run<TMachine>): Promise<RunResult> {
  const counter = counterOf(walk.machine);
  const inWords = wordsOf(walk);
  const begun = performance.now();
  const records: PathRecord[] = [];
  for (const [index, { events }] of paths.entries()) {
    const number = index + 1;
    const began = performance.now();
    const course = courseOf(walk, events);
    const words = course.map(({ before, edge }) => inWords(edge.event, before));
    const states = [stateOf(firstOf(walk)), ...course.map(({ edge }) => stateOf(edge.after))];
    const where = (step: number): Where => ({
      machine: walk.name,
      path: number,
      step,
      event: words[step - 1] ?? null,
      before: states[step - 1] ?? '',
      state: states[step] ?? '',
    });
    const failure = await walkOne({ walk, level, course }, (step, edge) => {
      if (edge === undefined) return counter.enter(states[0] ?? '');
      counter.take(edge);
      onStep?.({
        path: number,
        of: paths.length,
        step,
        event: words[step - 1] ?? '',
        state: states[step] ?? '',
      });
    });
    const record: PathRecord = {
      number,
      events: words,
      states,
      result:
        failure === undefined
          ? { status: 'passed' }
          : {
              status: 'failed',
              step: failure.step,
              message: failureInWords(where(failure.step), failure.cause),
            },
      duration: Math.round(performance.now() - began),
    };
    records.push(record);
    onPath?.(record);
  }
  const { states, transitions, denied } = counter;
  const duration = Math.round(performance.now() - begun);
  return { states, transitions, denied, paths: records, duration };
}

interface Stride<TMachine extends AnyStateMachine> {
  readonly before: SnapshotFrom<TMachine>;
  readonly edge: Edge<TMachine>;
}

/** What the model says about events in a row. */
export function courseOf<TMachine extends AnyStateMachine>(
  walk: Walk<TMachine>,
  events: readonly EventFromLogic<TMachine>[],
): readonly Stride<TMachine>[] {
  let before = firstOf(walk);
  return events.map((event) => {
    const stride = { before, edge: edgeOf(walk, before, event) };
    before = stride.edge.after;
    return stride;
  });
}

/** @returns undefined when all went as the model says. */
async function walkOne<TMachine extends AnyStateMachine>(
  {
    walk,
    level,
    course,
  }: Pick<Run<TMachine>, 'walk' | 'level'> & { readonly course: readonly Stride<TMachine>[] },
  onDone: (step: number, edge?: Edge<TMachine>) => void,
): Promise<{ readonly step: number; readonly cause: unknown } | undefined> {
  let step = 0;
  let failure: { readonly step: number; readonly cause: unknown } | undefined;
  const fail = (cause: unknown): void => {
    // What goes wrong at the end of a failed path is a consequence.
    failure ??= { step, cause };
  };
  const world = await beginAndCheck(level, firstOf(walk)).catch(fail);
  if (world === undefined) return failure;
  try {
    onDone(0);
    for (const { before, edge } of course) {
      step += 1;
      await actAndCheck(world, before, edge);
      onDone(step, edge);
    }
  } catch (cause) {
    fail(cause);
  }
  await within(world.end()).catch(fail);
  return failure;
}
