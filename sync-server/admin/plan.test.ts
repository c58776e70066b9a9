import { tmpdir } from 'node:os';
import type {
  AdminChange,
  ClinicId,
  OrganisationId,
  PersonId,
  UnitId,
  Ydernummer,
} from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import {
  CARE_HOME,
  CLINIC,
  CLINICS,
  demoIdOf,
  MUNICIPALITY,
  OPERATOR,
  REGION,
} from '../demo/people.ts';
import { openDirectory, personIdOf } from '../directory/index.ts';
import type { Directory } from '../directory/index.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import { plan } from './plan.ts';
import { stateFor } from './state.ts';
import type { Administrator, Facts } from './types.ts';

let store: Store;
let directory: Directory;
let facts: Facts;
const busy = { clinics: new Set<ClinicId>(), organisations: new Set<OrganisationId>() };

beforeEach(async () => {
  store = createMemoryStore();
  const masters = openMasters({ keys: null, storage: 'memory', dataDir: tmpdir() });
  const keyring = await createKeyring({ store, masters, clock: systemClock });
  const config = readConfig({});
  directory = await openDirectory(config, store, keyring);
  busy.clinics.clear();
  busy.organisations.clear();
  facts = {
    directory,
    mode: 'demo',
    publicUrl: config.publicUrl,
    isAtRest: async (id) => !busy.clinics.has(id),
    isInConsultation: (id) => busy.organisations.has(id),
    profilesOf: async () => [],
  };
});

const who = (
  kind: Administrator['kind'],
  id: OrganisationId,
  clinics: readonly ClinicId[] = [],
): Administrator => ({
  personId: `${id}.somebody` as PersonId,
  name: 'Somebody',
  organisation: { id },
  kind,
  clinics,
});
const operator = who('operator', OPERATOR);
const town = who('municipality', MUNICIPALITY);
const north = who('clinics', CLINICS, [CLINIC.north]);

const named = (name: string): PersonId => demoIdOf(CLINICS, name);
const unitId = 'akutteamet' as UnitId;

/** What a change of the demo's own things says when nothing differs; each test changes one thing. */
const as = {
  organisation(id: OrganisationId) {
    const found = directory.organisation(id);
    if (found === undefined) throw new Error(`no organisation ${id}`);
    const { name, kind, cvr, support } = found;
    return { type: 'putOrganisation', organisationId: id, name, kind, cvr, support } as const;
  },
  clinic(id: ClinicId) {
    const found = directory.clinic(id);
    if (found === undefined) throw new Error(`no clinic ${id}`);
    const { id: clinicId, ...settings } = found;
    return { type: 'putClinic', clinicId, ...settings } as const;
  },
  provider(organisationId: OrganisationId, kind: 'caregiver' | 'clinician' | 'administrator') {
    const found = directory.organisation(organisationId)?.providers[kind];
    if (found === undefined) throw new Error(`no provider of ${organisationId}`);
    const { clientSecret: _secret, ...settings } = found;
    return { type: 'putProvider', organisationId, kind, settings, clientSecret: null } as const;
  },
  employee(name: string, clinicId: ClinicId = CLINIC.north) {
    return {
      type: 'putEmployee',
      clinicId,
      person: { by: 'id', personId: named(name) },
      role: 'doctor',
      authorisation: '0AB99',
      delegatedBy: null,
    } as const;
  },
  newcomer(subject: string, clinicId: ClinicId = CLINIC.north) {
    return {
      ...as.employee('nobody', clinicId),
      person: { by: 'subject', subject, name: 'Newcomer' },
    } as const;
  },
};

/** Plans and stores a change, as the page's route does. */
async function make(change: AdminChange, by: Administrator): Promise<void> {
  await directory.change((await plan(change, by, facts)).changes);
}
const refusal = (change: AdminChange, by: Administrator): Promise<unknown> =>
  plan(change, by, facts).then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  );
const newTown = {
  type: 'putOrganisation',
  organisationId: 'nyby' as OrganisationId,
  name: 'Nyby',
  kind: 'municipality',
  cvr: '99001003',
  support: 'Somebody',
} as const;

