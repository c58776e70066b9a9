import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCEPTED, refused } from '@naervaer/machines/protocol';
import type { ConsultationId } from '@naervaer/machines/protocol';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import { joinWithoutCpr } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';

const TIMES = Number(process.env['CLAIMS'] ?? 1000);
/** Two clinics work side by side; nobody is in both. */
const CLINICS = [
  { id: CLINIC.north, caregiver: 'Mette Skovbjerg', pair: ['Anne Klitgård', 'Henrik Solvang'] },
  { id: CLINIC.harbour, caregiver: 'Jonas Kærgaard', pair: ['Thomas Revsbæk', 'Nadia Østerhald'] },
] as const;
/** Pages that each clinician has open: one alone would say more than a socket may say (SE3). */
const PAGES = 3;

let server: ServerProcess;
const clients: SyncClient[] = [];

async function client(name: string): Promise<SyncClient> {
  const opened = syncClient(await signIn(server.origin, demoPerson(name)));
  clients.push(opened);
  return opened;
}

beforeAll(async () => {
  server = await serverProcess({ LOG_LEVEL: 'warn' });
  await server.start();
});
afterAll(async () => {
  for (const opened of clients) opened.close();
  await server.dispose();
});

/** @returns how often each of the two won */
async function claimOften(
  { id: clinicId, caregiver, pair }: (typeof CLINICS)[number],
  times: number,
): Promise<readonly [number, number]> {
  const waiter = await client(caregiver);
  const pages = await Promise.all(
    Array.from({ length: PAGES }, () => Promise.all([client(pair[0]), client(pair[1])])),
  );
  const [unit] = waiter.person.info.units;
  const clinic = pages[0]?.[0].person.info.clinics.find(({ id }) => id === clinicId);
  if (unit === undefined || clinic === undefined) throw new Error('the demo has changed');
  await waiter.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
  expect(await pages[0]?.[0].ask({ type: 'openClinic', clinicId })).toEqual(ACCEPTED);
  const join = waiter.send(joinWithoutCpr(clinic.ydernummer));
  expect(await waiter.outcome(join)).toEqual(ACCEPTED);
  const on = { clinicId, consultationId: join as string as ConsultationId };

  const wins: [number, number] = [0, 0];
  for (let time = 0; time < times; time += 1) {
    const page = pages[time % PAGES];
    if (page === undefined) throw new Error('no page');
    const first = time % 2 === 0 ? 0 : 1;
    const claims = [page[0], page[1]] as const;
    const ids = new Map<SyncClient, string>();
    for (const who of [claims[first], claims[1 - first]]) {
      if (who !== undefined) ids.set(who, who.send({ type: 'claim', ...on }));
    }
    const outcomes = await Promise.all(claims.map((who) => who.outcome(ids.get(who) ?? '')));
    const winner = outcomes[0]?.status === 'accepted' ? 0 : 1;
    expect(outcomes[winner], `time ${time}`).toEqual(ACCEPTED);
    expect(outcomes[1 - winner], `time ${time}`).toEqual(refused('alreadyClaimed', pair[winner]));
    wins[winner] += 1;
    expect(await claims[winner].ask({ type: 'release', ...on })).toEqual(ACCEPTED);
  }
  expect(pages.flat().map((page) => page.lastClose())).toEqual(pages.flat().map(() => undefined));
  return wins;
}

test(
  `MA4: two who claim at once, ${TIMES} times: one wins, the other reads who did`,
  { timeout: 180_000 },
  async () => {
    const all = await Promise.all(
      CLINICS.map((clinic) => claimOften(clinic, Math.ceil(TIMES / CLINICS.length))),
    );
    console.log(`claims.test: won ${JSON.stringify(all)}`);
    // Where only one can ever win, nothing was concurrent.
    for (const [one, other] of all) expect(Math.min(one, other)).toBeGreaterThan(0);
    expect(all.flat().reduce((sum, wins) => sum + wins, 0)).toBeGreaterThanOrEqual(TIMES);
  },
);
