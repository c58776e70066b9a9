import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ClinicId, OrganisationId, PersonId } from '@naervaer/machines/protocol';
import { createSqliteStore } from '@naervaer/storage';
import type { AccessLine, Store } from '@naervaer/storage';
import { systemClock } from '../../clock.ts';
import { createCommitter } from '../../commit/index.ts';
import type { Committer } from '../../commit/index.ts';
import { createKeyring, parseMasters } from '../../keys/index.ts';
import type { Keyring } from '../../keys/index.ts';
import { createLog } from '../../log.ts';
import { createMacs, openAccessChain, verifyAccess } from '../index.ts';
import type { AccessFact, OpenChain, Verdict } from '../index.ts';

export const NOON = Date.UTC(2026, 10, 21, 12);
export const MASTER = `k1:${Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64')}`;

export const fact = (parts: Partial<AccessFact> = {}): AccessFact => ({
  at: NOON,
  action: 'seeOnBoard',
  purpose: 'treatment',
  by: {
    personId: 'klinik.anne' as PersonId,
    name: 'Anne Klitgård',
    role: 'clinician',
    organisationId: 'klinikker' as OrganisationId,
  },
  clinicId: 'nordby' as ClinicId,
  consultationId: null,
  citizen: '7203411234',
  target: null,
  ...parts,
});

/** An access log in a real file, and a hand that reaches into it past all of the server's code. */
export interface LogFile {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly chain: OpenChain;
  readonly committer: Committer;
  write(facts: readonly AccessFact[]): Promise<void>;
  lines(): Promise<readonly AccessLine[]>;
  /** As a server that starts on the file finds it. */
  restart(): Promise<void>;
  verify(): Promise<Verdict>;
  /** What somebody does who has the file and not the keys. */
  tamper(hand: (db: Database.Database) => void): void;
  remove(): Promise<void>;
}

export async function openLogFile(): Promise<LogFile> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-log-'));
  const file = join(folder, 'naervaer.sqlite');
  const log = createLog('silent');
  const store = createSqliteStore({ file });
  const keyring = await createKeyring({
    store,
    masters: parseMasters(MASTER),
    clock: systemClock,
  });
  let chain = await openAccessChain({ store, keyring, log });
  const committerOf = (): Committer =>
    createCommitter({ store, sealer: keyring.sealer, access: chain });
  let committer = committerOf();

  return {
    store,
    keyring,
    get chain() {
      return chain;
    },
    get committer() {
      return committer;
    },
    write: (facts) =>
      committer.add({
        stream: 'access',
        events: [],
        outcome: null,
        records: [],
        ended: [],
        access: facts,
      }),
    lines: () => store.accessLines(0, 100_000),
    async restart() {
      chain = await openAccessChain({ store, keyring, log });
      committer = committerOf();
    },
    verify: () => verifyAccess(store, createMacs(keyring)),
    tamper(hand) {
      const db = new Database(file);
      const sql = 'SELECT sql FROM sqlite_schema WHERE name = ?';
      const trigger = db.prepare<[string], string>(sql).pluck().get('access_never_changes');
      db.exec('DROP TRIGGER access_never_changes');
      hand(db);
      if (trigger !== undefined) db.exec(trigger);
      db.close();
    },
    async remove() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