describe('an organisation', () => {
  it('is made by the operator, has no way in yet, and goes again', async () => {
    await make(newTown, operator);
    expect(directory.organisation('nyby')?.providers).toEqual({});
    expect(directory.publicDirectory('demo').organisations.map(({ id }) => id)).toContain('nyby');
    await make({ type: 'removeOrganisation', organisationId: newTown.organisationId }, operator);
    expect(directory.organisation('nyby')).toBeUndefined();
    expect(
      await refusal(
        { type: 'removeOrganisation', organisationId: newTown.organisationId },
        operator,
      ),
    ).toBe('unknownTarget');
  });

  it('is given another name and support by its own administrator, and nothing else', async () => {
    const own = as.organisation(MUNICIPALITY);
    await make({ ...own, support: 'Ask Ida' }, town);
    const told = directory.publicDirectory('demo').organisations;
    expect(told.find(({ id }) => id === MUNICIPALITY)?.support).toBe('Ask Ida');
    expect(await refusal({ ...own, kind: 'region' }, town)).toBe('forbidden');
    expect(await refusal({ ...own, cvr: '99001615' }, town)).toBe('forbidden');
    expect(await refusal(as.organisation(REGION), town)).toBe('forbidden');
    expect(await refusal(newTown, town)).toBe('forbidden');
  });

  it('keeps its kind: the same id with another kind is another organisation', async () => {
    const change = { ...as.organisation(MUNICIPALITY), kind: 'region' } as const;
    expect(await refusal(change, operator)).toBe('alreadyExists');
  });

  it('with another CVR puts out everybody of it', async () => {
    const change = { ...as.organisation(MUNICIPALITY), cvr: '99001615' };
    const { leaving } = await plan(change, operator, facts);
    expect(leaving).toEqual([
      { organisationId: MUNICIPALITY, kinds: ['caregiver', 'clinician', 'administrator'] },
    ]);
  });

  it('stays while units, people or consultations hang on it', async () => {
    const remove = (organisationId: OrganisationId): Promise<unknown> =>
      refusal({ type: 'removeOrganisation', organisationId }, operator);
    expect(await remove(MUNICIPALITY)).toBe('stillInUse');
    expect(await remove(CLINICS)).toBe('stillInUse');
    for (const { id } of directory.unitsOf(CARE_HOME)) {
      await make({ type: 'removeUnit', unitId: id }, operator);
    }
    busy.organisations.add(CARE_HOME);
    expect(await remove(CARE_HOME)).toBe('stillInUse');
    busy.organisations.clear();
    expect(await remove(CARE_HOME)).toBe('allowed');
  });

  it('never is the one whose administrator asks: nobody takes away the own way in', async () => {
    const organisationId = OPERATOR;
    expect(await refusal({ type: 'removeOrganisation', organisationId }, operator)).toBe(
      'stillInUse',
    );
    expect(await refusal({ ...as.organisation(OPERATOR), cvr: '99001615' }, operator)).toBe(
      'stillInUse',
    );
    const kind = 'administrator';
    expect(await refusal({ type: 'removeProvider', organisationId, kind }, operator)).toBe(
      'stillInUse',
    );
    const own = { type: 'removeProvider', organisationId: MUNICIPALITY, kind } as const;
    expect(await refusal(own, town)).toBe('stillInUse');
    expect(await refusal(own, operator)).toBe('allowed');
  });
});

describe('an identity provider', () => {
  it('keeps its secret for the same client, and tells it to no other issuer or client', async () => {
    const own = as.provider(MUNICIPALITY, 'caregiver');
    const secret = directory.organisation(MUNICIPALITY)?.providers.caregiver?.clientSecret;
    await make({ ...own, settings: { ...own.settings, role: 'another role' } }, town);
    const after = directory.organisation(MUNICIPALITY)?.providers.caregiver;
    expect(after).toMatchObject({ role: 'another role', clientSecret: secret });
    const elsewhere = { ...own.settings, issuer: 'https://evil.example' };
    expect(await refusal({ ...own, settings: elsewhere }, town)).toBe('badRequest');
    const other = { ...own.settings, clientId: 'other' };
    expect(await refusal({ ...own, settings: other }, town)).toBe('badRequest');
    const clientSecret = 'a secret of sixteen signs and more';
    expect(await refusal({ ...own, settings: elsewhere, clientSecret }, town)).toBe('allowed');
  });

  it('with another role or level puts out those who came in by it, and only them', async () => {
    const { settings, ...own } = as.provider(MUNICIPALITY, 'caregiver');
    for (const change of [{ role: 'another' }, { level: 'High' as const }]) {
      const next = { ...own, settings: { ...settings, ...change } };
      expect((await plan(next, town, facts)).leaving).toEqual([
        // Nobody comes in there as a clinician; the door would be the same one.
        { organisationId: MUNICIPALITY, kinds: ['caregiver', 'clinician'] },
      ]);
    }
    const clientSecret = 'a secret of sixteen signs and more';
    expect((await plan({ ...own, settings, clientSecret }, town, facts)).leaving).toEqual([]);
  });

  it('is for a kind of person that the organisation has, and a real one in production', async () => {
    const { settings, ...own } = as.provider(MUNICIPALITY, 'caregiver');
    expect(await refusal({ ...own, kind: 'clinician', settings }, town)).toBe('badRequest');
    facts = { ...facts, mode: 'production' };
    expect(await refusal({ ...own, settings }, town)).toBe('badRequest');
  });

  it('is nobody’s business but its own organisation’s and the operator’s', async () => {
    expect(await refusal(as.provider(REGION, 'caregiver'), town)).toBe('forbidden');
    // The clinics of one organisation share it: none of them may change it for the others.
    expect(await refusal(as.provider(CLINICS, 'clinician'), north)).toBe('forbidden');
    expect(await refusal(as.provider(CLINICS, 'clinician'), operator)).toBe('allowed');
  });

  it('never leaves the server with its secret', async () => {
    const state = await stateFor(operator, directory);
    const secrets = directory
      .organisations()
      .flatMap(({ providers }) => Object.values(providers).map((one) => one.clientSecret));
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(JSON.stringify(state)).not.toContain(secret);
    const kept = JSON.stringify(await store.records('organisation'));
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });
});

