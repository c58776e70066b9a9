import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClinicId, OrganisationId, PersonId, UnitId } from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import type { Keyring } from '../keys/index.ts';
import { openDirectory, personIdOf, providerOf, tellImport } from './index.ts';
import type { Directory } from './index.ts';

let folder: string;
let store: Store;
let keyring: Keyring;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-import-'));
  store = createMemoryStore();
  const masters = openMasters({ keys: null, storage: 'memory', dataDir: folder });
  keyring = await createKeyring({ store, masters, clock: systemClock });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** A start in production; without a file when there is none to name. */
async function start(file?: unknown): Promise<Directory> {
  const path = join(folder, 'directory.json');
  if (file !== undefined) {
    await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
  }
  const config = readConfig({
    NAERVAER_MODE: 'production',
    PUBLIC_URL: 'https://video.example.dk',
    NAERVAER_SECRET: 'kX9vQ2mT7wLr4ZbN8sHdJ3yPfG6cVaE1uRoI5tWq',
    NAERVAER_KEYS: join(folder, 'keys'),
    ...(file === undefined ? {} : { DIRECTORY_FILE: path }),
  });
  return openDirectory(config, store, keyring);
}

const SECRET = 'a secret of the provider';
const provider = {
  issuer: 'https://login.example.dk',
  clientId: 'naervaer',
  clientSecret: SECRET,
  role: 'video',
};
const clinic = { id: 'c', name: 'C', ydernummer: '57584', cvr: '99003448', address: 'A' };
const organisation = (id: string, kind: string) => ({
  id,
  name: id,
  kind,
  cvr: '99001003',
  support: 'somebody',
  provider,
});
const anne = { organisationId: 'doctors', subject: 'anne', clinics: ['c'] };
const good = {
  organisations: [organisation('town', 'municipality'), organisation('doctors', 'clinics')],
  units: [{ id: 'u', organisationId: 'town', name: 'U', careArea: 'nursingHome' }],
  clinics: [clinic],
  clinicians: [anne],
};
const DOCTORS = 'doctors' as OrganisationId;
const C = 'c' as ClinicId;

describe('a directory file', () => {
  it('is what the operating guide shows', async () => {
    const guide = await readFile(new URL('../../docs/operating.md', import.meta.url), 'utf8');
    const example = /## The directory file[\s\S]*?```json\n([\s\S]*?)```/.exec(guide)?.[1];
    const directory = await start(example ?? 'the guide shows none');
    expect(directory.organisations().length).toBeGreaterThanOrEqual(2);
    expect(directory.clinics()).toHaveLength(1);
  });

  it('names providers by kind of person, and what each clinic keeps how long', async () => {
    const administrator = { ...provider, role: 'administration' };
    const operator = { ...organisation('operator', 'operator'), provider: administrator };
    const town = { ...good.organisations[0], providers: { administrator } };
    const directory = await start({
      ...good,
      organisations: [town, good.organisations[1], operator],
      clinics: [{ ...clinic, retentionHours: 6 }],
    });
    const there = directory.organisation('town');
    const roles = (['caregiver', 'clinician', 'administrator'] as const).map(
      (kind) => there && providerOf(there, kind)?.role,
    );
    expect(roles).toEqual(['video', 'video', 'administration']);
    const doctors = directory.organisation('doctors');
    expect(doctors && providerOf(doctors, 'administrator')).toBeUndefined();
    expect(directory.organisation('operator')?.providers.administrator?.role).toBe(
      'administration',
    );
    expect(directory.retentionOf(C)).toBe(6);
    expect(directory.retentionOf('unknown' as ClinicId)).toBe(24);
  });

  it('names what clinicians do there; who is named without is a doctor, as before', async () => {
    const bo = { ...anne, subject: 'bo', role: 'secretary', delegatedBy: 'anne', name: 'Bo' };
    const directory = await start({
      ...good,
      clinicians: [{ ...anne, authorisation: '0AN01' }, bo],
    });
    const person = await directory.named(personIdOf(DOCTORS, 'bo'));
    expect(person).toMatchObject({
      name: 'Bo',
      employments: [{ role: 'secretary', delegatedBy: personIdOf(DOCTORS, 'anne') }],
    });
    expect((await directory.person(personIdOf(DOCTORS, 'anne')))?.employments).toMatchObject([
      { role: 'doctor', authorisation: '0AN01' },
    ]);
  });

  it.each([
    ['who is nobody', { delegatedBy: 'nobody' }],
    ['who has no authorisation ID', { delegatedBy: 'anne' }],
    ['though the person needs nobody', { delegatedBy: 'anne', authorisation: '0BO02' }],
  ])('is refused with a delegation from somebody %s (B11)', async (_, change) => {
    const refused = start({ ...good, clinicians: [anne, { ...anne, subject: 'bo', ...change }] });
    await expect(refused).rejects.toThrow('clinicians[1].delegatedBy is ');
  });

  it('with a CVR that is none says where, and not what', async () => {
    const refused = start({ ...good, clinics: [{ ...clinic, cvr: '12345678' }] });
    await expect(refused).rejects.toThrow('DIRECTORY_FILE: clinics.0.cvr is no CVR number.');
  });
});

