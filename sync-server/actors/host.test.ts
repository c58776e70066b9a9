import type { ClinicEvent } from '@naervaer/machines/clinic';
import { ACCEPTED, newCommandId, newSessionId, refused } from '@naervaer/machines/protocol';
import type { ClinicId, Instant, PersonId, Ydernummer } from '@naervaer/machines/protocol';
import { createMemoryStore, StoreError } from '@naervaer/storage';
import type { Entry } from '@naervaer/storage';
import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createCommitter, unlogged } from '../commit/index.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import { createLog } from '../log.ts';
import { createActorHost } from './host.ts';

const CLINIC = {
  clinicId: 'nordby' as ClinicId,
  name: 'Lægerne Nordby',
  ydernummer: '057584' as Ydernummer,
};
const by = { personId: 'nordby.doctor' as PersonId, name: 'Mette Holm' };
const open = (at: Instant): ClinicEvent => ({ type: 'OPEN', at, by });
const tell =
  (text: string) =>
  (at: Instant): ClinicEvent => ({ type: 'TELL_ALL', at, by, late: null, text });

/** A host over a disk that refuses the entries that the test says. */
async function openHost() {
  const inner = createMemoryStore();
  let isRefused = (_entry: Entry): boolean => false;
  let areSnapshotsRefused = false;
  const store: typeof inner = {
    ...inner,
    async commit(batch) {
      if (batch.some(isRefused)) throw new StoreError('unavailable');
      await inner.commit(batch);
    },
    async saveSnapshot(stream, snapshot) {
      if (areSnapshotsRefused) throw new StoreError('unavailable');
      await inner.saveSnapshot(stream, snapshot);
    },
  };
  const masters = openMasters({ keys: null, storage: 'memory', dataDir: '' });
  const { sealer } = await createKeyring({ store, masters, clock: systemClock });
  const host = createActorHost({
    store,
    committer: createCommitter({ store, sealer, access: unlogged }),
    sealer,
    clock: { now: () => 1_000, after: () => () => undefined },
    log: createLog('silent'),
    factsOf: async () => CLINIC,
    onCommitted: () => undefined,
  });
  return {
    take: (make: (at: Instant) => ClinicEvent) =>
      host.take(CLINIC.clinicId, make, { commandId: newCommandId(), sessionId: newSessionId() }),
    committed: () => host.committed(CLINIC.clinicId),
    settle: () => host.settle(CLINIC.clinicId),
    store,
    refuseSnapshots: (isNow: boolean) => void (areSnapshotsRefused = isNow),
    /** From now on. */
    refuse: (which: typeof isRefused) => void (isRefused = which),
  };
}

it('CM3: what is decided on top of what never came to the disk is not told, but decided anew', async () => {
  const { take, refuse, committed } = await openHost();
  let refusals = 1;
  // One commit; then the disk is good again.
  refuse(({ events }) => events.length > 0 && (refusals -= 1) >= 0);
  const [first, second] = await Promise.all([take(open), take(open)]);
  expect(first).toEqual(refused('notStored'));
  // It is not open: "already open" would be an answer from a state that never was.
  expect(second).toEqual(ACCEPTED);
  expect((await committed()).value).toBe('open');
});

it('CM2: an answer that the disk refused takes back nothing that others decided meanwhile', async () => {
  const { take, refuse, committed } = await openHost();
  expect(await take(open)).toEqual(ACCEPTED);
  refuse(({ events }) => events.length === 0);
  const [again, told] = await Promise.all([take(open), take(tell('one'))]);
  expect(again).toEqual(refused('notStored'));
  expect(told).toEqual(ACCEPTED);
  refuse(() => false);
  expect(await take(tell('two'))).toEqual(ACCEPTED);
  expect((await committed()).context.message?.text).toBe('two');
});

it('ST2: a clinic is settled when its snapshot is on disk, not when it was tried', async () => {
  const { take, settle, store, refuseSnapshots } = await openHost();
  expect(await take(open)).toEqual(ACCEPTED);
  refuseSnapshots(true);
  // Enough for the host to try by itself.
  for (let count = 0; count < 100; count += 1) await take(tell(`${count}`));
  await expect(settle()).rejects.toMatchObject({ code: 'unavailable' });
  expect((await store.load('clinic/nordby')).snapshot).toBeNull();
  refuseSnapshots(false);
  await settle();
  expect((await store.load('clinic/nordby')).snapshot?.seq).toBe(101);
});