describe('a unit', () => {
  const unit = { type: 'putUnit', unitId, name: 'Team', careArea: 'acuteTeam' } as const;

  it('is put and removed by its organisation, once per id', async () => {
    await make({ ...unit, organisationId: MUNICIPALITY }, town);
    expect(directory.unit(unitId)?.name).toBe('Team');
    expect(await refusal({ ...unit, organisationId: REGION }, town)).toBe('forbidden');
    expect(await refusal({ ...unit, organisationId: REGION }, operator)).toBe('alreadyExists');
    const nowhere = 'nowhere' as OrganisationId;
    expect(await refusal({ ...unit, organisationId: nowhere }, operator)).toBe('unknownTarget');
    await make({ type: 'removeUnit', unitId }, town);
    expect(directory.unit(unitId)).toBeUndefined();
    expect(await refusal({ type: 'removeUnit', unitId }, operator)).toBe('unknownTarget');
  });

  it('that is gone leaves no profile behind: the workplace is asked for again', async () => {
    const id = demoIdOf(MUNICIPALITY, 'Mette Skovbjerg');
    const profile = directory.profileRecord(id, MUNICIPALITY, { jobRole: 'nurse', unitId });
    await store.putRecords(profile ? [profile] : []);
    expect(await directory.profileOf(id)).toMatchObject({ unitId });
    await make({ type: 'removeUnit', unitId }, town);
    expect(await directory.profileOf(id)).toBeUndefined();
  });
});

describe('a clinic', () => {
  it('is given name, address and retention by its own administrator, and no other number', async () => {
    const own = as.clinic(CLINIC.north);
    await make({ ...own, name: 'Nyt navn', retentionHours: 6 }, north);
    expect(directory.clinic(CLINIC.north)?.name).toBe('Nyt navn');
    expect(directory.retentionOf(CLINIC.north)).toBe(6);
    expect(directory.publicDirectory('demo').clinics.map(({ name }) => name)).toContain('Nyt navn');
    const other = { ...own, ydernummer: '000999' as Ydernummer };
    expect(await refusal(other, north)).toBe('forbidden');
    expect(await refusal({ ...own, cvr: '99004053' }, north)).toBe('forbidden');
    expect(await refusal(as.clinic(CLINIC.harbour), north)).toBe('forbidden');
    expect(await refusal({ ...own, clinicId: 'new' as ClinicId }, north)).toBe('forbidden');
  });

  it('has a ydernummer of its own', async () => {
    const taken = { ...as.clinic(CLINIC.north), clinicId: 'new' as ClinicId };
    expect(await refusal(taken, operator)).toBe('alreadyExists');
    expect(await refusal({ ...taken, ydernummer: '000999' as Ydernummer }, operator)).toBe(
      'allowed',
    );
  });

  it('with another CVR puts out those who work there', async () => {
    const moved = { ...as.clinic(CLINIC.heath), cvr: '99003448' };
    const { leaving } = await plan(moved, operator, facts);
    expect(leaving).toEqual([{ personId: named('Marie Elmelund') }]);
  });

  it('stays while it is open or somebody waits, then goes with all who work there', async () => {
    const remove = { type: 'removeClinic', clinicId: CLINIC.harbour } as const;
    expect(await refusal(remove, north)).toBe('forbidden');
    busy.clinics.add(CLINIC.harbour);
    expect(await refusal(remove, operator)).toBe('stillInUse');
    busy.clinics.clear();
    const { changes, leaving } = await plan(remove, operator, facts);
    const people = leaving.map((one) => ('personId' in one ? one.personId : one.organisationId));
    const there = ['Sofie Granlund', 'Thomas Revsbæk', 'Nadia Østerhald'];
    expect(people.toSorted()).toEqual(there.map(named).toSorted());
    await directory.change(changes);
    expect(directory.clinicByYdernummer('012345')).toBeUndefined();
    const sofie = await directory.named(named('Sofie Granlund'));
    expect(sofie).toMatchObject({ clinics: [CLINIC.north], name: 'Sofie Granlund' });
    expect(await refusal(remove, operator)).toBe('unknownTarget');
  });
});

