import { newCommandId, newSessionId, refused } from '@naervaer/machines/protocol';
import { createMemoryStore, StoreError } from '@naervaer/storage';
import type { AccessLine, Entry, Store } from '@naervaer/storage';
import { expect, it } from 'vitest';
import type { AccessChain, AccessFact } from '../audit/index.ts';
import { systemClock } from '../clock.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import { createCommitter } from './committer.ts';
import type { Draft } from './draft.ts';
import { openOutcome } from './outcome.ts';
import { unlogged } from './unlogged.ts';

const STREAM = 'clinic/nordby';
const draft = (parts: Partial<Draft> = {}): Draft => ({
  stream: STREAM,
  events: [],
  outcome: null,
  records: [],
  ended: [],
  access: [],
  ...parts,
});
const joined = (seq: number, subject: string, value: unknown = { reason: 'sår' }): Draft => {
  const under = { subject, stream: STREAM, at: seq, citizen: null, endedAt: null };
  return draft({ events: [{ seq, type: 'JOIN', at: seq, subject, under, value }] });
};
const seen = (at: number): AccessFact => ({
  at,
  action: 'claim',
  purpose: 'treatment',
  by: null,
  clinicId: null,
  consultationId: null,
  citizen: null,
  target: null,
});

/** A log of numbers, which shows whether lines were linked to what came to the disk. */
function countingChain() {
  let last = 0;
  const chain: AccessChain = {
    link: async (facts) => ({
      lines: facts.map(({ at }, index): AccessLine => {
        return { seq: last + index + 1, at, json: '', mac: '' };
      }),
      head: [{ kind: 'log', id: 'end', json: String(last + facts.length) }],
    }),
    stored: ({ lines }) => void (last = lines.at(-1)?.seq ?? last),
  };
  return chain;
}

async function opened(access: AccessChain = unlogged) {
  const inner = createMemoryStore();
  const groups: (readonly Entry[])[] = [];
  let isRefused = (_batch: readonly Entry[]): boolean => false;
  const store: Store = {
    ...inner,
    async commit(batch) {
      if (isRefused(batch)) throw new StoreError('unavailable');
      await inner.commit(batch);
      groups.push(batch);
    },
  };
  const masters = openMasters({ keys: null, storage: 'memory', dataDir: '' });
  const { sealer } = await createKeyring({ store, masters, clock: systemClock });
  return {
    store,
    sealer,
    groups,
    committer: createCommitter({ store, sealer, access }),
    refuse: (which: typeof isRefused) => void (isRefused = which),
  };
}

it('ST1: a draft that comes in the moment in which the last one is told is not left lying', async () => {
  const { committer, groups } = await opened();
  await committer.add(draft());
  await committer.add(draft());
  await committer.idle();
  expect(groups.map((group) => group.length)).toEqual([1, 1]);
});

it('ST1: what is said in one turn is one transaction, in the order of the calls', async () => {
  const { committer, groups, store } = await opened();
  await Promise.all([1, 2, 3, 4].map((seq) => committer.add(joined(seq, `c${seq}`))));
  expect(groups).toHaveLength(1);
  const { events } = await store.load(STREAM);
  expect(events.map(({ subject }) => subject)).toEqual(['c1', 'c2', 'c3', 'c4']);
});

it('ST2: stores nothing readable, and the key in the transaction of the first event under it', async () => {
  const { committer, groups, store, sealer } = await opened();
  await committer.add(joined(1, 'c1'));
  await committer.add(joined(2, 'c1', { reason: 'feber' }));
  expect(groups.map(([entry]) => entry?.keys.length)).toEqual([1, 0]);
  const { events } = await store.load(STREAM);
  expect(Buffer.from(events[0]?.sealed ?? []).toString()).not.toContain('sår');
  expect(await sealer.open('c1', events[1]?.sealed ?? new Uint8Array())).toEqual({
    reason: 'feber',
  });
});

it('ST2: a key whose first transaction failed comes with the next', async () => {
  const { committer, refuse, store, sealer } = await opened();
  refuse(() => true);
  await expect(committer.add(joined(1, 'c1'))).rejects.toMatchObject({ code: 'unavailable' });
  expect(await store.key('c1')).toBeUndefined();
  refuse(() => false);
  await committer.add(joined(1, 'c1'));
  const [event] = (await store.load(STREAM)).events;
  expect(await sealer.open('c1', event?.sealed ?? new Uint8Array())).toEqual({ reason: 'sår' });
});

it('what cannot be sealed fails alone', async () => {
  const { committer, store } = await opened();
  const results = await Promise.allSettled([
    committer.add(joined(1, 'c1')),
    committer.add(joined(2, 'c2', { size: 1n })),
    committer.add({ ...joined(1, 'c3'), stream: 'clinic/other' }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await store.streams()).toEqual([STREAM, 'clinic/other']);
});

it('P3: access lines follow each other in the order of the calls, and leave out what failed', async () => {
  const { committer, store, refuse } = await opened(countingChain());
  refuse((batch) => batch.some(({ stream }) => stream === 'bad'));
  const results = await Promise.allSettled([
    committer.add(draft({ access: [seen(1), seen(2)] })),
    committer.add(draft({ stream: 'bad', access: [seen(3)] })),
    committer.add(draft()),
    committer.add(draft({ access: [seen(4)] })),
  ]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  const lines = await store.accessLines(0, 10);
  expect(lines.map(({ seq, at }) => [seq, at])).toEqual([
    [1, 1],
    [2, 2],
    [3, 4],
  ]);
  expect(await store.record('log', 'end')).toMatchObject({ json: '3' });
});

it('CM2: the colleague’s name in a refusal is sealed in the store, and told again as it was', async () => {
  const { committer, store, sealer } = await opened();
  const outcome = refused('alreadyClaimed', 'Mette Holm');
  const told = { commandId: newCommandId(), sessionId: newSessionId(), outcome, at: 1 };
  await committer.add(draft({ outcome: told }));
  const stored = await store.outcomeOf(told.commandId);
  expect(stored?.outcome).toMatchObject({ status: 'refused', code: 'alreadyClaimed' });
  expect(JSON.stringify(stored)).not.toContain('Mette');
  expect(stored && (await openOutcome(sealer, stored))).toEqual(told);
});
