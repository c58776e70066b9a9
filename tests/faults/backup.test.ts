import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConsultationId } from '@naervaer/machines/protocol';
import { restore } from '@naervaer/sync-server/backup/restore.ts';
import type { Clock } from '@naervaer/sync-server/clock.ts';
import { parseMasters } from '@naervaer/sync-server/keys/index.ts';
import { newMasterLine } from '@naervaer/sync-server/keys/masters.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { boardDriver } from '../support/board-driver.ts';
import { launchBrowser, openDevice } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { findTraces } from '../support/residue.ts';
import { joinOnBehalf, joinWithoutCpr } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { clinicOf, staffOf } from '../support/staff.ts';

const COMMAND = fileURLToPath(new URL('../../sync-server/backup/main.ts', import.meta.url));
const AUDIT = fileURLToPath(new URL('../../sync-server/audit/command.ts', import.meta.url));
const ELLEN = { number: '720341-1234', name: 'Ellen Kornmark' };
const VILLY = { number: '670238-0021', name: 'Villy Sandager' };
/** Not in the demo's data folder: a machine is lost with all that lies on it. */
const KEYS = newMasterLine(new Date());
const ENV = { NAERVAER_KEYS: KEYS, TURN_URLS: 'turn:127.0.0.1:1', TURN_SECRET: 'not used here' };

const HOUR = 60 * 60 * 1000;

let folder: string;
let file: string;
let lost: ServerProcess;
let browser: Browser;
const closers: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-backup-'));
  file = join(folder, 'naervaer.backup');
  lost = await serverProcess(ENV);
  await lost.start();
  browser = await launchBrowser();
});

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await browser?.close();
  await lost?.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** A command of the operator's, with the environment of theirs. */
async function operator(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const restoreInto = (dataDir: string, keys = KEYS) =>
  operator([COMMAND, 'restore', file], { DATA_DIR: dataDir, NAERVAER_KEYS: keys });

test('P5: backed up under load, the machine lost, restored elsewhere: the queue is back on a real board, and the log verifies', async () => {
  onTestFailed(() => console.log(lost.output()));
  const staff = staffOf(lost.origin);
  closers.push(staff.close);
  const doctor = await staff.clinician();
  const { id: clinicId, ydernummer } = clinicOf(doctor);
  await doctor.ask({ type: 'openClinic', clinicId });
  const mette = await staff.caregiver('Mette Skovbjerg');
  const jonas = await staff.caregiver('Jonas Kærgaard');
  const restless = await staff.caregiver('Camilla Engtoft');
  expect(await mette.ask(joinOnBehalf(ydernummer, ELLEN))).toMatchObject({ status: 'accepted' });
  expect(await jonas.ask(joinOnBehalf(ydernummer, VILLY))).toMatchObject({ status: 'accepted' });

  let isWorking = true;
  let turns = 0;
  const load = (async () => {
    while (isWorking) {
      const id = restless.send(joinWithoutCpr(ydernummer));
      await restless.outcome(id);
      const consultationId = id as string as ConsultationId;
      await restless.ask({ type: 'leaveQueue', clinicId, consultationId });
      turns += 1;
    }
  })();
  const { code, said } = await operator([COMMAND, 'backup', file], {
    ...ENV,
    DATA_DIR: lost.dataDir,
  });
  const turnsDuring = turns;
  isWorking = false;
  await load;
  expect([code, said]).toEqual([0, expect.stringMatching(/^Backed up \d+ bytes: .*unbroken\.$/m)]);
  expect(turnsDuring).toBeGreaterThan(0);
  console.log(`backup.test: ${turnsDuring} joins and leaves while it ran; ${said.trim()}`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['naervaer.backup']);
  // It is what lies on a disk somewhere: neither the citizens nor the keys can be read in it.
  const secrets = [ELLEN.number, ELLEN.name, VILLY.number, VILLY.name, KEYS.split(':')[1] ?? ''];
  expect(await findTraces(folder, secrets)).toEqual([]);

  const late = await staff.caregiver('Karen Møllehave');
  await late.ask(joinWithoutCpr(ydernummer));
  staff.close();
  await lost.kill();
  await rm(lost.dataDir, { recursive: true, force: true });

  const elsewhere = join(folder, 'elsewhere');
  const restored = await restoreInto(elsewhere);
  expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('Restored the backup') });
  // Against the end that the backup told, as an operator noted it elsewhere.
  const [, end = ''] = /ends with (\d+:[0-9a-f]{64})/.exec(said) ?? [];
  const verified = await operator([AUDIT, 'verify', '--data', elsewhere, '--head', end], ENV);
  expect(verified).toMatchObject({ code: 0, said: expect.stringContaining('is whole') });

  const server = await serverProcess({ ...ENV, DATA_DIR: elsewhere });
  closers.push(() => server.dispose());
  await server.start();
  const device = await openDevice(browser);
  const board = boardDriver(device.page, server.origin);
  await board.signIn('Anne Klitgård');
  await board.row(ELLEN.name);
  await board.row(VILLY.name);
  const rows = await device.page.getByTestId('queue-row').allInnerTexts();
  expect(rows[0]).toContain(ELLEN.name);
  expect(rows.some((row) => row.includes('Karen Møllehave'))).toBe(false);
  await board.startNext();
  await device.close();
  // Two servers on one folder, and a backup over a living one, are refused.
  expect((await restoreInto(elsewhere)).said).toContain('folderInUse');
});