describe('between two starts', () => {
  it('what administrators changed stands while the file says the same', async () => {
    const before = await start(good);
    const town = before.organisation('town');
    if (town === undefined) throw new Error('no town');
    await before.change([
      { kind: 'organisation', put: { ...town, support: 'Ask Ida' } },
      { kind: 'unit', remove: 'u' as UnitId },
      { kind: 'person', remove: personIdOf(DOCTORS, 'anne') },
    ]);
    for (const after of [await start(good), await start()]) {
      expect(after.organisation('town')?.support).toBe('Ask Ida');
      expect(after.organisation('town')?.providers.caregiver?.clientSecret).toBe(SECRET);
      expect(after.unit('u')).toBeUndefined();
      expect(await after.person(personIdOf(DOCTORS, 'anne'))).toBeUndefined();
    }
  });

  it('a file that says something else replaces all; names that providers told stay', async () => {
    const before = await start(good);
    const id = personIdOf(DOCTORS, 'anne');
    const person = await before.named(id);
    if (person === undefined) throw new Error('nobody');
    const bo = { ...person, id: personIdOf(DOCTORS, 'bo'), name: 'Bo' };
    const request = { id: bo.id, organisationId: DOCTORS, name: 'Bo', clinics: [C], at: 1 };
    await before.change([
      { kind: 'person', put: { ...person, name: 'Anne' } },
      { kind: 'person', put: bo },
      { kind: 'request', put: request },
      { kind: 'request', put: { ...request, id: id as PersonId } },
    ]);
    const after = await start({ ...good, units: [] });
    expect(after.unit('u')).toBeUndefined();
    expect((await after.named(id))?.name).toBe('Anne');
    expect(await after.person(bo.id)).toBeUndefined();
    expect((await after.requests()).map((one) => one.id)).toEqual([bo.id]);
  });

  it('an import that died half-way is done again', async () => {
    const putSetting = store.putSetting.bind(store);
    store.putSetting = async (key, value) => {
      if (key === 'directory.imported') throw new Error('the power went');
      return putSetting(key, value);
    };
    await expect(start(good)).rejects.toThrow('the power went');
    store.putSetting = putSetting;
    const directory = await start(good);
    expect(directory.clinics()).toHaveLength(1);
    expect(await store.setting('directory.imported')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a folder that holds none needs the file', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'missingDirectory' });
    expect(await store.setting('mode')).toBeUndefined();
  });
});

it('is told to the access log once for each import (P3)', async () => {
  const told: unknown[] = [];
  const tell = async (): Promise<number> => {
    await tellImport(store, systemClock, async (facts) => void told.push(...facts));
    return told.length;
  };
  expect(await tell()).toBe(0);
  await start(good);
  expect([await tell(), await tell()]).toEqual([1, 1]);
  expect(told[0]).toMatchObject({ action: 'change', by: null, target: 'directory/file' });
  await start({ ...good, units: [] });
  expect(await tell()).toBe(2);
});

describe('what the store holds', () => {
  const kept = async (): Promise<string> =>
    JSON.stringify([
      await store.records('organisation'),
      await store.records('person'),
      await store.records('request'),
    ]);

  it('is nobody’s name and no provider’s secret (ST2)', async () => {
    const directory = await start({ ...good, clinicians: [{ ...anne, name: 'Anne Klitmark' }] });
    const id = personIdOf(DOCTORS, 'bo');
    const request = { id, organisationId: DOCTORS, name: 'Bo Birkmark', clinics: [C], at: 1 };
    await directory.change([{ kind: 'request', put: request }]);
    for (const word of [SECRET, 'Klitmark', 'Birkmark']) expect(await kept()).not.toContain(word);
    expect((await directory.request(id))?.name).toBe('Bo Birkmark');
  });

  it('is read as 0.1 wrote it, and sealed at the first start', async () => {
    const claims = {
      givenName: 'given_name',
      familyName: 'family_name',
      cvr: 'cvr',
      privileges: 'privileges',
      level: 'loa',
    };
    const old = { ...provider, scope: 'openid', level: 'High', claims };
    const id = personIdOf(DOCTORS, 'anne');
    await store.putRecords([
      ...good.organisations.map((one) => ({
        kind: 'organisation' as const,
        id: one.id,
        json: JSON.stringify({ ...one, provider: old }),
      })),
      { kind: 'clinic', id: 'c', json: JSON.stringify({ ...clinic, ydernummer: '057584' }) },
      {
        kind: 'person',
        id,
        json: JSON.stringify({ id, organisationId: DOCTORS, clinics: ['c'], demo: false }),
      },
    ]);
    const directory = await start();
    expect(directory.organisation('town')?.providers).toEqual({ caregiver: old });
    expect(directory.organisation('doctors')?.providers).toEqual({ clinician: old });
    expect(directory.employeesOf(C)).toMatchObject([{ id, clinics: ['c'], name: null }]);
    expect(directory.retentionOf(C)).toBe(24);
    expect(await kept()).not.toContain(SECRET);
    expect((await start()).organisation('town')?.providers.caregiver?.clientSecret).toBe(SECRET);
  });

  it('is written before anybody sees it; what could not be stored was never there', async () => {
    const directory = await start(good);
    const town = directory.organisation('town');
    if (town === undefined) throw new Error('no town');
    const failing = directory.change(
      [{ kind: 'organisation', put: { ...town, name: 'Another' } }],
      async () => {
        expect(directory.organisation('town')?.name).toBe('town');
        throw new Error('disk full');
      },
    );
    await expect(failing).rejects.toThrow('disk full');
    expect(directory.organisation('town')?.name).toBe('town');
    expect((await start()).organisation('town')?.name).toBe('town');
  });
});
