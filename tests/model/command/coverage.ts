import { branchesIn, stateNamesOf } from '../branches.ts';
import { LEVELS } from '../level.ts';
import type { LevelName } from '../level.ts';
import { readRecords } from '../records.ts';
import type { RunRecord } from '../records.ts';
import { MACHINE_NAMES, WALKS } from '../walks/index.ts';
import type { MachineName } from '../walks/index.ts';
import { plural, say, sayJson, tableOf } from './tables.ts';
import { machineNamed, parsed } from './usage.ts';
import type { Subcommand } from './usage.ts';

type Counts = Readonly<Record<LevelName, number>>;

interface Row {
  readonly name: string;
  readonly counts: Counts;
  /** Where nobody can make it happen, with the reason. */
  readonly unreachable: Readonly<Partial<Record<LevelName, string>>>;
}

interface GuardRow extends Row {
  /** As the machine names it. */
  readonly guard: string;
  /** How often it said no. `counts` is how often it said yes. */
  readonly denied: Counts;
}

interface Report {
  readonly machine: MachineName;
  /** The levels at which the machine has been run at all. */
  readonly levels: readonly LevelName[];
  readonly states: readonly Row[];
  readonly transitions: readonly Row[];
  readonly guards: readonly GuardRow[];
}

function reportOf(machine: MachineName, all: readonly RunRecord[]): Report {
  const records = all.filter((record) => record.machine === machine);
  const sum = (what: 'states' | 'transitions' | 'denied', key: string): Counts => {
    const at = (level: LevelName): number =>
      records
        .filter((record) => record.level === level)
        .reduce((total, record) => total + (record[what][key] ?? 0), 0);
    return { pure: at('pure'), server: at('server'), browser: at('browser') };
  };
  const unreachable = (key: string) =>
    Object.fromEntries(
      records.flatMap(({ level, unreachable }) => {
        const reason = unreachable[key];
        return reason === undefined ? [] : [[level, reason]];
      }),
    );
  const { machine: model } = WALKS[machine];
  const branches = branchesIn(model);
  return {
    machine,
    levels: LEVELS.filter((level) => records.some((record) => record.level === level)),
    states: stateNamesOf(model).map((name) => ({
      name,
      counts: sum('states', name),
      unreachable: unreachable(name),
    })),
    transitions: branches.map(({ key }) => ({
      name: key,
      counts: sum('transitions', key),
      unreachable: unreachable(key),
    })),
    guards: branches.flatMap(({ key, guard }) =>
      guard === null
        ? []
        : [
            {
              name: key,
              guard,
              counts: sum('transitions', key),
              denied: sum('denied', key),
              unreachable: unreachable(key),
            },
          ],
    ),
  };
}

const share = (rows: readonly Row[], is: (row: Row) => boolean): string =>
  `${rows.filter(is).length} of ${rows.length}`;

function summaryOf({ machine, levels, states, transitions, guards }: Report): string[][] {
  const line = (what: string, cell: (level: LevelName) => string): string[] => [
    what,
    ...LEVELS.map((level) => (levels.includes(level) ? cell(level) : '–')),
  ];
  const some = (rows: readonly Row[]) => (level: LevelName) =>
    share(rows, ({ counts }) => counts[level] > 0);
  return [
    [machine],
    line('  states', some(states)),
    line('  transitions', some(transitions)),
    line('  guards that said yes', some(guards)),
    line('  guards that said no', (level) =>
      share(guards, (row) => ((row as GuardRow).denied[level] ?? 0) > 0),
    ),
  ];
}

const isNever = ({ counts }: { readonly counts: Counts }): boolean =>
  LEVELS.every((level) => counts[level] === 0);

function detailsOf({ states, transitions, guards }: Report): string[] {
  const cells = ({ counts, unreachable }: Row): string[] =>
    LEVELS.map((level) => (unreachable[level] === undefined ? `${counts[level]}` : 'not here'));
  const head = ['', ...LEVELS];
  return [
    '',
    'how often',
    ...tableOf([head, ...[...states, ...transitions].map((row) => [row.name, ...cells(row)])]),
    '',
    'guards: how often they said yes and no',
    ...tableOf([
      ['', '', ...LEVELS],
      ...guards.map(({ name, guard, counts, denied }) => [
        name,
        guard,
        ...LEVELS.map((level) => `${counts[level]} / ${denied[level]}`),
      ]),
    ]),
  ];
}

const neverOf = (reports: readonly Report[]): string[] =>
  reports.flatMap(({ machine, states, transitions, guards }) => [
    ...states.filter(isNever).map(({ name }) => `${machine}: never in ${name}`),
    ...transitions.filter(isNever).map(({ name }) => `${machine}: never taken: ${name}`),
    ...guards
      .filter(({ denied }) => isNever({ counts: denied }))
      .map(({ name, guard }) => `${machine}: never said no: ${guard} at ${name}`),
  ]);

export const coverage: Subcommand = {
  name: 'coverage',
  summary: 'what the runs so far have walked at which level, and what never',
  help: `npm run model -- coverage [machine …] [--json]

What the last run of each kind has walked: states, transitions, and guards, level by
level, and a list of what no run has walked at any level. A guard is the condition of
a transition; it is tested only when it has said yes and has said no. Named machines
are shown line by line. In “called × ENTER[1]”, called is the state and ENTER the event;
[0] is the first of its lines in “print”, [1] the next. “always” happens by itself.

Runs leave their records in .model/. Delete the folder to count from nothing.
To see every guard say no: npm run model -- run --kind guards

  --json   the same for programs, with all counts

For example
  npm run model -- coverage
  npm run model -- coverage consultation`,
  async run(given) {
    const { values, positionals } = parsed(given, { json: { type: 'boolean' } });
    const named = positionals.map(machineNamed);
    const records = await readRecords();
    const reports = (named.length === 0 ? MACHINE_NAMES : named).map((name) =>
      reportOf(name, records),
    );
    if (values.json === true) {
      sayJson(reports);
      return 0;
    }
    if (records.length === 0) {
      say('Nothing has been run yet. Begin with: npm run model -- run');
      return 0;
    }
    const dates = records.map(({ date }) => date.slice(0, 16).replace('T', ' ')).sort();
    say(
      `From ${plural(records.length, 'run')}, ${dates[0]} to ${dates.at(-1)} (UTC)`,
      '',
      ...tableOf([['', ...LEVELS], ...reports.flatMap(summaryOf)], ''),
    );
    if (named.length > 0) say(...reports.flatMap(detailsOf));
    const never = neverOf(reports);
    say('', never.length === 0 ? 'Nothing was left out.' : 'Never, at any level:');
    say(...never.map((line) => `  ${line}`));
    return 0;
  },
};