test('ST2: a backup that is older than the retention brings back the clinic, and nobody who waited then', async () => {
  const late = join(folder, 'late');
  const clock: Clock = { now: () => Date.now() + 25 * HOUR, after: () => () => undefined };
  const report = await restore({ dataDir: late, file, masters: parseMasters(KEYS), clock });
  expect(report.deletedKeys).toBeGreaterThan(1);
  const server = await serverProcess({ ...ENV, DATA_DIR: late });
  closers.push(() => server.dispose());
  await server.start();
  const staff = staffOf(server.origin);
  closers.push(staff.close);
  const doctor = await staff.clinician();
  const { id: clinicId, ydernummer } = clinicOf(doctor);
  const board = doctor.board(clinicId);
  await eventually('the board', () => board.value() !== undefined);
  expect(board.value()?.rows).toEqual([]);
  // It works on: who comes now stands there.
  const mette = await staff.caregiver();
  await doctor.ask({ type: 'openClinic', clinicId });
  expect(await mette.ask(joinOnBehalf(ydernummer, ELLEN))).toMatchObject({ status: 'accepted' });
  await eventually('one row', () => board.value()?.rows.length === 1);
  staff.close();
});

test('P5: with other master keys, or none, nothing is restored, and a sentence says why', async () => {
  const wrong = await restoreInto(join(folder, 'wrong'), newMasterLine(new Date()));
  expect(wrong.code).toBe(1);
  expect(wrong.said).toMatch(/^No restore\. wrongKeys: NAERVAER_KEYS .+\.$/m);
  const none = await restoreInto(join(folder, 'wrong'), '');
  expect(none.said).toMatch(/^No restore\. missingKeys: NAERVAER_KEYS is missing/m);
  expect(await readdir(join(folder, 'wrong'))).toEqual(['lock.sqlite']);
});

test('P5: what is not understood ends with 2, and a file that is there is never written over', async () => {
  expect((await operator([COMMAND, 'backup'], ENV)).code).toBe(2);
  expect((await operator([COMMAND, 'backup', '--fast'], ENV)).code).toBe(2);
  const size = (await stat(file)).size;
  const again = await operator([COMMAND, 'backup', file], {
    ...ENV,
    DATA_DIR: join(folder, 'elsewhere'),
  });
  expect([again.code, again.said]).toEqual([1, expect.stringContaining('alreadyThere')]);
  expect((await stat(file)).size).toBe(size);
});

test('P5: a key file beside the backup, or in the data folder, is told of and never copied', async () => {
  const beside = join(folder, 'beside');
  await mkdir(beside);
  await writeFile(join(beside, 'keys'), `${KEYS}\n`, { mode: 0o600 });
  const dataDir = join(folder, 'elsewhere');
  const env = { ...ENV, NAERVAER_KEYS: join(beside, 'keys'), DATA_DIR: dataDir };
  const { code, said } = await operator([COMMAND, 'backup', join(beside, 'copy')], env);
  expect([code, said]).toEqual([0, expect.stringContaining('NOTE: the file with the master keys')]);
  expect((await readdir(beside)).toSorted()).toEqual(['copy', 'keys']);

  // As in the demo: no variable, and the server's own file in the folder.
  await writeFile(join(dataDir, 'keys'), `${KEYS}\n`, { mode: 0o600 });
  const away = join(folder, 'away.backup');
  const demo = await operator([COMMAND, 'backup', away], { ...env, NAERVAER_KEYS: '' });
  expect(demo).toMatchObject({ code: 0, said: expect.stringContaining('lies in DATA_DIR') });
  const master = Buffer.from(KEYS.split(':')[1] ?? '', 'base64');
  await mkdir(join(folder, 'only'));
  await rename(away, join(folder, 'only', 'away.backup'));
  expect(await findTraces(join(folder, 'only'), [master])).toEqual([]);
});
