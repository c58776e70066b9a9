import { setTimeout as delay } from 'node:timers/promises';
import { createSqliteReader } from '@naervaer/storage';
import { createMacs, verifyAccess } from '@naervaer/sync-server/audit/index.ts';
import { createKeyring, openMasters } from '@naervaer/sync-server/keys/index.ts';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import { DEMO_CITIZENS } from '@naervaer/sync-server/demo/people.ts';
import { afterEach, expect, test } from 'vitest';
import { accessLog } from '../support/access-log.ts';
import { eventually } from '../support/eventually.ts';
import { openJournal } from '../support/journal.ts';
import { seededRandom } from '../support/random.ts';
import { serverProcess } from '../support/server-process.ts';
import { clinicOf, staffOf } from '../support/staff.ts';
import { caregiver, clinician } from '../support/working.ts';
import type { Worker } from '../support/working.ts';

const KILLS = Number(process.env['KILLS'] ?? 8);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const ENV = { TURN_URLS: 'turn:127.0.0.1:1', TURN_SECRET: 'not used here', LOG_LEVEL: 'warn' };
const UNDER_WAY = 4;
/** Lines that are no command's. */
const OTHERS = ['seeOnBoard', 'signIn', 'expire'];

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function verdictOf(dataDir: string) {
  const reader = createSqliteReader(`${dataDir}/naervaer.sqlite`);
  try {
    const masters = openMasters({ keys: null, storage: 'sqlite', dataDir });
    const store = {
      key: reader.key,
      keys: reader.keys,
      putKeys: () => Promise.reject(new Error()),
    };
    const keyring = await createKeyring({ store, masters, clock: systemClock });
    return await verifyAccess(reader, createMacs(keyring));
  } finally {
    await reader.close();
  }
}

test(`P3: the access log is whole after each of ${KILLS} kills at work, and tells of every accepted command once (SEED=${SEED})`, async () => {
  console.log(`access-log.test: SEED=${SEED} KILLS=${KILLS}`);
  const random = seededRandom(SEED);
  const server = await serverProcess(ENV);
  closers.push(() => server.dispose());
  await server.start();
  const staff = staffOf(server.origin);
  closers.push(() => staff.close());

  const doctor = await staff.clinician();
  const workplace = clinicOf(doctor);
  const workers: Worker[] = [clinician(doctor, workplace, random)];
  let profiles = 0;
  for (const name of ['Mette Skovbjerg', 'Jonas Kærgaard', 'Camilla Engtoft']) {
    const citizen = DEMO_CITIZENS[profiles];
    if (citizen === undefined) throw new Error('the demo is too small');
    workers.push(caregiver(await staff.caregiver(name), workplace, citizen, random));
    profiles += 1;
  }

  let isWorking = true;
  let isOver = false;
  const working = workers.map(async (worker) => {
    while (!isOver) {
      if (isWorking && worker.client.unanswered().length < UNDER_WAY) worker.act();
      await delay(4 + random.below(20));
    }
  });
  closers.push(async () => {
    isOver = true;
    await Promise.all(working);
  });

  for (let kills = 0; kills < KILLS; kills += 1) {
    await eventually('everybody is back', () => workers.every(({ client }) => client.isOnline()));
    await delay(random.below(250));
    await server.kill();
    const { lines, findings } = await verdictOf(server.dataDir);
    expect(findings, `after kill ${kills + 1}, SEED=${SEED}`).toEqual([]);
    expect(lines).toBeGreaterThan(0);
    await server.start();
  }
  isWorking = false;
  await eventually('every answer', () =>
    workers.every(({ client }) => client.isOnline() && client.unanswered().length === 0),
  );

  const file = openJournal(server.dataDir);
  const outcomes = file.outcomes();
  file.close();
  const accepted = [...outcomes.values()].filter(({ outcome }) => outcome.status === 'accepted');
  const lines = accessLog(server.dataDir);
  const ofCommands = lines.filter(
    ({ action, personId }) => !OTHERS.includes(action) && personId !== null,
  );
  expect(ofCommands).toHaveLength(accepted.length);
  const { findings } = await verdictOf(server.dataDir);
  expect(findings).toEqual([]);
  expect(server.output()).not.toContain('accessLogBroken');
  console.log(`access-log.test: ${lines.length} lines, ${accepted.length} accepted commands`);
  // A run in which nothing happened has shown nothing.
  expect(accepted.length).toBeGreaterThan(5 * KILLS);
});
