import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCEPTED, refused } from '@naervaer/machines/protocol';
import { createMemoryStore, createSqliteStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { faultyStore } from '../support/faulty-store.ts';
import { freePort } from '../support/free-port.ts';
import { localServer } from '../support/local-server.ts';
import { joinOnBehalf, joinWithoutCpr } from '../support/samples.ts';
import { clinicOf, staffOf } from '../support/staff.ts';

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(store: Store) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = await localServer(port, { store });
  closers.push(() => server.close());
  const staff = staffOf(origin);
  closers.push(() => staff.close());
  const clinician = await staff.clinician();
  const clinic = clinicOf(clinician);
  expect(await clinician.ask({ type: 'openClinic', clinicId: clinic.id })).toEqual(ACCEPTED);
  const caregiver = await staff.caregiver();
  const first = caregiver.send(joinOnBehalf(clinic.ydernummer));
  expect(await caregiver.outcome(first)).toEqual(ACCEPTED);
  return {
    origin,
    port,
    server,
    clinician,
    clinic,
    first,
    jonas: await staff.caregiver('Jonas Kærgaard'),
    /** Signed in now, so that what they see later is asked for while the store fails. */
    henrik: await staff.clinician('Henrik Solvang'),
    joinsOf: async (): Promise<readonly (string | null)[]> => {
      const { events } = await store.load(`clinic/${clinic.id}`);
      return events.filter(({ type }) => type === 'JOIN').map(({ subject }) => subject);
    },
  };
}

const tell = { type: 'tellWaiters', consultationId: null, late: null } as const;

test('a store that fails: refused and without effect, views go on, well again by itself', async () => {
  const faulty = faultyStore(createMemoryStore());
  const { clinician, clinic, first, jonas, henrik, joinsOf } = await open(faulty.store);
  const clinicId = clinic.id;

  faulty.fail('unavailable');
  const refusedJoin = jonas.send(joinWithoutCpr(clinic.ydernummer));
  expect(await jonas.outcome(refusedJoin)).toEqual(refused('notStored'));
  const on = { clinicId, consultationId: first as never };
  // Several at once, each decided on top of what the one before would have made.
  const ids = (['claim', 'release', 'claim'] as const).map((type) =>
    clinician.send({ type, ...on }),
  );
  for (const id of ids) expect(await clinician.outcome(id)).toEqual(refused('notStored'));
  const board = henrik.board(clinicId);
  const { head, rows } = await eventually('a board opened meanwhile', () => board.value());
  expect(head.mode).toBe('open');
  expect(rows.map(({ consultationId, holder }) => [consultationId, holder])).toEqual([
    [first, null],
  ]);

  faulty.fail();
  const secondJoin = jonas.send(joinWithoutCpr(clinic.ydernummer));
  expect(await jonas.outcome(secondJoin)).toEqual(ACCEPTED);
  expect(await clinician.ask({ type: 'claim', ...on })).toEqual(ACCEPTED);
  await eventually('both rows', () => board.value()?.rows.length === 2);
  expect(await joinsOf()).toEqual([first, secondJoin]);
});

test('commands that were decided on top of one that fails fail with it, and nothing else', async () => {
  const faulty = faultyStore(createMemoryStore());
  const { port, server, clinician, clinic, first, jonas, joinsOf } = await open(faulty.store);
  const on = { clinicId: clinic.id, consultationId: first as never };
  faulty.hold();
  const claim = clinician.send({ type: 'claim', ...on });
  await eventually('the first commit waits', () => faulty.held() === 1);
  const joining = jonas.send(joinWithoutCpr(clinic.ydernummer));
  // Read by the server once the health page, asked for later, has been answered.
  await eventually('synced', () => jonas.isSynced());
  await fetch(`http://localhost:${port}/`);
  faulty.fail('unavailable');
  faulty.letGo();
  expect(await clinician.outcome(claim)).toEqual(refused('notStored'));
  expect(await jonas.outcome(joining)).toEqual(refused('notStored'));
  faulty.fail();
  expect(await joinsOf()).toEqual([first]);
  const again = jonas.send(joinWithoutCpr(clinic.ydernummer));
  expect(await jonas.outcome(again)).toEqual(ACCEPTED);
  expect(await joinsOf()).toEqual([first, again]);
  expect(server.url.port).toBe(String(port));
});

test('a full disk (SQLITE_FULL): refused and without effect, views go on, well again by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-full-'));
  closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const store = createSqliteStore({ file: join(folder, 'full.sqlite'), maxBytes: 1024 * 1024 });
  closers.push(() => store.close());
  const { origin, clinician, clinic, first, jonas, henrik, joinsOf } = await open(store);
  const clinicId = clinic.id;

  // Somebody else's file takes the disk, down to the last page …
  for (let bytes = 512 * 1024, pieces = 0; bytes > 256; pieces += 1) {
    await store.putSetting(`filler ${pieces}`, 'x'.repeat(bytes)).catch(() => {
      bytes /= 2;
    });
  }
  // … and the clinic's own words the rest of it.
  let outcome = ACCEPTED;
  for (let times = 0; outcome.status === 'accepted' && times < 200; times += 1) {
    outcome = await clinician.ask({ ...tell, clinicId, text: 'Vi er forsinkede. '.repeat(10) });
  }
  expect(outcome).toEqual(refused('notStored'));
  const refusedJoin = jonas.send(joinWithoutCpr(clinic.ydernummer));
  expect(await jonas.outcome(refusedJoin)).toEqual(refused('notStored'));
  const board = henrik.board(clinicId);
  const { rows } = await eventually('a board opened meanwhile', () => board.value());
  expect(rows.map(({ consultationId }) => consultationId)).toEqual([first]);
  await eventually(
    'its health says so',
    async () => (await fetch(`${origin}/health`)).status === 503,
  );

  for (let pieces = 0; pieces < 40; pieces += 1)
    await store.putSetting(`filler ${pieces}`, '').catch(() => undefined);
  await eventually('its health is good', async () => (await fetch(`${origin}/health`)).ok);
  const joined = jonas.send(joinWithoutCpr(clinic.ydernummer));
  expect(await jonas.outcome(joined)).toEqual(ACCEPTED);
  await eventually('both rows', () => board.value()?.rows.length === 2);
  expect(await joinsOf()).toEqual([first, joined]);
});
