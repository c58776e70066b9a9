import type { LevelName, Levels } from '../level.ts';
import { crewOf } from '../random/crew.ts';
import { shrinkByFastCheck, shrinkGreedily } from '../random/shrink.ts';
import type { Shrunk } from '../random/shrink.ts';
import type { Stage } from '../random/troupe.ts';
import { walkAtRandom } from '../random/walk.ts';
import type { Story } from '../random/walk.ts';
import type { RunRecord } from '../records.ts';
import { stateOf } from '../branches.ts';
import { firstOf } from '../graph.ts';
import { neverIn } from '../tally.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import type { Verdict } from './run-paths.ts';
import { plural, seconds } from './tables.ts';
import { Usage } from './usage.ts';

interface Given {
  readonly level: LevelName;
  readonly seed: number;
  readonly steps: number;
  /** As many as is usual for the machine without. */
  readonly people?: number;
  readonly onNote: (line: string) => void;
}

/** Without `--steps`: what takes about a minute. */
export const USUAL_STEPS: Readonly<Record<LevelName, number>> = {
  pure: 500,
  server: 100,
  browser: 30,
};

const seen = (counts: Readonly<Record<string, number>>): string =>
  `${Object.keys(counts).length - neverIn(counts).length} of ${Object.keys(counts).length}`;

/** @throws {Usage} when the machine or the level does not take so many people. */
export function checkCrew(name: MachineName, level: LevelName, people?: number): void {
  const crew = crewOf(name, level, people);
  if (typeof crew === 'string') throw new Usage(crew);
}

/** One random walk of several people; a failure is told as the shortest story that still fails. */
export async function randomVerdictOf<TName extends MachineName>(
  name: TName,
  levels: Levels,
  { level: levelName, seed, steps, people, onNote }: Given,
): Promise<Verdict> {
  const crew = crewOf(name, levelName, people);
  if (typeof crew === 'string') throw new Usage(crew);
  const level = levels[name];
  const stage: Stage<MachineOf<TName>> = {
    level,
    walk: level.walk ?? crew.walk,
    worlds: crew.worlds,
  };
  const date = new Date().toISOString();
  const begun = performance.now();
  const story = await walkAtRandom<MachineOf<TName>>(stage, { seed, steps });
  const duration = Math.round(performance.now() - begun);
  const record = recordOf({ machine: name, level: levelName, date, seed, duration }, stage, story);
  const who = `${name}: ${crew.people}`;
  const isGood = story.failure === undefined;
  const summary = isGood
    ? `${who}, ${plural(story.moves.length, 'step')}, seed ${seed}, nothing failed; saw ${seen(story.states)} states and ${seen(story.transitions)} transitions (${seconds(duration)})`
    : `${who}, FAILED at step ${story.moves.length} of ${steps}, seed ${seed} (${seconds(duration)})`;
  const again = `npm run model -- run ${name} --level ${levelName} ${people === undefined ? '' : `--people ${people} `}--steps ${steps} --seed ${seed}`;
  if (isGood) return { machine: name, isGood, record, lines: [summary] };
  // It does not even begin: there is nothing to leave out.
  if (story.moves.length === 0)
    return { machine: name, isGood, record, lines: [summary, `  ${story.failure}`] };
  onNote(`${who}, failed at step ${story.moves.length}: ${story.lines.at(-1)}: ${story.failure}`);
  onNote('Telling it again with less in it; at most four minutes …');
  const shrunk = await (levelName === 'pure'
    ? shrinkByFastCheck(stage, story)
    : shrinkGreedily(stage, story));
  return {
    machine: name,
    isGood,
    record,
    lines: [summary, ...storyInWords(shrunk, story.moves.length), `  the same again: ${again}`],
  };
}

function storyInWords(
  {
    story,
    told,
    isShortest,
  }: Pick<Shrunk<MachineOf<MachineName>>, 'told' | 'isShortest'> & {
    readonly story: Pick<Story<MachineOf<MachineName>>, 'lines' | 'failure'>;
  },
  before: number,
): string[] {
  const claim = isShortest ? 'nothing of it can be left out' : 'perhaps not the shortest';
  return [
    `  ${story.lines.length} of ${plural(before, 'step')} are enough, ${claim} (${plural(told, 'story').replace('storys', 'stories')} tried):`,
    ...story.lines.map((line, index) => `  ${`${index + 1}`.padStart(3)}. ${line}`),
    `       ${story.failure}`,
  ];
}

function recordOf<TName extends MachineName>(
  about: Pick<RunRecord, 'machine' | 'level' | 'date' | 'seed' | 'duration'>,
  { walk, level }: Stage<MachineOf<TName>>,
  story: Story<MachineOf<TName>>,
): RunRecord {
  const begins = stateOf(firstOf(walk));
  return {
    version: 1,
    ...about,
    kind: 'random',
    states: story.states,
    transitions: story.transitions,
    denied: story.denied,
    unreachable: level.unreachable ?? {},
    paths: [
      {
        number: 1,
        events: story.lines,
        states: [begins, ...story.path],
        result:
          story.failure === undefined
            ? { status: 'passed' }
            : { status: 'failed', step: story.moves.length, message: story.failure },
        duration: about.duration,
      },
    ],
  };
}
