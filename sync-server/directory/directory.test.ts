import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCvr, parseCitizenNumber } from '@naervaer/machines/protocol';
import type { UnitId } from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { DEMO_CITIZENS, DEMO_PEOPLE } from '../demo/index.ts';
import { CLINIC, CLINICS, MUNICIPALITY, OPERATOR } from '../demo/people.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import type { Keyring } from '../keys/index.ts';
import { openDirectory as openWith, personIdOf } from './index.ts';
import type { Directory } from './index.ts';

let folder: string;
let store: Store;
let keyring: Keyring;
const openDirectory = (config: Config, from: Store): Promise<Directory> =>
  openWith(config, from, keyring);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-directory-'));
  store = createMemoryStore();
  const masters = openMasters({ keys: null, storage: 'memory', dataDir: folder });
  keyring = await createKeyring({ store, masters, clock: systemClock });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const provider = {
  issuer: 'https://login.example.dk',
  clientId: 'naervaer',
  clientSecret: 'a secret of the provider',
  role: 'video',
};
const organisation = (id: string, kind: string) => ({
  id,
  name: id,
  kind,
  cvr: '99001003',
  support: 'somebody',
  provider,
});
const clinic = { id: 'c', name: 'C', ydernummer: '57584', cvr: '99003448', address: 'A' };
const good = {
  organisations: [organisation('town', 'municipality'), organisation('doctors', 'clinics')],
  units: [{ id: 'u', organisationId: 'town', name: 'U', careArea: 'nursingHome' }],
  clinics: [clinic],
  clinicians: [{ organisationId: 'doctors', subject: 'anne', clinics: ['c'] }],
};

const demo = readConfig({});
async function production(file: unknown) {
  const path = join(folder, 'directory.json');
  await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
  return readConfig({
    NAERVAER_MODE: 'production',
    PUBLIC_URL: 'https://video.example.dk',
    NAERVAER_SECRET: 'kX9vQ2mT7wLr4ZbN8sHdJ3yPfG6cVaE1uRoI5tWq',
    NAERVAER_KEYS: 'k1:q83v9dFo0WmT2yZbXn7hLrS4cUeKjGpA6iQ1xVtBs5M=',
    DIRECTORY_FILE: path,
  });
}

describe('the demo', () => {
  it('has what a first visit needs', async () => {
    const directory = await openDirectory(demo, store);
    const kinds = directory.organisations().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['careHome', 'clinics', 'municipality', 'operator', 'region']);
    expect(directory.clinics()).toHaveLength(4);
    const roles = Map.groupBy(DEMO_PEOPLE, ({ role }) => role);
    for (const people of roles.values()) expect(people.length).toBeGreaterThanOrEqual(5);
    expect(new Set(DEMO_PEOPLE.map(({ id }) => id)).size).toBe(DEMO_PEOPLE.length);
    const doctors = DEMO_PEOPLE.flatMap(({ clinics }) => clinics);
    const crowded = directory.clinics().filter((c) => doctors.filter((d) => d === c.id).length > 1);
    expect(crowded.length).toBeGreaterThanOrEqual(2);
  });

  it('has numbers that can be nobody’s', async () => {
    for (const { number } of DEMO_CITIZENS) expect(parseCitizenNumber(number)?.kind).toBe('demo');
    const directory = await openDirectory(demo, store);
    expect(directory.organisations().every(({ cvr }) => isCvr(cvr))).toBe(true);
  });

  it('goes on where it stopped, at another address too', async () => {
    const before = await openDirectory(demo, store);
    const after = await openDirectory(readConfig({ PORT: '9000' }), store);
    const [old, now] = [before, after].map(
      (d) => d.organisation(MUNICIPALITY)?.providers.caregiver,
    );
    expect(now?.issuer).toBe(`http://localhost:9000/demo/idp/${MUNICIPALITY}`);
    expect(now?.clientSecret).toBe(old?.clientSecret);
  });

  it('of 0.1 gets roles and administrators at the first start with this version', async () => {
    const id = personIdOf(CLINICS, 'anne.klitgaard');
    const person = { id, organisationId: CLINICS, clinics: [CLINIC.north], demo: true };
    await store.putRecords([{ kind: 'person', id, json: JSON.stringify(person) }]);
    await store.putSetting('mode', 'demo');
    await store.putSetting('demo.seeded', 'true');
    const directory = await openDirectory(demo, store);
    expect(directory.organisation(OPERATOR)?.providers.administrator).toBeDefined();
    expect((await directory.person(id))?.employments).toMatchObject([{ authorisation: '0AK01' }]);
  });

  it('keeps at the next start what an administrator changed in between (I4)', async () => {
    const before = await openDirectory(demo, store);
    const town = before.organisation(MUNICIPALITY);
    const unit = before.unitsOf(MUNICIPALITY)[0];
    if (town === undefined || unit === undefined) throw new Error('the demo has no town');
    await before.change([
      { kind: 'organisation', put: { ...town, support: 'Somebody else' } },
      { kind: 'unit', remove: unit.id },
    ]);
    const after = await openDirectory(readConfig({ PORT: '9000' }), store);
    expect(after.organisation(MUNICIPALITY)?.support).toBe('Somebody else');
    expect(after.unit(unit.id)).toBeUndefined();
  });

  it('has a clinic with employees of every role, and none without a right to work (B11)', async () => {
    const directory = await openDirectory(demo, store);
    const north = directory.employeesOf(CLINIC.north);
    const work = north.flatMap(({ id, employments }) =>
      employments.filter((e) => e.clinicId === CLINIC.north).map((e) => ({ id, ...e })),
    );
    expect(new Set(work.map(({ role }) => role)).size).toBe(4);
    const authorised = work.filter((e) => e.authorisation !== null).map(({ id }) => id);
    const delegated = work.filter((e) => e.authorisation === null);
    expect(delegated).toHaveLength(2);
    for (const { delegatedBy } of delegated) expect(authorised).toContain(delegatedBy);
  });
});

