import { consultationIn } from '@naervaer/machines/clinic';
import type { ClinicEvent } from '@naervaer/machines/clinic';
import { ACCEPTED } from '@naervaer/machines/protocol';
import type { ClinicId, ConsultationId, PersonId, Ydernummer } from '@naervaer/machines/protocol';
import { createMemoryStore, StoreError } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { expect, it } from 'vitest';
import { createActorHost } from '../actors/index.ts';
import type { AccessFact } from '../audit/index.ts';
import { createCommitter, unlogged } from '../commit/index.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import { createLog } from '../log.ts';
import { createEraser, requestErasure } from './eraser.ts';
import { createRetention } from './retention.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const NORDBY = 'nordby' as ClinicId;
const GONE = 'gone' as ClinicId;
const by = { personId: 'nordby.doctor' as PersonId, name: 'Mette Holm' };
const waiter = {
  personId: 'town.anna' as PersonId,
  name: 'Anna Dahl',
  jobRole: 'nurse',
  workplace: 'Solgården',
  careArea: 'nursingHome',
  organisationId: 'town',
  organisation: 'Byen',
} as unknown as Extract<ClinicEvent, { type: 'JOIN' }>['waiter'];
const masters = openMasters({ keys: null, storage: 'memory', dataDir: '' });
const id = (n: number): ConsultationId =>
  `00000000-0000-7000-8000-00000000000${n}` as ConsultationId;
type Timeless = ClinicEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;
const join = (n: number): Timeless =>
  ({
    type: 'JOIN',
    consultationId: id(n),
    waiter: { ...waiter, personId: `town.anna${n}` },
    reason: 'sår',
    part: 'withCitizen',
    present: [],
    check: null,
    way: 'caregiverWithCpr',
    citizen: { digits: `720341123${n}`, name: `Borger ${n}` },
    attestation: '1',
  }) as unknown as Timeless;
const leave = (n: number): Timeless => ({
  type: 'LEAVE',
  consultationId: id(n),
  by: `town.anna${n}` as PersonId,
});

async function opened(inner: Store = createMemoryStore(), start = NOON) {
  let now = start;
  let isFull = false;
  const clinics = new Set([NORDBY]);
  const hours = new Map([[NORDBY, 24]]);
  const facts: AccessFact[] = [];
  const store: Store = {
    ...inner,
    async saveSnapshot(...given) {
      if (isFull) throw new StoreError('unavailable');
      await inner.saveSnapshot(...given);
    },
  };
  const clock = { now: () => now, after: () => () => undefined };
  const log = createLog('silent');
  const { sealer, pseudonymOf } = await createKeyring({ store, masters, clock });
  const committer = createCommitter({ store, sealer, access: unlogged });
  const host = createActorHost({
    store,
    committer,
    sealer,
    clock,
    log,
    factsOf: async (clinicId) =>
      clinics.has(clinicId)
        ? { clinicId, name: 'Nordby', ydernummer: '057584' as Ydernummer }
        : undefined,
    onCommitted: () => undefined,
  });
  const access = { writeLater: (more: readonly AccessFact[]) => void facts.push(...more) };
  const deps = { store, sealer, host, committer, access, clock, log };
  const retention = createRetention({
    ...deps,
    clinicIds: () => [...clinics],
    retentionOf: (clinicId) => hours.get(clinicId) ?? 24,
  });
  return {
    store,
    host,
    retention,
    eraser: createEraser(deps),
    facts,
    clinics,
    hours,
    pseudonymOf,
    wait: (ms: number) => void (now += ms),
    fill: (isNow: boolean) => void (isFull = isNow),
    take: async (event: Timeless, clinicId = NORDBY) =>
      expect(
        await host.take(clinicId, (at) => ({ ...event, at }) as unknown as ClinicEvent),
      ).toEqual(ACCEPTED),
    subjects: async () =>
      (await store.keys())
        .map(({ subject }) => subject)
        .filter((subject) => !subject.startsWith('server/')),
    again: () => opened(inner, now),
  };
}

const OPEN: Timeless = { type: 'OPEN', by };

it('P2: deletes a key when the clinic’s retention after the end is over, and no sooner', async () => {
  const { take, wait, retention, subjects, facts, store, pseudonymOf } = await opened();
  await take(OPEN);
  await take(join(1));
  await take(join(2));
  wait(HOUR);
  await take(leave(1));
  expect((await store.key(id(1)))?.endedAt).toBe(NOON + HOUR);
  expect((await store.key(id(2)))?.endedAt).toBeNull();
  wait(24 * HOUR - 1);
  expect(await retention.sweep()).toBe(0);
  wait(1);
  expect(await retention.sweep()).toBe(1);
  // The day on which the clinic opened was over at midnight.
  expect(await subjects()).toEqual([id(2), 'clinic/nordby/2026-11-21']);
  wait(12 * HOUR);
  expect(await retention.sweep()).toBe(1);
  expect(await subjects()).toEqual([id(2)]);
  expect(facts).toMatchObject([
    {
      action: 'deleteData',
      purpose: 'retention',
      by: null,
      clinicId: NORDBY,
      consultationId: id(1),
      citizen: { pseudonym: pseudonymOf('citizen', '7203411231') },
    },
  ]);
});

