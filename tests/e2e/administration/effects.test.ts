import type { ClinicId, Directory, SessionInfo, Ydernummer } from '@naervaer/machines/protocol';
import {
  CARE_HOME,
  CLINIC,
  CLINICS,
  demoIdOf,
  MUNICIPALITY,
} from '@naervaer/sync-server/demo/people.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { localServer } from '../../support/local-server.ts';
import { joinWithoutCpr } from '../../support/samples.ts';
import { demoPerson, signIn } from '../../support/sign-in.ts';
import { staffOf } from '../../support/staff.ts';
import type { Staff } from '../../support/staff.ts';
import { syncClient } from '../../support/sync-client.ts';
import type { SyncClient } from '../../support/sync-client.ts';
import { asking, employee } from './stand.ts';
import type { Asking } from './stand.ts';

/** Removed or changed people are out within this, on every open tab (P1). */
const AT_ONCE_MS = 1_000;

type Running = Awaited<ReturnType<typeof localServer>>;
let server: Running;
let origin: string;
let staff: Staff;
let operator: Asking;
let town: Asking;
let north: Asking;

beforeAll(async () => {
  const port = await freePort();
  server = await localServer(port);
  origin = `http://localhost:${port}`;
  operator = await asking(origin, 'Viggo Driftager');
  town = await asking(origin, 'Pia Højvang');
  north = await asking(origin, 'Inger Bakkegård');
});
afterAll(() => server.close());
beforeEach(() => {
  staff = staffOf(origin);
  return () => staff.close();
});

const session = async ({ person }: SyncClient): Promise<SessionInfo | null> => {
  const answer = await fetch(`${origin}/api/session`, { headers: { cookie: person.jar.header() } });
  return (await answer.json()) as SessionInfo | null;
};
const online = (...clients: readonly SyncClient[]): Promise<boolean> =>
  eventually('everybody to be online', () => clients.every((one) => one.isOnline()));

/** Does it, and says whether all of these lost their connection at once and their session too. */
async function putsOut(act: () => Promise<string>, ...clients: readonly SyncClient[]) {
  const began = performance.now();
  expect(await act()).toBe('ok');
  await eventually(
    'every tab to be out',
    () => clients.every((one) => !one.isOnline()),
    AT_ONCE_MS,
  );
  const took = performance.now() - began;
  expect(took).toBeLessThan(AT_ONCE_MS);
  for (const one of clients) {
    expect(one.lastClose()).toEqual({ code: 4401, reason: 'signedOut' });
    expect(await session(one)).toBeNull();
  }
}

