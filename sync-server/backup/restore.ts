import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsultationId, Instant } from '@naervaer/machines/protocol';
import { RetentionHours } from '@naervaer/machines/protocol';
import { copyJournal, JOURNAL_FILE, lockFolder } from '@naervaer/storage';
import type { Store, StoredKey } from '@naervaer/storage';
import * as v from 'valibot';
import { clinicIdOf } from '../actors/index.ts';
import { openAccessChain } from '../audit/chain.ts';
import type { AccessFact } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { RETENTION_HOURS } from '../directory/records.ts';
import { KEY_FILE } from '../keys/masters.ts';
import type { Keyring, MasterKey } from '../keys/index.ts';
import { createLog } from '../log.ts';
import { BackupError } from './errors.ts';
import { withGoodCopy } from './examine.ts';
import type { Contents } from './examine.ts';
import { putStamp, stampOf } from './stamp.ts';

export interface RestoreReport extends Contents {
  readonly madeAt: Instant;
  /** Keys in the backup whose retention is over by now: deleted before anybody could read by them. */
  readonly deletedKeys: number;
}

const HOUR_MS = 60 * 60 * 1000;
/** What an empty folder may hold: the lock, and the demo's master keys put there beforehand. */
const MAY_BE_THERE = [/^lock\.sqlite/, new RegExp(`^${KEY_FILE}$`)];

/**
 * Puts a backup into an empty folder, for a server that starts there next (P5).
 *
 * What was deleted after the backup stays deleted, as far as a backup can know: whatever is older
 * than its clinic's retention goes before anything else can read it, and what was going on then and
 * would be over by now counts as ended at the backup. Every sign-in ends.
 * @throws {BackupError} `folderInUse` · `folderNotEmpty` · `unreadable` · `notABackup` · `brokenLog`
 * @throws {ConfigError} `wrongKeys`
 */
export async function restore(options: {
  readonly dataDir: string;
  readonly file: string;
  readonly masters: readonly MasterKey[];
  readonly clock: Clock;
}): Promise<RestoreReport> {
  const { dataDir, file, masters, clock } = options;
  if (!existsSync(file)) throw new BackupError('unreadable', 'There is no such file.');
  const lock = lockFolder(dataDir);
  if (lock === undefined) {
    throw new BackupError('folderInUse', 'A server runs on DATA_DIR. Stop it first.');
  }
  try {
    const found = readdirSync(dataDir).filter((name) => !MAY_BE_THERE.some((is) => is.test(name)));
    if (found.length > 0) {
      throw new BackupError('folderNotEmpty', 'DATA_DIR is not empty. Give the backup a new one.');
    }
    let report: RestoreReport | undefined;
    await copyJournal(file, join(dataDir, JOURNAL_FILE), async (copy) => {
      const { did, ...contents } = await withGoodCopy(copy, { masters, clock }, (store, keyring) =>
        bringToNow(store, keyring, clock.now()),
      );
      report = { ...contents, ...did };
    });
    if (report === undefined) throw new Error('a copy that was never looked at');
    return report;
  } finally {
    lock.release();
  }
}

async function bringToNow(
  store: Store,
  keyring: Keyring,
  now: Instant,
): Promise<Pick<RestoreReport, 'madeAt' | 'deletedKeys'>> {
  const stamp = await stampOf(store);
  if (stamp === null) {
    throw new BackupError('notABackup', 'The file was not made by npm run backup.');
  }
  const { madeAt } = stamp;
  const retention = await retentions(store);
  // A clinic's day is left to the server's own sweep, which first keeps what the day led to.
  const consultations = (await store.keys()).filter(
    ({ stream, subject }) => stream !== null && !subject.startsWith(`${stream}/`),
  );
  const due = consultations.filter((key) => (key.endedAt ?? madeAt) + retention(key) <= now);
  await writeDown(store, keyring, due, now);
  await store.deleteKeys(due.map(({ subject }) => subject));
  // Who was signed out, or removed, after the backup must not be in again.
  await store.sweep(Number.MAX_SAFE_INTEGER, 0);
  await putStamp(store, null);
  return { madeAt, deletedKeys: due.length };
}

/** P3: a deletion is a line of the access log, whoever deletes. */
async function writeDown(
  store: Store,
  keyring: Keyring,
  due: readonly StoredKey[],
  at: Instant,
): Promise<void> {
  const facts = due.map(({ subject, stream, citizen }): AccessFact => ({
    at,
    action: 'deleteData',
    purpose: 'retention',
    by: null,
    clinicId: clinicIdOf(stream) ?? null,
    consultationId: subject as ConsultationId,
    citizen: citizen === null ? null : { pseudonym: citizen },
    target: null,
  }));
  const chain = await openAccessChain({ store, keyring, log: createLog('silent') });
  const { lines, head } = await chain.link(facts);
  if (lines.length === 0) return;
  const nothing = { events: [], outcome: null, gone: [], keys: [], ended: [] };
  await store.commit([{ stream: 'restore', ...nothing, records: head, access: lines }]);
}

const Kept = v.object({ retentionHours: v.optional(RetentionHours, RETENTION_HOURS) });

/** How long each clinic keeps what is over, in milliseconds, as it was at the backup. */
async function retentions(store: Store): Promise<(key: StoredKey) => number> {
  const clinics = await store.records('clinic');
  const hours = new Map(
    clinics.map(({ id, json }) => [`clinic/${id}`, v.parse(Kept, JSON.parse(json)).retentionHours]),
  );
  return ({ stream }) => (hours.get(stream ?? '') ?? RETENTION_HOURS) * HOUR_MS;
}