describe('the directory', () => {
  it('finds clinics, people and units', async () => {
    const directory = await openDirectory(demo, store);
    const found = directory.clinicByYdernummer('057584');
    expect(directory.clinic(found?.id ?? '')).toBe(found);
    const anne = await directory.person(personIdOf(CLINICS, 'anne.klitgaard'));
    expect(anne?.clinics).toEqual([found?.id]);
    expect(directory.clinicByYdernummer('000001')).toBeUndefined();
  });

  it('keeps a profile at a unit of the own organisation only', async () => {
    const directory = await openDirectory(demo, store);
    const id = personIdOf(MUNICIPALITY, 'mette.skovbjerg');
    const at = (unitId: string) =>
      directory.profileRecord(id, MUNICIPALITY, { jobRole: 'nurse', unitId: unitId as UnitId });
    expect(at('botilbuddet-egely')).toBeUndefined();
    const record = at('akutteamet');
    await store.putRecords(record ? [record] : []);
    expect(await directory.profileOf(id)).toMatchObject({ unitName: 'Akutteamet' });
  });
});

describe('production', () => {
  it('starts with a real directory, again and again', async () => {
    const config = await production(good);
    await openDirectory(config, store);
    const directory = await openDirectory(config, store);
    expect(directory.clinicByYdernummer('057584')?.name).toBe('C');
    expect((await directory.person(personIdOf('doctors' as never, 'anne')))?.clinics).toEqual([
      'c',
    ]);
    await expect(openDirectory(demo, store)).rejects.toMatchObject({ code: 'productionFolder' });
  });

  it('forgets at the next start who and what was taken out of the file (P1)', async () => {
    const other = { ...clinic, id: 'b', ydernummer: '000013' };
    const before = { ...good, clinics: [...good.clinics, other] };
    await openDirectory(await production(before), store);
    const after = {
      ...good,
      units: [],
      clinics: [{ ...other, ydernummer: clinic.ydernummer }],
      clinicians: [],
    };
    const directory = await openDirectory(await production(after), store);
    expect(await directory.person(personIdOf('doctors' as never, 'anne'))).toBeUndefined();
    expect(directory.clinics().map(({ id }) => id)).toEqual(['b']);
    expect(directory.clinicByYdernummer('057584')?.id).toBe('b');
    expect(directory.unit(good.units[0]?.id ?? '')).toBeUndefined();
  });

  const with_ = (change: object) => ({ ...good, ...change });
  const issuer = (address: string) =>
    with_({
      organisations: [
        { ...organisation('town', 'municipality'), provider: { ...provider, issuer: address } },
        organisation('doctors', 'clinics'),
      ],
    });

  it.each<[string, unknown, string]>([
    ['invalidDirectory', '{', 'JSON'],
    [
      'invalidDirectory',
      with_({ clinics: [{ ...clinic, ydernummer: 'x' }] }),
      'clinics.0.ydernummer',
    ],
    ['invalidDirectory', with_({ clinics: [{ ...clinic, cvr: '12345678' }] }), 'clinics.0.cvr'],
    ['invalidDirectory', with_({ clinics: [clinic, clinic] }), 'clinics[1].id'],
    [
      'invalidDirectory',
      with_({ units: [{ ...good.units[0], organisationId: 'no' }] }),
      'units[0]',
    ],
    ['emptyDirectory', with_({ organisations: [], units: [], clinicians: [] }), 'DIRECTORY_FILE'],
    ['demoProvider', issuer('http://login.example.dk'), 'town'],
    ['demoProvider', issuer('https://video.example.dk/demo/idp/town'), 'town'],
  ])('refuses to start: %s', async (code, file, where) => {
    const config = await production(file);
    const refused = openDirectory(config, store);
    await expect(refused).rejects.toMatchObject({ name: 'ConfigError', code });
    await expect(refused).rejects.toThrow(where);
    await expect(refused).rejects.toThrow(/^(?!.*a secret of the provider)/);
    expect(await store.setting('mode')).toBeUndefined();
    expect(await store.records('organisation')).toEqual([]);
  });

  it('refuses a file that is not there', async () => {
    const config = { ...(await production(good)), directoryFile: join(folder, 'no.json') };
    await expect(openDirectory(config, store)).rejects.toMatchObject({
      code: 'unreadableDirectory',
    });
  });

  it('refuses the folder of a demo', async () => {
    const config = await production(good);
    await store.putSetting('mode', 'demo');
    await expect(openDirectory(config, store)).rejects.toMatchObject({ code: 'demoFolder' });
  });

  it('refuses people of the demo, however they came', async () => {
    await openDirectory(demo, store);
    await store.putSetting('mode', 'production');
    await expect(openDirectory(await production(good), store)).rejects.toMatchObject({
      code: 'demoPeople',
    });
  });
});
