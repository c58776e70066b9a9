import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  entry,
  event,
  events,
  expectRejected,
  NOON,
  outcome,
  session,
  STREAM,
} from '../contract/samples.ts';
import type { Store } from '../store.ts';
import { key } from '../contract/keys.ts';
import { openFile } from './file.ts';
import { createScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { createSqliteStore } from './store.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('sqlite file', () => {
  let scratch: Scratch;
  let store: Store | undefined;
  const open = (maxBytes?: number): Store => {
    store = createSqliteStore({
      file: scratch.file,
      ...(maxBytes === undefined ? {} : { maxBytes }),
    });
    return store;
  };

  beforeEach(async () => {
    scratch = await createScratch();
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await scratch.remove();
  });

  it('is private to the server: folder 0700, database, log and index 0600', async () => {
    await open().nextEpoch();
    expect(modeOf(dirname(scratch.file))).toBe(0o700);
    for (const suffix of ['', '-wal', '-shm']) expect(modeOf(scratch.file + suffix)).toBe(0o600);
  });

  it('makes a file private that others could read', async () => {
    mkdirSync(dirname(scratch.file));
    writeFileSync(scratch.file, '', { mode: 0o644 });
    await open().nextEpoch();
    for (const suffix of ['', '-wal', '-shm']) expect(modeOf(scratch.file + suffix)).toBe(0o600);
  });

  it('ST1: waits for the disk at every commit', () => {
    // No test short of a power cut could see the difference.
    const db = openFile(scratch.file, undefined);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
  });

  it('ST2: holds nothing readable, in any of its files, of what ended and was swept', async () => {
    const store = open();
    const secret = 'what nobody may read afterwards';
    const stays = session({ json: 'what stays' });
    await store.putSession(stays);
    await store.putSession(session({ json: secret, expiresAt: NOON }));
    const ended = session({ json: secret });
    await store.putSession(ended);
    const holds = (text: string): boolean =>
      readdirSync(dirname(scratch.file)).some((name) =>
        readFileSync(join(dirname(scratch.file), name)).includes(text),
      );
    expect(holds(secret)).toBe(true);
    await store.endSession(ended.sessionId);
    await store.sweep(NOON, NOON);
    expect(holds(secret)).toBe(false);
    expect(holds(stays.json)).toBe(true);
  });

  it('ST2: holds nothing, in any of its files, of a key or record that was deleted, a key that was rewrapped, or a line that was dropped', async () => {
    const store = open();
    const holds = (text: string): boolean =>
      readdirSync(dirname(scratch.file)).some((name) =>
        readFileSync(join(dirname(scratch.file), name)).includes(text),
      );
    const secrets = ['wrapped-of-the-deleted', 'wrapped-by-the-old', 'a-record', 'a-line'] as const;
    const [deleted, rewrapped, record, line] = secrets;
    const many = Array.from({ length: 200 }, (_, index) => key(`other-${index}`));
    await store.putKeys([
      ...many,
      key('gone', { wrapped: deleted, citizen: 'hash-of-a-citizen' }),
      key('kept', { wrapped: rewrapped }),
    ]);
    await store.putRecords([{ kind: 'profile', id: 'p', json: record }]);
    await store.commit([entry({ access: [{ seq: 1, at: NOON, json: line, mac: 'm' }] })]);
    for (const secret of secrets) expect(holds(secret)).toBe(true);
    await store.deleteKeys(['gone']);
    await store.rewrapKeys([{ subject: 'kept', from: rewrapped, to: 'wrapped-by-the-new' }]);
    await store.deleteRecords([{ kind: 'profile', id: 'p' }]);
    await store.dropAccess(1);
    for (const secret of [...secrets, 'hash-of-a-citizen']) expect(holds(secret)).toBe(false);
    expect(await store.keys()).toHaveLength(201);
    expect(holds('wrapped-by-the-new')).toBe(true);
  });

  it('is unavailable, not broken, when its folder cannot be made or it is no database', () => {
    writeFileSync(dirname(scratch.file), 'a file where the folder belongs');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'unavailable' }));
    const noDatabase = `${dirname(scratch.file)}.txt`;
    writeFileSync(
      noDatabase,
      'nothing that SQLite ever wrote, long enough to be looked at'.repeat(20),
    );
    expect(() => createSqliteStore({ file: noDatabase })).toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    );
  });

  it('refuses writes while another process holds the file, still reads, and recovers', async () => {
    const store = open();
    await store.commit([entry({ events: events(1, 1) })]);
    const other = new Database(scratch.file);
    other.exec('BEGIN EXCLUSIVE');
    await expectRejected(store.commit([entry({ events: events(2, 3) })]), 'unavailable');
    await expectRejected(store.check(), 'unavailable');
    expect((await store.load(STREAM)).events).toEqual(events(1, 1));
    other.exec('ROLLBACK');
    other.close();
    await store.check();
    await store.commit([entry({ events: events(2, 3) })]);
    expect((await store.load(STREAM)).events).toEqual(events(1, 3));
  });

  it('refuses a whole batch when the file is full, and goes on when room was made', async () => {
    const store = open(512 * 1024);
    const filler = (count: number) =>
      Array.from({ length: count }, () => entry({ outcome: outcome() }));
    await store.commit([entry({ events: events(1, 1) })]);
    let isFull = false;
    while (!isFull) {
      isFull = await store.commit(filler(200)).then(
        () => false,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'unavailable', cause: { code: 'SQLITE_FULL' } });
          return true;
        },
      );
    }
    const told = outcome();
    const batch = [
      entry({ stream: 'clinic/other', events: events(1, 1), outcome: told }),
      entry({ events: [{ ...event(2), sealed: new Uint8Array(200_000) }] }),
    ];
    await expectRejected(store.commit(batch), 'unavailable');
    expect(await store.outcomeOf(told.commandId)).toBeUndefined();
    expect(await store.streams()).toEqual([STREAM]);
    expect((await store.load(STREAM)).events).toEqual(events(1, 1));
    expect(statSync(scratch.file).size).toBeLessThanOrEqual(512 * 1024);

    await store.sweep(NOON, NOON + 1);
    await store.check();
    await store.commit(batch);
    expect(await store.outcomeOf(told.commandId)).toEqual(told);
    expect((await store.load(STREAM)).events).toHaveLength(2);
  });

  it('calls nothing stored that goes to a file which was taken away, and recovers', async () => {
    const store = open();
    await store.commit([entry({ events: events(1, 1) })]);
    renameSync(scratch.file, `${scratch.file}.away`);
    await expectRejected(store.commit([entry({ events: events(2, 2) })]), 'unavailable');
    await expectRejected(store.check(), 'unavailable');
    writeFileSync(scratch.file, '');
    await expectRejected(store.commit([entry({ events: events(2, 2) })]), 'unavailable');
    renameSync(`${scratch.file}.away`, scratch.file);
    await store.commit([entry({ events: events(2, 2) })]);
    expect((await store.load(STREAM)).events).toEqual(events(1, 2));
  });
});
