import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { FAULT_NAMES } from './fault.ts';
import { readFound } from './found.ts';
import { withFault } from './with-fault.ts';

const REPLAY = fileURLToPath(new URL('replay.ts', import.meta.url));
const run = promisify(execFile);

interface Said {
  readonly fault: string;
  readonly rule: string | null;
  readonly sentence: string | null;
}

async function replay(args: readonly string[]): Promise<readonly Said[]> {
  const { stdout } = await run(process.execPath, args);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Said);
}

const FOUND = readFound();

test('each of the ten faults was found, by a story that is kept', () => {
  expect(FOUND.map(({ fault }) => fault)).toEqual(FAULT_NAMES);
});

test.each(FOUND)(
  '$fault breaks $rule in its shortest story',
  async ({ fault, rule }) => {
    const said = await replay([...withFault(fault), REPLAY, fault]);
    expect(said).toMatchObject([{ fault, rule }]);
  },
  120_000,
);

test('the same ten stories break nothing in the code as it is', async () => {
  const said = await replay([REPLAY]);
  expect(said.filter(({ sentence }) => sentence !== null)).toEqual([]);
  expect(said).toHaveLength(FAULT_NAMES.length);
}, 120_000);