describe('at once (P1)', () => {
  it('an employee who is removed is out on every tab and device, and no colleague is', async () => {
    const jens = await staff.clinician('Jens Pilegård');
    const tab = syncClient(jens.person);
    const home = await staff.clinician('Jens Pilegård');
    const anne = await staff.clinician('Anne Klitgård');
    await online(jens, tab, home, anne);
    const { personId } = await employee(operator, CLINIC.church, 'Jens Pilegård');
    const remove = { type: 'removeEmployee', clinicId: CLINIC.church, personId } as const;
    await putsOut(() => operator.change(remove), jens, tab, home);
    tab.close();
    expect(anne.isOnline()).toBe(true);
    expect(await session(anne)).not.toBeNull();
    await expect(signIn(origin, demoPerson('Jens Pilegård'))).rejects.toThrow('403');
  });

  it('who came with the right role asks to be taken in, and comes in once they are', async () => {
    const personId = demoIdOf(CLINICS, 'Jens Pilegård');
    await expect(signIn(origin, demoPerson('Jens Pilegård'))).rejects.toThrow('403');
    const { clinics } = await operator.state();
    const asked = clinics.flatMap(({ requests }) => requests);
    const request = asked.find((one) => one.personId === personId);
    expect(request?.name).toBe('Jens Pilegård');
    const [clinicId] = request?.clinicIds ?? [];
    if (clinicId === undefined) throw new Error('no clinic was asked');
    const put = {
      type: 'putEmployee',
      clinicId,
      person: { by: 'id', personId },
      role: 'nurse',
      authorisation: '0JP06',
      delegatedBy: null,
    } as const;
    expect(await operator.change(put)).toBe('ok');
    const jens = await staff.clinician('Jens Pilegård');
    expect(jens.person.info.clinics.map(({ id }) => id)).toEqual([clinicId]);
    const now = (await operator.state()).clinics.flatMap(({ requests }) => requests);
    expect(now.filter((one) => one.personId === personId)).toEqual([]);
  });

  it('an employee with another role signs in anew', async () => {
    const henrik = await staff.clinician('Henrik Solvang');
    await online(henrik);
    const { personId, clinicId } = await employee(operator, CLINIC.north, 'Henrik Solvang');
    const nurse = {
      type: 'putEmployee',
      clinicId,
      person: { by: 'id', personId },
      role: 'nurse',
      authorisation: '0HS02',
      delegatedBy: null,
    } as const;
    await putsOut(() => north.change(nurse), henrik);
    expect((await staff.clinician('Henrik Solvang')).person.info.clinics).toHaveLength(1);
  });

  it('a provider’s new role puts out those who came in by the old one, and nobody else', async () => {
    const mette = await staff.caregiver('Mette Skovbjerg');
    const camilla = await staff.caregiver('Camilla Engtoft');
    // Signed in, and with no connection that could be closed.
    const lone = await signIn(origin, demoPerson('Lone Vesterlund'));
    await online(mette, camilla);
    const own = (await town.state()).organisations[0]?.providers;
    const provider = own?.find(({ kind }) => kind === 'caregiver');
    if (provider === undefined) throw new Error('no provider');
    const { kind, settings } = provider;
    const put = (role: string) =>
      ({
        type: 'putProvider',
        organisationId: MUNICIPALITY,
        kind,
        settings: { ...settings, role },
        clientSecret: null,
      }) as const;
    await putsOut(() => town.change(put('another role')), mette);
    const header = { headers: { cookie: lone.jar.header() } };
    expect(await (await fetch(`${origin}/api/session`, header)).json()).toBeNull();
    expect(camilla.isOnline()).toBe(true);
    expect((await town.state()).organisations).toHaveLength(1);
    expect(await town.change(put(settings.role))).toBe('ok');
    await online(await staff.caregiver('Mette Skovbjerg'));
  });

  it('a removed clinic can be joined no more, and its board closes', async () => {
    const marie = await staff.clinician('Marie Elmelund');
    const camilla = await staff.caregiver('Camilla Engtoft');
    const board = marie.board(CLINIC.heath);
    await eventually('the board', () => board.value());
    await marie.ask({ type: 'openClinic', clinicId: CLINIC.heath });
    const remove = { type: 'removeClinic', clinicId: CLINIC.heath } as const;
    expect(await operator.change(remove)).toBe('stillInUse');
    await marie.ask({ type: 'closeClinic', clinicId: CLINIC.heath });
    await putsOut(() => operator.change(remove), marie);
    expect(await camilla.ask(joinWithoutCpr('034567'))).toMatchObject({ code: 'unknownClinic' });
    await expect(signIn(origin, demoPerson('Marie Elmelund'))).rejects.toThrow('403');
    const { clinics } = (await (await fetch(`${origin}/api/directory`)).json()) as Directory;
    expect(clinics.map(({ id }) => id)).not.toContain(CLINIC.heath);
  });

  it('a removed organisation lets nobody in any more, and puts out who was', async () => {
    const karen = await staff.caregiver('Karen Møllehave');
    const camilla = await staff.caregiver('Camilla Engtoft');
    await online(karen, camilla);
    const remove = { type: 'removeOrganisation', organisationId: CARE_HOME } as const;
    expect(await operator.change(remove)).toBe('stillInUse');
    const { organisations } = await operator.state();
    const home = organisations.find(({ organisationId }) => organisationId === CARE_HOME);
    for (const { unitId } of home?.units ?? []) {
      expect(await operator.change({ type: 'removeUnit', unitId })).toBe('ok');
    }
    await putsOut(() => operator.change(remove), karen);
    expect(camilla.isOnline()).toBe(true);
    await expect(signIn(origin, demoPerson('Karen Møllehave'))).rejects.toThrow();
    const answer = await fetch(`${origin}/api/directory`);
    const directory = (await answer.json()) as Directory;
    expect(directory.organisations.map(({ id }) => id)).not.toContain(CARE_HOME);
  });

  it('a clinic that is made can be opened and joined, without a restart', async () => {
    const clinicId = 'nyt-laegehus' as ClinicId;
    const put = {
      type: 'putClinic',
      clinicId,
      name: 'Nyt Lægehus',
      ydernummer: '077777' as Ydernummer,
      cvr: '99003448',
      address: 'Torvet 7',
      retentionHours: 24,
    } as const;
    expect(await operator.change(put)).toBe('ok');
    const anne = {
      type: 'putEmployee',
      clinicId,
      person: { by: 'subject', subject: 'anne.klitgaard', name: 'Anne' },
      role: 'doctor',
      authorisation: '0AK01',
      delegatedBy: null,
    } as const;
    expect(await operator.change(anne)).toBe('ok');
    const doctor = await staff.clinician('Anne Klitgård');
    expect(doctor.person.info.clinics).toHaveLength(2);
    expect(await doctor.ask({ type: 'openClinic', clinicId })).toMatchObject({
      status: 'accepted',
    });
    const camilla = await staff.caregiver('Camilla Engtoft');
    expect(await camilla.ask(joinWithoutCpr('077777'))).toMatchObject({ status: 'accepted' });
    const board = doctor.board(clinicId);
    await eventually('the row', () => board.value()?.rows.length === 1);
  });

  it('a clinic’s new name stands on its open board, in its lobby and in the directory', async () => {
    const anne = await staff.clinician('Anne Klitgård');
    const camilla = await staff.caregiver('Camilla Engtoft');
    const board = anne.board(CLINIC.north);
    const lobby = camilla.lobby(CLINIC.north);
    await eventually('the board', () => board.value());
    const [clinic] = (await north.state()).clinics;
    if (clinic === undefined) throw new Error('no clinic');
    const { employees: _employees, requests: _requests, ...settings } = clinic;
    const put = { type: 'putClinic', ...settings, name: 'Lægerne på Torvet' } as const;
    expect(await north.change(put)).toBe('ok');
    await eventually('the name', () => board.value()?.head.name === put.name, AT_ONCE_MS);
    await eventually('the name', () => lobby.value()?.name === put.name, AT_ONCE_MS);
    const answer = await fetch(`${origin}/api/directory`);
    const { clinics } = (await answer.json()) as Directory;
    expect(clinics.find(({ id }) => id === CLINIC.north)?.name).toBe(put.name);
    expect(anne.isOnline()).toBe(true);
  });

  it('says to insight who runs the installation, and to no tablet or board', async () => {
    const kinds = async (query: string): Promise<readonly string[]> => {
      const answer = await fetch(`${origin}/api/directory${query}`);
      return ((await answer.json()) as Directory).organisations.map(({ kind }) => kind);
    };
    expect(await kinds('?app=insight')).toContain('operator');
    for (const query of ['', '?app=tablet', '?app=board']) {
      expect(await kinds(query)).not.toContain('operator');
    }
  });

  it('takes a double click for one', async () => {
    const before = await operator.changes();
    const unit = { type: 'putUnit', organisationId: MUNICIPALITY, unitId: 'to-klik' } as never;
    const put = { ...(unit as object), name: 'To klik', careArea: 'other' } as never;
    expect(await Promise.all([town.change(put), town.change(put)])).toEqual(['ok', 'ok']);
    const remove = { type: 'removeUnit', unitId: 'to-klik' } as never;
    expect(await Promise.all([town.change(remove), town.change(remove)])).toEqual(['ok', 'ok']);
    expect(await operator.changes()).toHaveLength(before.length + 2);
  });
});