describe('an employee (B11)', () => {
  const id = personIdOf(CLINICS, 'new.nurse');
  const byDelegation = { authorisation: null, role: 'secretary' } as const;

  it('is taken on by the subject that the provider will send, and is on the list at once', async () => {
    await make(as.newcomer('new.nurse'), north);
    expect(await directory.named(id)).toMatchObject({ clinics: [CLINIC.north], name: 'Newcomer' });
    const kept = await store.record('person', id);
    expect(kept?.json).not.toContain('Newcomer');
    const [clinic] = (await stateFor(north, directory)).clinics;
    expect(clinic?.employees.find(({ personId }) => personId === id)?.name).toBe('Newcomer');
    // The same again is the same; somebody who is there with another role is not new.
    expect((await plan(as.newcomer('new.nurse'), north, facts)).changes).toEqual([]);
    const again = { ...as.newcomer('new.nurse'), role: 'nurse' } as const;
    expect(await refusal(again, north)).toBe('alreadyExists');
  });

  it('works without an authorisation ID by delegation from a colleague who has one', async () => {
    const by = (delegatedBy: PersonId | null) => ({
      ...as.newcomer('new.nurse'),
      ...byDelegation,
      delegatedBy,
    });
    expect(await refusal(by(null), north)).toBe('badRequest');
    // Of another clinic; without one; nobody; the person's own.
    expect(await refusal(by(named('Thomas Revsbæk')), north)).toBe('unknownTarget');
    expect(await refusal(by(named('Vibeke Lundhede')), north)).toBe('unknownTarget');
    expect(await refusal(by('nobody' as PersonId), north)).toBe('unknownTarget');
    expect(await refusal(by(id), north)).toBe('unknownTarget');
    await make(by(named('Anne Klitgård')), north);
    expect((await directory.person(id))?.employments).toMatchObject([
      { role: 'secretary', delegatedBy: named('Anne Klitgård') },
    ]);
  });

  it('whose role changes is put out, and nobody else; who gets a second clinic stays', async () => {
    const nurse = { ...as.employee('Henrik Solvang'), role: 'nurse' } as const;
    expect((await plan(nurse, north, facts)).leaving).toEqual([
      { personId: named('Henrik Solvang') },
    ]);
    const second = as.newcomer('anne.klitgaard', CLINIC.harbour);
    const planned = await plan(second, operator, facts);
    expect(planned.leaving).toEqual([]);
    await directory.change(planned.changes);
    const anne = await directory.named(named('Anne Klitgård'));
    expect(anne).toMatchObject({ clinics: [CLINIC.north, CLINIC.harbour], name: 'Anne Klitgård' });
  });

  it('who is removed is out, and what they delegated stands open', async () => {
    const personId = named('Henrik Solvang');
    const planned = await plan(
      { type: 'removeEmployee', clinicId: CLINIC.north, personId },
      north,
      facts,
    );
    expect(planned.leaving).toEqual([{ personId }]);
    await directory.change(planned.changes);
    expect((await directory.person(personId))?.clinics).toEqual([]);
    const vibeke = await directory.named(named('Vibeke Lundhede'));
    expect(vibeke).toMatchObject({ clinics: [CLINIC.north], name: 'Vibeke Lundhede' });
    expect(vibeke?.employments[0]?.delegatedBy).toBeNull();
    expect(await refusal({ type: 'removeEmployee', clinicId: CLINIC.north, personId }, north)).toBe(
      'unknownTarget',
    );
  });

  it('leaves no record when nothing of them is left', async () => {
    await make(as.newcomer('new.nurse'), north);
    await make({ type: 'removeEmployee', clinicId: CLINIC.north, personId: id }, north);
    expect(await store.record('person', id)).toBeUndefined();
  });

  it('of another clinic is nobody that a clinic may take by their id', async () => {
    expect(await refusal(as.employee('Thomas Revsbæk'), north)).toBe('unknownTarget');
    expect(await refusal(as.employee('Anne Klitgård', CLINIC.harbour), north)).toBe('forbidden');
    const nowhere = 'nowhere' as ClinicId;
    expect(await refusal(as.employee('Anne Klitgård', nowhere), operator)).toBe('unknownTarget');
  });

  it('is of the one organisation of clinics that it can be, when the operator takes them on', async () => {
    const add = (clinicId: ClinicId) => as.newcomer('somebody', clinicId);
    const other = {
      ...newTown,
      organisationId: 'others' as OrganisationId,
      kind: 'clinics',
    } as const;
    await make(other, operator);
    const lone = { ...as.clinic(CLINIC.north), clinicId: 'lone' as ClinicId };
    await make({ ...lone, ydernummer: '000999' as Ydernummer }, operator);
    expect(await refusal(add(lone.clinicId), operator)).toBe('badRequest');
    expect((await plan(add(CLINIC.north), operator, facts)).target).toContain(`person/${CLINICS}.`);
  });
});

