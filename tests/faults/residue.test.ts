import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '@naervaer/storage';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { boardDriver } from '../support/board-driver.ts';
import { openKeptDevice, SIZES } from '../support/browser.ts';
import type { Device } from '../support/browser.ts';
import { insightDriver } from '../support/insight-driver.ts';
import { findTraces } from '../support/residue.ts';
import type { Trace } from '../support/residue.ts';
import { tabletDriver } from '../support/tablet-driver.ts';
import type { TabletDriver } from '../support/tablet-driver.ts';
import { until } from '../support/until.ts';
import { keysIn, readWithMasterKey } from './residue-reader.ts';
import { residueStand } from './residue-stand.ts';
import type { ResidueStand } from './residue-stand.ts';

/** People of nobody's list, not even the demo's; their numbers have day + 60. */
const THYRA = { number: '810955-4321', name: 'Thyra Åkjærgaard' };
const OLUF = { number: '730548-1122', name: 'Oluf Brændekilde' };
const REASON = 'Såret på venstre hæl væsker igen';
const OTHER_REASON = 'Svimmel efter den hvide pille';
const MESSAGE = 'Find det blå plaster frem imens';
const NOTE = 'Kom til sårsygeplejersken torsdag';
const SECRETS = [
  ...[THYRA, OLUF].flatMap(({ number, name }) => [number, number.replace('-', ''), name]),
  REASON,
  OTHER_REASON,
  MESSAGE,
  NOTE,
];
const CLINIC = '57584';
const HOUR = 60 * 60 * 1000;
const today = new Date().toISOString().slice(0, 10);
const gone = { state: 'detached' } as const;

let stand: ResidueStand;
let profiles: string;
const devices: Device[] = [];

beforeAll(async () => {
  stand = await residueStand();
  profiles = await mkdtemp(join(tmpdir(), 'naervaer-profiles-'));
});

afterAll(async () => {
  for (const device of devices) await device.close().catch(() => undefined);
  await stand?.close();
  await rm(profiles, { recursive: true, force: true, maxRetries: 3 });
});

async function device(name: string, viewport: { width: number; height: number }): Promise<Device> {
  const opened = await openKeptDevice(join(profiles, name), { viewport });
  devices.push(opened);
  return opened;
}

async function careWorker(name: string, organisation: string, person: string, unit: string) {
  const { page } = await device(name, SIZES.tablet);
  const driver: TabletDriver = tabletDriver(page, stand.origin);
  await driver.signIn(organisation, person);
  await driver.saveProfile('Sygeplejerske', unit);
  return { page, driver };
}

/** Searched for in the folder, and in what the server printed. */
async function tracesOfServer(): Promise<readonly Trace[]> {
  await writeFile(join(stand.folder, 'printed.log'), stand.printed());
  return findTraces(stand.folder, SECRETS);
}

describe('a whole consultation, and one that is rejected, in four browsers with profiles on disk', () => {
  it('is held, with everything that can be said in it', { timeout: 240_000 }, async () => {
    onTestFailed(() => console.log(stand.printed()));
    const clinic = await device('clinic', SIZES.desktop);
    const board = boardDriver(clinic.page, stand.origin);
    await board.signIn('Anne Klitgård');
    await board.open();

    const mette = await careWorker(
      'first-tablet',
      'Aabjerg Kommune',
      'Mette Skovbjerg',
      'Plejehjemmet Åhaven',
    );
    await mette.driver.joinWith(THYRA, CLINIC, REASON);
    await board.row(THYRA.name);
    const karen = await careWorker(
      'second-tablet',
      'Friplejehjemmet Solbakken',
      'Karen Møllehave',
      'Solbakken, stuen',
    );
    await karen.driver.joinWith(OLUF, CLINIC, OTHER_REASON);
    await board.row(OLUF.name);

    const dialog = clinic.page.getByRole('dialog');
    await clinic.page.getByRole('button', { name: /^Besked.*Thyra/ }).click();
    await dialog.getByText('10 min', { exact: true }).click();
    await dialog.getByRole('textbox').fill(MESSAGE);
    await dialog.getByRole('button', { name: 'Send besked' }).click();
    await mette.page.getByText(MESSAGE).waitFor();

    await clinic.page.getByRole('button', { name: /^Afvis.*Oluf/ }).click();
    await dialog.getByText('Lægen kommer på besøg').click();
    await dialog.getByRole('textbox').fill(NOTE);
    await dialog.getByRole('button', { name: /^Afvis/ }).click();
    await karen.page.getByText(NOTE).waitFor();

    await board.startNext();
    for (const page of [clinic.page, mette.page]) {
      await until(
        'a moving picture of the other side',
        () =>
          page
            .getByTestId('other-video')
            .evaluate((video) => (video as unknown as { currentTime: number }).currentTime),
        (time) => time > 1,
        40_000,
      );
    }
    await board.end();
    await mette.page.getByText('Konsultationen er slut').waitFor();
    await mette.driver.logCitizenOut();
    await mette.page.getByText('Hvem er borgeren?').waitFor();
    await karen.driver.logCitizenOut();
    await karen.page.getByText('Hvem er borgeren?').waitFor();
    await clinic.page.getByTestId('queue-row').first().waitFor(gone);
  });

  it('is looked up in the access log by an administrator, by its number', async () => {
    const { page } = await device('administrator', SIZES.desktop);
    await insightDriver(page, stand.origin).signIn('Drift af Nærvær', 'Viggo Driftager');
    await page.getByRole('link', { name: 'Adgangslog' }).click();
    await page.getByLabel('Borgerens CPR-nummer').fill(THYRA.number);
    await page.getByRole('button', { name: 'Søg i loggen' }).click();
    await page.getByTestId('log-row').filter({ hasText: 'Mette Skovbjerg' }).first().waitFor();
  });

  it('ST2: before retention nothing of it is readable in data, logs or a backup, for all of it is ciphertext', async () => {
    expect(await stand.backUp('early.backup')).toContain('unbroken');
    expect(await tracesOfServer()).toEqual([]);
    // It is there: with the master key, and with that alone, it can be read.
    const { opened } = readWithMasterKey(join(stand.folder, 'early.backup'), stand.keys);
    const all = opened.join('\n');
    expect(
      [THYRA.name, OLUF.name, REASON, OTHER_REASON, MESSAGE, NOTE].filter(
        (each) => !all.includes(each),
      ),
    ).toEqual([]);
    await rm(join(stand.folder, 'early.backup'));
  });

  it(
    'ST2: after retention the keys are gone, and with the master key nothing of it opens any more',
    { timeout: 240_000 },
    async () => {
      const journal = join(stand.dataDir, 'naervaer.sqlite');
      const left = (): readonly string[] =>
        keysIn(journal)
          .map(({ subject }) => subject)
          .filter((subject) => !subject.startsWith('server/'));
      expect(left().length).toBeGreaterThan(2);
      for (const hours of [25, 25]) {
        await stand.skip(hours * HOUR);
        await stand.skip(HOUR);
      }
      await until(
        'no key of a consultation or of that day',
        async () => {
          await stand.skip(2 * 60_000);
          return left().filter((subject) => !subject.includes('/20') || subject.includes(today));
        },
        (subjects) => subjects.length === 0,
        60_000,
      );
      expect(await stand.backUp('late.backup')).toContain('unbroken');
      expect(await tracesOfServer()).toEqual([]);
      for (const file of [journal, join(stand.folder, 'late.backup')]) {
        const { opened, closed } = readWithMasterKey(file, stand.keys);
        const all = opened.join('\n');
        expect(SECRETS.filter((each) => all.includes(each))).toEqual([]);
        expect(opened.length).toBeGreaterThan(0);
        expect(closed).toBeGreaterThan(0);
      }
    },
  );

  it('nothing of it is in the browsers’ profiles: storages, caches, history, addresses, session files', async () => {
    for (const each of devices) await each.close();
    expect(await findTraces(profiles, SECRETS)).toEqual([]);
  });
});