it('P2: each clinic has a retention of its own', async () => {
  const { take, wait, retention, subjects, hours } = await opened();
  hours.set(NORDBY, 2);
  await take(OPEN);
  await take(join(1));
  await take(leave(1));
  wait(2 * HOUR);
  expect(await retention.sweep()).toBe(1);
  expect(await subjects()).toEqual(['clinic/nordby/2026-11-21']);
});

it('ST2: what was deleted is as if it had never been: the clinic loads without it, and all else stays', async () => {
  const first = await opened();
  await first.take(OPEN);
  await first.take({ type: 'TELL_ALL', by, late: 10, text: 'lidt forsinket' });
  await first.take(join(1));
  await first.take(join(2));
  await first.take(leave(1));
  first.wait(40 * HOUR);
  expect(await first.retention.sweep()).toBe(2);
  const { host } = await first.again();
  const { value, context } = await host.committed(NORDBY);
  expect(value).toBe('open');
  expect(context.queue).toEqual([id(2)]);
  expect(consultationIn(context, id(1))).toBeUndefined();
  expect(consultationIn(context, id(2))?.context.request.citizen?.name).toBe('Borger 2');
  expect(context.message).toBeNull();
});

it('ST2: without any snapshot too, what has no key is skipped', async () => {
  const { take, store, again } = await opened();
  await take(OPEN);
  await take(join(1));
  await take(join(2));
  await take(leave(1));
  await store.deleteKeys([id(1)]);
  const { host, take: go } = await again();
  const { context } = await host.committed(NORDBY);
  expect(Object.keys(context.consultations)).toEqual([id(2)]);
  await go(leave(2));
  expect((await store.load('clinic/nordby')).events).toHaveLength(5);
});

it('keeps the keys of a clinic whose snapshot the disk does not take, and tries again', async () => {
  const { take, wait, retention, subjects, fill, facts } = await opened();
  await take(OPEN);
  await take(join(1));
  await take(leave(1));
  wait(25 * HOUR);
  fill(true);
  expect(await retention.sweep()).toBe(0);
  expect(await subjects()).toHaveLength(2);
  expect(facts).toEqual([]);
  fill(false);
  expect(await retention.sweep()).toBe(1);
});

it('P2: what a clinic does not know any more, and what nobody can load, is an orphan', async () => {
  const first = await opened();
  first.clinics.add(GONE);
  await first.take(OPEN, GONE);
  await first.take(join(1), GONE);
  first.wait(2 * HOUR);
  const { retention, wait, subjects, facts } = await first.again();
  expect(await retention.findOrphans()).toBe(1);
  expect(await retention.findOrphans()).toBe(0);
  wait(36 * HOUR);
  expect(await retention.sweep()).toBe(2);
  expect(await subjects()).toEqual([]);
  expect(facts).toMatchObject([{ clinicId: GONE, consultationId: id(1) }]);
});

it('P2: erases what is over and what is open at once; the waiter’s consultation is cancelled first', async () => {
  const first = await opened();
  const { take, store, host, eraser, subjects, facts, pseudonymOf } = first;
  await take(OPEN);
  for (const n of [1, 2, 3]) await take(join(n));
  await take(leave(1));
  await take({ type: 'CLAIM', consultationId: id(3), by, roomId: id(9) as never });
  await take({ type: 'ENTER', consultationId: id(3), by: by.personId, side: 'clinician' });
  await take({
    type: 'ENTER',
    consultationId: id(3),
    by: 'town.anna3' as PersonId,
    side: 'waiter',
  });
  await requestErasure(store, [id(1), id(2), id(3), id(7)]);
  expect(await eraser.look()).toEqual({ cancelled: 2, deleted: 3, left: 0 });
  expect(await eraser.look()).toEqual({ cancelled: 0, deleted: 0, left: 0 });
  const { context } = await host.committed(NORDBY);
  expect(consultationIn(context, id(2))?.value).toBe('cancelled');
  expect(consultationIn(context, id(3))?.value).toBe('ended');
  expect(await subjects()).toEqual(['clinic/nordby/2026-11-21']);
  expect(facts.map(({ action, purpose }) => [action, purpose])).toEqual(
    Array.from({ length: 3 }, () => ['eraseCitizen', 'citizensRight']),
  );
  expect(facts[1]?.citizen).toEqual({ pseudonym: pseudonymOf('citizen', '720341-1232') });
  // Neither the next snapshot nor the next start brings anything back.
  await host.close();
  const again = await first.again();
  const loaded = await again.host.committed(NORDBY);
  expect(loaded.context.consultations).toEqual({});
  expect(loaded.value).toBe('open');
  expect(await subjects()).toEqual(['clinic/nordby/2026-11-21']);
});
