import { expect, test } from 'vitest';
import { branchesIn, stateNamesOf, stateOf } from './branches.ts';
import type { Path } from './coverage.ts';
import { PATH_KINDS, pathsOf } from './paths.ts';
import type { PathKind } from './paths.ts';
import { openLevels } from './pure/index.ts';
import { courseOf, runPaths } from './run.ts';
import { tourOf } from './tour.ts';
import { callWalk, clinicWalk, consultationWalk, roomWalk } from './walks/index.ts';
import { neverIn } from './tally.ts';
import { wordsOf } from './words.ts';

const levels = await openLevels({ isHeaded: false, say: () => undefined });

const eventsIn = (paths: readonly { readonly events: readonly unknown[] }[]): number =>
  paths.reduce((sum, { events }) => sum + events.length, 0);

test.each(['shortest', 'transitions', 'guards', 'pairs', 'tour'] as const satisfies PathKind[])(
  'M2: %s paths of a consultation run on the pure machine',
  async (kind) => {
    const { paths } = pathsOf(consultationWalk, kind);
    const result = await runPaths({
      walk: consultationWalk,
      level: levels.consultation,
      paths,
    });
    expect(result.paths.map(({ result }) => result.status)).not.toContain('failed');
    expect(neverIn(result.states)).toEqual([]);
    expect(kind === 'shortest' ? [] : neverIn(result.transitions)).toEqual([]);
  },
);

test('M1: guards are asked until they say no, where anything in the walk lets them', () => {
  const { paths } = pathsOf(callWalk, 'guards');
  const course = paths.map(({ events }) => courseOf(callWalk, events));
  const denied = new Set(course.flatMap((steps) => steps.flatMap(({ edge }) => edge.taken.denied)));
  const guarded = branchesIn(callWalk.machine).filter(({ guard }) => guard !== null);
  expect(guarded.filter(({ key }) => !denied.has(key))).toEqual([]);
});

/** A room of which nothing is told apart but its state and why it is denied. */
const plainRoom: typeof roomWalk = {
  ...roomWalk,
  sameAs: ({ value, context }) => JSON.stringify([value, context.denied]),
};

test('M1: pairs take every two transitions of a room that can follow each other, once', () => {
  const { paths } = pathsOf(plainRoom, 'pairs');
  const lasts = paths.map(({ events }) =>
    courseOf(plainRoom, events)
      .slice(-2)
      .map(({ edge }) => edge.taken.keys.join(' then '))
      .join(' → '),
  );
  expect(new Set(lasts).size).toBe(lasts.length);
  expect(lasts).toContain('denied × RETRY[0] → acquiring × MEDIA_READY[0]');
  expect(lasts).not.toContain('denied × RETRY[0] → denied × RETRY[0]');
});

const simple = (max: number) => pathsOf(plainRoom, 'simple', { to: 'ended', max });

test('M1: simple paths stand nowhere twice, short ones first, and say how many are left out', () => {
  const { paths, more, isMoreAtLeast } = simple(1_000);
  expect([more, isMoreAtLeast]).toEqual([0, false]);
  for (const { events, state } of paths) {
    const states = courseOf(plainRoom, events).map(({ edge }) => plainRoom.sameAs(edge.after));
    expect(new Set(states).size).toBe(states.length);
    expect(stateOf(state)).toBe('ended');
  }
  const lengths = paths.map(({ events }) => events.length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  const few = simple(3);
  expect([few.paths.length, few.more]).toEqual([3, paths.length - 3]);
});

test('M1: of paths to a state, only what ends in it', () => {
  for (const kind of Object.keys(PATH_KINDS) as PathKind[]) {
    const { paths } = pathsOf(plainRoom, kind, { to: 'denied', max: 5 });
    expect(paths.map(({ state }) => stateOf(state)).every((state) => state === 'denied')).toBe(
      true,
    );
  }
});

const coveredBy = (walk: typeof clinicWalk, paths: readonly Path<typeof clinicWalk.machine>[]) => {
  const steps = paths.flatMap(({ events }) => courseOf(walk, events));
  const keys = new Set(steps.flatMap(({ edge }) => [...edge.taken.keys, ...edge.taken.states]));
  const all = [...branchesIn(walk.machine).map(({ key }) => key), ...stateNamesOf(walk.machine)];
  return all.filter((key) => !keys.has(key));
};

test('M5: a tour takes every transition of a clinic, with fewer events than the short paths', () => {
  const tour = tourOf(clinicWalk);
  expect(coveredBy(clinicWalk, tour)).toEqual([]);
  expect(tour.length).toBeLessThan(3);
  expect(eventsIn(tour)).toBeLessThan(eventsIn(pathsOf(clinicWalk, 'transitions').paths) / 2);
});

test('M5: where every end needs a path of its own, a tour has no more paths than ends', () => {
  const tour = tourOf(consultationWalk);
  const ends = branchesIn(consultationWalk.machine).filter(({ target }) =>
    ['ended', 'rejected', 'cancelled', 'expired'].includes(target ?? ''),
  );
  expect(tour.length).toBeLessThanOrEqual(ends.length);
  const short = tourOf(consultationWalk, { longest: 3 });
  expect(short.length).toBeGreaterThanOrEqual(tour.length);
});

test('M1: a path is told in the few words that set its events apart', () => {
  const inWords = wordsOf(clinicWalk);
  const { paths } = pathsOf(clinicWalk, 'shortest');
  const last = paths.at(-1)?.events ?? [];
  expect(courseOf(clinicWalk, last).map(({ before, edge }) => inWords(edge.event, before))).toEqual(
    ['OPEN', 'JOIN consultation 1, waiter Plejer 1, citizen Borger 1', 'CLOSE'],
  );
});
