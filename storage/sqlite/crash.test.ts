import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CommandId } from '@naervaer/machines/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { createSqliteStore } from './store.ts';

const CHILD = fileURLToPath(new URL('./crash.child.ts', import.meta.url));
/** After how many told commits each process is killed; the last ones meet a folding log. */
const KILLED_AFTER = [1, 2, 3, 7, 19, 40, 63, 90, 101, 119];

/** @returns the last number that the process said before it died. */
async function commitUntilKilled(file: string, commits: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > commits) child.kill('SIGKILL');
  });
  const [, signal] = await closed;
  expect(signal).toBe('SIGKILL');
  return Number(said.trimEnd().split('\n').at(-1));
}

describe('sqlite after a crash', () => {
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = await createScratch();
  });
  afterEach(() => scratch.remove());

  it('CM2, ST1: has every commit that was told, each whole, and no half of another', async () => {
    const { file } = scratch;
    for (const commits of KILLED_AFTER) {
      const told = await commitUntilKilled(file, commits);
      const store = createSqliteStore({ file });
      const seqs = (await store.load('clinic/a')).events.map(({ seq }) => seq);
      const last = seqs.length;
      // One more than was told: it was killed between the commit and the telling.
      expect([told, told + 1]).toContain(last);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      expect((await store.load('clinic/b')).events.map(({ seq }) => seq)).toEqual(seqs);
      expect(await store.records('unit')).toHaveLength(last);
      for (const number of [...seqs, last + 1]) {
        const found = await store.outcomeOf(`command-${number}` as CommandId);
        expect(found !== undefined).toBe(number <= last);
      }
      await store.close();
    }
  }, 60_000);
});