describe('the search would have found it', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'naervaer-planted-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const base64 = (pad: number): string =>
    Buffer.from(`${'x'.repeat(pad)}${THYRA.name} og mere`).toString('base64');

  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(`{"name":"${THYRA.name}"}`)],
    ['UTF-16LE', Buffer.from(`..${THYRA.name}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(THYRA.name, 'utf16le').swap16()],
    ['hex', Buffer.from(Buffer.from(THYRA.name).toString('hex'))],
    ['hex in capitals', Buffer.from(Buffer.from(THYRA.name).toString('hex').toUpperCase())],
    ['base64, first alignment', Buffer.from(base64(0))],
    ['base64, second alignment', Buffer.from(base64(1))],
    ['base64, third alignment', Buffer.from(base64(2))],
    ['base64 for addresses', Buffer.from(Buffer.from(`x${THYRA.name}??>>`).toString('base64url'))],
  ])('planted as %s', async (how, bytes) => {
    const place = join(folder, how);
    await mkdir(place);
    await writeFile(join(place, 'any.bin'), Buffer.concat([Buffer.alloc(5_000, 7), bytes]));
    expect((await findTraces(place, [THYRA.name])).length).toBeGreaterThan(0);
  });

  it('in a journal that was not sealed, before and after its checkpoint', async () => {
    const place = join(folder, 'plain');
    const store = createSqliteStore({ file: join(place, 'naervaer.sqlite') });
    const event = {
      seq: 1,
      type: 'JOIN',
      at: 1,
      subject: 'one',
      sealed: Buffer.from(JSON.stringify({ citizen: THYRA, reason: REASON })),
    };
    const rest = { outcome: null, records: [], gone: [], keys: [], ended: [], access: [] };
    await store.commit([{ stream: 'clinic/nordby', events: [event], ...rest }]);
    const found = async (): Promise<readonly string[]> => [
      ...new Set((await findTraces(place, SECRETS)).map(({ file }) => file)),
    ];
    expect(await found()).toContain('naervaer.sqlite-wal');
    await store.close();
    expect(await found()).toEqual(['naervaer.sqlite']);
  });

  it(
    'in a browser’s profile: what a page stored, what it was called, what was typed into its address',
    { timeout: 120_000 },
    async () => {
      const place = join(folder, 'profile');
      const { page, close } = await openKeptDevice(place);
      await page.goto(`${stand.origin}/?${new URLSearchParams({ borger: THYRA.name })}`);
      await page.evaluate(`localStorage.setItem('citizen', ${JSON.stringify(OLUF.name)})`);
      await page.evaluate(`new Promise((done) => {
      const opening = indexedDB.open('planted', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('all');
      opening.onsuccess = () => {
        const write = opening.result.transaction('all', 'readwrite');
        write.objectStore('all').put({ reason: ${JSON.stringify(REASON)} }, 'one');
        write.oncomplete = () => done();
      };
    })`);
      await close();
      const found = new Set((await findTraces(place, SECRETS)).map(({ secret }) => secret));
      expect([...found].toSorted()).toEqual([OLUF.name, REASON, THYRA.name].toSorted());
    },
  );
});
