import { describe, expect, it } from 'vitest';
import { entry, event, events } from '../contract/samples.ts';
import { createScratch } from './scratch.ts';
import { createSqliteStore } from './store.ts';

const CLINICS = 1_635;
const EVENTS = 50;
/** Events since the last snapshot, of about the size of a sealed join. */
const SINCE_SNAPSHOT = 10;
const SEALED = new Uint8Array(500).fill(5);
const SNAPSHOT = new Uint8Array(4_000).fill(6);

describe('sqlite at start-up', () => {
  // The time is printed for a person to judge: a test that fails on a busy machine says nothing.
  it('ST4: loads every clinic of the country from its snapshot and the events after it', async () => {
    const { file, remove } = await createScratch();
    const seeding = createSqliteStore({ file });
    const streams = Array.from({ length: CLINICS }, (_, index) => `clinic/${index}`);
    const line = events(1, EVENTS).map(({ seq }) => Object.assign(event(seq), { sealed: SEALED }));
    await seeding.commit(streams.map((stream) => entry({ stream, events: line })));
    for (const stream of streams) {
      await seeding.saveSnapshot(stream, { seq: EVENTS - SINCE_SNAPSHOT, sealed: SNAPSHOT });
    }
    await seeding.close();

    const begin = performance.now();
    const store = createSqliteStore({ file });
    let loaded = 0;
    for (const stream of await store.streams()) {
      const { snapshot, events } = await store.load(stream);
      loaded += (snapshot?.seq ?? 0) + events.length;
    }
    const ms = Math.round(performance.now() - begin);
    process.stdout.write(`ST4: ${CLINICS} clinics of ${EVENTS} events loaded in ${ms} ms\n`);
    expect(loaded).toBe(CLINICS * EVENTS);
    await store.close();
    await remove();
  });
});
