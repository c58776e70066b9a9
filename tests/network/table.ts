import { CLIENTS } from './clients.ts';
import type { Client } from './clients.ts';
import { median } from './measures.ts';
import type { Run } from './run.ts';
import type { Scenario } from './scenarios.ts';

const WORDS: Readonly<Record<Client, string>> = {
  ours: 'Nærvær',
  peerjs: 'plain PeerJS',
  'simple-peer': 'simple-peer',
};

const HEAD = [
  'scenario',
  'client',
  'picture, s',
  'sound, s',
  'concealed, %',
  'frames/s',
  'path',
  'runs',
  'load',
  'stall, s',
] as const;

/** The newest runs of one client, so many at most. */
const newest = (runs: readonly Run[], client: Client, most: number): Run[] =>
  runs.filter((run) => run.client === client).slice(-most);

/** Seconds; with how many never came, when some did not. */
function seconds(values: readonly (number | null)[]): string {
  const never = values.filter((value) => value === null).length;
  const middle = median(values);
  const text = middle === null ? 'never' : middle.toFixed(1);
  return never === 0 || never === values.length ? text : `${text} (never: ${never})`;
}

function share(values: readonly (number | null)[]): string {
  const middle = median(values);
  return middle === null ? '–' : (middle * 100).toFixed(1);
}

/** The path that most runs took. */
function path(runs: readonly Run[]): string {
  const counts = new Map<string, number>();
  for (const run of runs) {
    counts.set(run.figures.path, (counts.get(run.figures.path) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] || '–';
}

/** One row: medians of the runs, each the worse of both sides. */
function row(scenario: Scenario, client: Client, runs: readonly Run[]): string[] {
  const of = runs.map((run) => run.figures);
  // A trouble that stays has no moment at which the network is back.
  const isTimed = scenario.trouble.kind !== 'condition';
  const picture = of.map((figures) => figures.picture);
  const rate = median(of.map((figures) => figures.rate)) ?? 0;
  return [
    scenario.title,
    WORDS[client],
    isTimed ? seconds(picture) : '',
    isTimed ? seconds(of.map((figures) => figures.sound)) : '',
    share(of.map((figures) => figures.concealed)),
    rate.toFixed(0),
    path(runs),
    String(runs.length),
    (median(runs.map((run) => run.load)) ?? 0).toFixed(1),
    (median(runs.map((run) => run.stall)) ?? 0).toFixed(1),
  ];
}

/**
 * The table in Markdown, scenarios in their order and the clients beside each other.
 * @param most runs of each client that count, the newest
 */
export function tableOf(
  results: readonly (readonly [Scenario, readonly Run[]])[],
  most: number,
): string {
  const rows = results.flatMap(([scenario, runs]) =>
    CLIENTS.flatMap((client) => {
      const counted = newest(runs, client, most);
      return counted.length > 0 ? [row(scenario, client, counted)] : [];
    }),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = HEAD.map((_, index) => (index > 1 && index < 6 ? '--:' : '---'));
  return [line(HEAD), line(rule), ...rows.map(line)].join('\n');
}

/** From when to when, and how busy the machine was. */
export function circumstances(results: readonly (readonly [Scenario, readonly Run[]])[]): string {
  const runs = results.flatMap(([, all]) => all);
  const dates = runs.map(({ at }) => at.slice(0, 10)).sort();
  const load = median(runs.map((run) => run.load)) ?? 0;
  const [first, last] = [dates[0] ?? '', dates.at(-1) ?? ''];
  return `${first === last ? first : `${first} to ${last}`}, load of the machine ${load.toFixed(1)} in the median`;
}