describe('somebody who asked to be taken in', () => {
  const id = personIdOf(CLINICS, 'ole.udenklinik');
  const ask = (clinics: readonly ClinicId[]): Promise<void> =>
    directory.change([
      { kind: 'request', put: { id, organisationId: CLINICS, name: 'Ole', clinics, at: 1 } },
    ]);

  it('is taken in by their id, and the request is done', async () => {
    await ask([CLINIC.north]);
    const [clinic] = (await stateFor(north, directory)).clinics;
    expect(clinic?.requests).toMatchObject([{ personId: id, name: 'Ole' }]);
    await make(as.employee('Ole Udenklinik'), north);
    expect((await directory.person(id))?.clinics).toEqual([CLINIC.north]);
    expect(await directory.requests()).toEqual([]);
  });

  it('is declined by one clinic, and still asks the other', async () => {
    await ask([CLINIC.north, CLINIC.harbour]);
    const decline = { type: 'declineRequest', clinicId: CLINIC.north, personId: id } as const;
    await make(decline, north);
    expect((await directory.request(id))?.clinics).toEqual([CLINIC.harbour]);
    expect(await refusal(decline, north)).toBe('unknownTarget');
    await make({ ...decline, clinicId: CLINIC.harbour }, operator);
    expect(await directory.request(id)).toBeUndefined();
  });

  it('at a clinic that is removed asks it no more', async () => {
    await ask([CLINIC.heath]);
    await make({ type: 'removeClinic', clinicId: CLINIC.heath }, operator);
    expect(await directory.requests()).toEqual([]);
  });
});

describe('the page', () => {
  it('shows each administrator the own, and nothing of anybody else’s', async () => {
    const all = await stateFor(operator, directory);
    expect([all.organisations.length, all.clinics.length, all.isOperator]).toEqual([5, 4, true]);
    const own = await stateFor(town, directory);
    expect(own.organisations.map((one) => one.organisationId)).toEqual([MUNICIPALITY]);
    expect([own.clinics, own.isOperator]).toEqual([[], false]);
    const clinic = await stateFor(north, directory);
    expect(clinic.organisations).toEqual([]);
    expect(clinic.clinics.map(({ clinicId }) => clinicId)).toEqual([CLINIC.north]);
  });

  it('changes nothing, and writes no line, when all is so already', async () => {
    const same: readonly [AdminChange, Administrator][] = [
      [as.organisation(MUNICIPALITY), town],
      [as.provider(MUNICIPALITY, 'caregiver'), town],
      [as.clinic(CLINIC.north), north],
      [{ type: 'setAccessLogDays', days: directory.accessLogDays() }, operator],
    ];
    for (const [change, by] of same) expect((await plan(change, by, facts)).changes).toEqual([]);
  });

  it('sets how long the access log is kept, for the operator only, over a restart', async () => {
    expect(await refusal({ type: 'setAccessLogDays', days: 400 }, town)).toBe('forbidden');
    await make({ type: 'setAccessLogDays', days: 400 }, operator);
    expect(directory.accessLogDays()).toBe(400);
    expect(await store.records('setting')).toMatchObject([{ id: 'accessLogDays', json: '400' }]);
  });
});
