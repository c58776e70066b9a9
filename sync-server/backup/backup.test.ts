import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore, JOURNAL_FILE, lockFolder } from '@naervaer/storage';
import type { Entry, Store } from '@naervaer/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccessChain } from '../audit/chain.ts';
import type { AccessFact } from '../audit/index.ts';
import { createMacs } from '../audit/macs.ts';
import { verifyAccess } from '../audit/verify.ts';
import type { Clock } from '../clock.ts';
import { createKeyring, parseMasters } from '../keys/index.ts';
import type { MasterKey } from '../keys/index.ts';
import { newMasterLine } from '../keys/masters.ts';
import { createLog } from '../log.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const HOUR = 60 * 60 * 1000;
const masters = parseMasters(newMasterLine(new Date()));
const others = parseMasters(newMasterLine(new Date()));
let now = 1_800_000_000_000;
const clock: Clock = { now: () => now, after: () => () => undefined };

const FACT: AccessFact = {
  at: 1,
  action: 'claim',
  purpose: 'treatment',
  by: null,
  clinicId: null,
  consultationId: null,
  citizen: null,
  target: null,
};
const ENTRY: Entry = {
  stream: 'clinic/nordby',
  events: [],
  outcome: null,
  records: [],
  gone: [],
  keys: [],
  ended: [],
  access: [],
};

let folder: string;
let dataDir: string;
let file: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-backup-'));
  dataDir = join(folder, 'data');
  file = join(folder, 'copy.sqlite');
  store = createSqliteStore({ file: join(dataDir, JOURNAL_FILE) });
  await createKeyring({ store, masters, clock });
  const clinic = { kind: 'clinic', id: 'nordby', json: '{"retentionHours":2}' } as const;
  await store.putRecords([clinic]);
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A consultation's key as the committer stores it. */
async function addKey(subject: string, endedAt: number | null): Promise<void> {
  const keyring = await createKeyring({ store, masters, clock });
  const stream = 'clinic/nordby';
  const under = { subject, stream, at: now, citizen: null, endedAt };
  await store.putKeys((await keyring.sealer.seal(under, 'x')).keys);
}

const backup = (with_: readonly MasterKey[] = masters) =>
  backUp({ dataDir, file, masters: with_, clock });
const restoreTo = (name: string, with_: readonly MasterKey[] = masters) =>
  restore({ dataDir: join(folder, name), file, masters: with_, clock });
const inFolder = async (name: string): Promise<readonly string[]> =>
  (await readdir(join(folder, name))).sort();

describe('a backup (P5)', () => {
  it('is one private file, made while the journal is open and its folder is taken', async () => {
    const lock = lockFolder(dataDir);
    await addKey('one', null);
    const { keys, openKeys, bytes } = await backup();
    expect([keys, openKeys, bytes > 0]).toEqual([1, 1, true]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['copy.sqlite', 'data']));
    expect((await readdir(folder)).length).toBe(2);
    lock?.release();
  });

  it('never takes the place of a file that is there', async () => {
    await writeFile(file, 'mine');
    await expect(backup()).rejects.toMatchObject({ code: 'alreadyThere' });
    expect((await stat(file)).size).toBe(4);
  });

  it('that nobody could open is not made', async () => {
    await expect(backup(others)).rejects.toMatchObject({ code: 'wrongKeys' });
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('P3: of an access log that is not whole is not made', async () => {
    const keyring = await createKeyring({ store, masters, clock });
    const chain = await openAccessChain({ store, keyring, log: createLog('silent') });
    const facts = [1, 2, 3].map((at) => ({ ...FACT, at }));
    const { lines, head } = await chain.link(facts);
    await store.commit([{ ...ENTRY, records: head, access: lines }]);
    expect((await backup()).accessLines).toBe(3);
    await rm(file);
    await store.dropAccess(1);
    await expect(backup()).rejects.toMatchObject({ code: 'brokenLog' });
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('of a folder without a journal is refused', async () => {
    const nowhere = backUp({ dataDir: join(folder, 'other'), file, masters, clock });
    await expect(nowhere).rejects.toMatchObject({ code: 'noJournal' });
  });
});

describe('a restore (P5)', () => {
  it('brings back what was there, and ends every sign-in', async () => {
    await addKey('one', null);
    await store.putSession({
      sessionId: 'session-one' as never,
      secretHash: 'a',
      personId: 'mette' as never,
      json: '{}',
      expiresAt: now + HOUR,
    });
    await backup();
    const report = await restoreTo('again');
    expect([report.madeAt, report.keys, report.deletedKeys]).toEqual([now, 1, 0]);
    const again = createSqliteStore({ file: join(folder, 'again', JOURNAL_FILE) });
    expect(await again.key('one')).toEqual(await store.key('one'));
    expect(await again.sessionBySecret('a')).toBeUndefined();
    await again.close();
  });

  it('with other master keys leaves the folder empty', async () => {
    await backup();
    await expect(restoreTo('again', others)).rejects.toMatchObject({ code: 'wrongKeys' });
    expect((await inFolder('again')).filter((name) => name !== 'lock.sqlite')).toEqual([]);
  });

  it('into a folder that is in use, or holds anything, is refused', async () => {
    await backup();
    await expect(restoreTo('data')).rejects.toMatchObject({ code: 'folderNotEmpty' });
    const lock = lockFolder(join(folder, 'taken'));
    await expect(restoreTo('taken')).rejects.toMatchObject({ code: 'folderInUse' });
    lock?.release();
  });

  it('of a file that is damaged, no backup, or not there is refused', async () => {
    await expect(restoreTo('again')).rejects.toMatchObject({ code: 'unreadable' });
    await writeFile(file, 'not a database at all, but long enough to be looked at'.repeat(20));
    await expect(restoreTo('again')).rejects.toMatchObject({ code: 'unavailable' });
    await rm(file);
    await backup();
    await restoreTo('again');
    file = join(folder, 'again', JOURNAL_FILE);
    await expect(restoreTo('third')).rejects.toMatchObject({ code: 'notABackup' });
  });

  it('ST2: does not bring back what was deleted after the backup, nor what would be by now', async () => {
    await addKey('ended an hour before', now - HOUR);
    await addKey('waiting then', null);
    await addKey('clinic/nordby/2027-01-15', now - 30 * HOUR);
    await backup();
    now += HOUR + 1;
    const soon = await restoreTo('soon');
    expect([soon.deletedKeys, soon.keys]).toEqual([1, 2]);
    now += HOUR;
    const late = await restoreTo('late');
    expect([late.deletedKeys, late.keys]).toEqual([2, 1]);
    // P3: each deletion is a line, and the log goes on unbroken.
    const restored = createSqliteStore({ file: join(folder, 'late', JOURNAL_FILE) });
    const keyring = await createKeyring({ store: restored, masters, clock });
    const { lines, findings } = await verifyAccess(restored, createMacs(keyring));
    const told = (await restored.accessLines(0, 9)).map(({ json }) => json).join();
    await restored.close();
    expect([lines, findings]).toEqual([2, []]);
    expect(told).toContain('waiting then');
  });
});
