import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from './records.ts';

/** `npm run model` as a tester has it: a process, its words and its exit code. */

const MAIN = path.join(import.meta.dirname, 'main.ts');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'naervaer-model-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

const model = (...given: readonly string[]): Promise<Answer> =>
  new Promise((resolve) => {
    const env = { ...process.env, MODEL_RECORDS: folder };
    execFile(process.execPath, [MAIN, ...given], { env, cwd: folder }, (failure, out, error) =>
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error }),
    );
  });

const jsonOf = async <T>(...given: readonly string[]): Promise<T> =>
  JSON.parse((await model(...given, '--json')).out) as T;

test('M1: without anything it lists the machines, each with its size and a sentence', async () => {
  const { code, out } = await model();
  expect(code).toBe(0);
  expect(out).toMatch(/clinic +3 states +14 events +28 transitions +One clinic and its queue/);
  expect(out).toContain('npm run model -- --help');
  const machines = await jsonOf<readonly { name: string }[]>('list');
  expect(machines.map(({ name }) => name)).toEqual([
    'clinic',
    'consultation',
    'tablet',
    'call',
    'room',
  ]);
});

test('M1: a machine is printed with what each state takes, under which condition, and where to', async () => {
  const { out } = await model('print', 'tablet');
  expect(out).toContain('Begins in signedOut');
  expect(out).toMatch(/desk\.citizen\n(.+\n)* +CONTINUE +if isCitizenNamed +→ desk\.clinic/);
  expect(out).toMatch(/else if lacksProfile +→ desk\.profile/);
  const { initial, states } = await jsonOf<{ initial: string; states: readonly unknown[] }>(
    'print',
    'call',
  );
  expect([initial, states.length]).toEqual(['connecting', 6]);
});

test('M1: paths are told in words, and what is left out is counted', async () => {
  const { out } = await model('paths', 'consultation', '--to', 'rejected');
  expect(out).toContain('1. from waiting to rejected, 1 event');
  expect(out).toMatch(/1 {2}REJECT Læge 1 +→ rejected/);
  const simple = await model('paths', 'room', '--to', 'ended', '--kind', 'simple', '--max=2');
  expect(simple.out).toMatch(/\d+ more\n$/);
  const { paths } = await jsonOf<{ paths: readonly { ends: string }[] }>('paths', 'clinic');
  expect(paths.map(({ ends }) => ends)).toEqual(['closed', 'open', 'closing']);
});

test('M2: a run says states, transitions and paths, and that all are covered', async () => {
  const { code, out } = await model('run', 'clinic', 'call');
  expect(out).toMatch(
    /^clinic: \d+ states, \d+ transitions, \d+ paths, all covered \(\d+\.\d s\)\ncall: .*all covered/,
  );
  expect(code).toBe(0);
  expect(await readdir(folder)).toContain('clinic.pure.transitions.json');
});

test('M4: the same seed walks the same way, and says how to walk it again', async () => {
  const walk = async () => {
    const crew = ['--people', '4', '--steps', '80', '--seed', '7'];
    const { runs } = await jsonOf<{ runs: readonly RunRecord[] }>('run', 'clinic', ...crew);
    return runs.map(({ seed, paths }) => [seed, paths.map(({ events }) => events)]);
  };
  expect(await walk()).toEqual(await walk());
  const { out } = await model('run', 'clinic', '--steps', '50');
  expect(out).toMatch(/2 doctors and 2 care workers, 50 steps, seed \d+, nothing failed/);
});

test('M3: coverage tells what was walked at which level, and names what never was', async () => {
  await model('run', 'consultation', '--kind', 'shortest');
  const { code, out } = await model('coverage', 'consultation');
  expect(code).toBe(0);
  expect(out).toMatch(/states +8 of 8 +– +–/);
  expect(out).toMatch(/Never, at any level:\n(.+\n)*.*never taken: interrupted × AWAY\[0\]/);
  const [report] = await jsonOf<readonly { levels: readonly string[] }[]>(
    'coverage',
    'consultation',
  );
  expect(report?.levels).toEqual(['pure']);
});

test.each([
  [['rnu'], 'There is no subcommand “rnu”.'],
  [['print', 'clinik'], 'There is no machine “clinik”. Did you mean clinic?'],
  [['paths', 'tablet', '--to', 'citizen'], 'Did you mean desk.citizen?'],
  [['run', '--steps', 'many'], '--steps wants a whole number from 1 to 4294967295, not “many”.'],
  [['run', 'clinic', '--people', '1'], 'clinic at the pure level is for 2 to 12 people'],
  [['run', '--seed', '1', '--kind', 'tour'], 'Not both.'],
  [['list', '--colour'], "Unknown option '--colour'."],
  [['script', '--lang', 'fr'], '--lang wants da or en'],
])(
  'what is not understood is said in a sentence, and the exit code is 2: %s',
  async (given, said) => {
    const { code, out, error } = await model(...given);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(said);
    expect(error).not.toContain('    at ');
  },
);

test('help on every subcommand tells how, with an example where there is a choice', async () => {
  const names = ['list', 'print', 'paths', 'run', 'coverage', 'page', 'script'];
  const { out: all } = await model('--help');
  const helps = await Promise.all(names.map((name) => model(name, '--help')));
  for (const [index, { code, out }] of helps.entries()) {
    expect(code).toBe(0);
    expect(out.startsWith(`npm run model -- ${names[index]}`)).toBe(true);
    expect(all).toContain(`  ${names[index]} `);
  }
});
