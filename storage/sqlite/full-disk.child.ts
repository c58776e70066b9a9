import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entry, event, events, outcome } from '../contract/samples.ts';
import { StoreError } from '../store.ts';
import { createSqliteStore } from './store.ts';

/**
 * Started by `full-disk.test.ts` on a small file system of its own: fills it, frees some, and
 * prints what it saw as JSON.
 */
const [folder = ''] = process.argv.slice(2);
const file = join(folder, 'data', 'naervaer.db');
const ballast = join(folder, 'ballast');
writeFileSync(ballast, new Uint8Array(512 * 1024));

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'stored',
    (error: unknown) => (error instanceof StoreError ? error.code : 'bug'),
  );
const batch = (seq: number) => {
  const sealed = new Uint8Array(10_000).fill(1);
  return [entry({ events: [{ ...event(seq), sealed }], outcome: outcome() })];
};

let store = createSqliteStore({ file });
let last = 0;
let answer = 'stored';
while (answer === 'stored') {
  answer = await codeOf(store.commit(batch(last + 1)));
  if (answer === 'stored') last += 1;
}
const whenFull = {
  commit: answer,
  again: await codeOf(store.commit(batch(last + 1))),
  check: await codeOf(store.check()),
  read: (await store.load('clinic/solsikken')).events.length === last,
};
rmSync(ballast);
const whenFreed = {
  check: await codeOf(store.check()),
  commit: await codeOf(store.commit(batch(last + 1))),
};
await store.close();
store = createSqliteStore({ file });
const seqs = (await store.load('clinic/solsikken')).events.map(({ seq }) => seq);
const wanted = events(1, last + 1).map(({ seq }) => seq);
await store.close();
const isWhole = seqs.join() === wanted.join();
process.stdout.write(JSON.stringify({ stored: last, whenFull, whenFreed, isWhole }));
