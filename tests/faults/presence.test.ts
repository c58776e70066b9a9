import { afterEach, expect, test } from 'vitest';
import { ACCEPTED } from '@naervaer/machines/protocol';
import type { BoardRow } from '@naervaer/machines/protocol';
import { GRACE_MS, RESTART_GRACE_MS } from '@naervaer/sync-server/presence/index.ts';
import { createMemoryStore } from '@naervaer/storage';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { handClock } from '../support/hand-clock.ts';
import { localServer } from '../support/local-server.ts';
import { joinWithoutCpr } from '../support/samples.ts';
import { clinicOf, staffOf } from '../support/staff.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server on a clock of the test's, with two who wait and a clinician who looks. */
async function open() {
  const clock = handClock();
  const store = createMemoryStore();
  const port = await freePort();
  let server = await localServer(port, { clock, store });
  closers.push(() => server.close());
  const staff = staffOf(`http://localhost:${port}`);
  closers.push(() => staff.close());

  const clinician = await staff.clinician();
  const clinic = clinicOf(clinician);
  const board = clinician.board(clinic.id);
  expect(await clinician.ask({ type: 'openClinic', clinicId: clinic.id })).toEqual(ACCEPTED);
  const mette = await staff.caregiver();
  const jonas = await staff.caregiver('Jonas Kærgaard');
  for (const caregiver of [mette, jonas]) {
    expect(await caregiver.ask(joinWithoutCpr(clinic.ydernummer))).toEqual(ACCEPTED);
  }
  const connections = async (): Promise<number> => {
    const response = await fetch(`http://localhost:${port}/health`);
    return ((await response.json()) as { connections: number }).connections;
  };
  return {
    clock,
    clinician,
    mette,
    jonas,
    connected: (count: number) =>
      eventually(`${count} connections`, async () => (await connections()) === count),
    /** After everything that the server decided before. */
    async row(name: string): Promise<BoardRow> {
      const text = `Besked ${Math.random()}`;
      const command = { type: 'tellWaiters', consultationId: null, late: null } as const;
      expect(await clinician.ask({ ...command, clinicId: clinic.id, text })).toEqual(ACCEPTED);
      return eventually(`the row of ${name}`, () => {
        const { head, rows } = board.value() ?? {};
        if (head?.message?.text !== text) return undefined;
        return rows?.find(({ caregiver }) => caregiver.name === name);
      });
    },
    async restart(): Promise<void> {
      await server.close();
      server = await localServer(port, { clock, store });
    },
  };
}

const METTE = 'Mette Skovbjerg';
const JONAS = 'Jonas Kærgaard';

test('T7: who is gone is shown away after the grace, and no more once back', async () => {
  const { clock, mette, connected, row } = await open();
  const place = (await row(METTE)).position;
  mette.disconnect();
  await connected(2);
  clock.skip(GRACE_MS - 1_000);
  expect((await row(METTE)).awaySince).toBeNull();
  clock.skip(1_000);
  const away = await row(METTE);
  expect(away.awaySince).toBeGreaterThan(0);
  expect(away.expiresAt).toBeGreaterThan(away.awaySince ?? 0);
  expect(away.position).toBe(place);
  expect((await row(JONAS)).awaySince).toBeNull();

  mette.connect();
  await connected(3);
  await eventually('back', async () => (await row(METTE)).awaySince === null);
});

test('a reload within the grace disturbs nobody', async () => {
  const { clock, mette, connected, row } = await open();
  mette.disconnect();
  await connected(2);
  clock.skip(GRACE_MS - 1_000);
  mette.connect();
  await connected(3);
  await eventually('online', () => mette.isOnline());
  clock.skip(GRACE_MS);
  expect((await row(METTE)).awaySince).toBeNull();
});

test('after a start of the server nobody who is back within its grace is shown away', async () => {
  const { clock, clinician, mette, jonas, connected, row, restart } = await open();
  mette.disconnect();
  jonas.disconnect();
  await connected(1);
  await restart();
  await eventually('the board is back', () => clinician.isOnline());
  for (let second = 0; second < RESTART_GRACE_MS / 1000 - 1; second += 1) {
    clock.skip(1_000);
    expect((await row(METTE)).awaySince).toBeNull();
    expect((await row(JONAS)).awaySince).toBeNull();
  }
  mette.connect();
  await eventually('online', () => mette.isOnline());
  clock.skip(1_500);
  expect((await row(METTE)).awaySince).toBeNull();
  expect((await row(JONAS)).awaySince).toBeGreaterThan(0);
});
