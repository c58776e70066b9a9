import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entry, events, STREAM } from '../contract/samples.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { checksumOf } from './migrations/migration.ts';
import { createScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { createSqliteStore } from './store.ts';

/** What files out there have run. A new migration adds a line; no line ever changes. */
const RELEASED = [
  'b4e86f8936bbbf37c0967bcde00685877baaf18ed0a2b74a692f250f2af9e58b',
  '2d4fbf85f25bb4ac616d7a2766498c4c387790eaff0a392b28f49aef319ff56b',
  '9d3d068f46f491aca863af1136862ef69012fede57fa3576d2c123b72617253c',
  '70c807568c28e981d20db711ce60b35fe25ec0e3ebbeabd240162131702b0482',
];

const schemaOf = (db: Database.Database): unknown =>
  db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();

describe('migrations', () => {
  let scratch: Scratch;
  let db: Database.Database;
  beforeEach(async () => {
    scratch = await createScratch();
    db = new Database(':memory:');
  });
  afterEach(async () => {
    db.close();
    await scratch.remove();
  });

  it('are numbered without gaps', () => {
    expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it('are what they were when they were released', () => {
    expect(MIGRATIONS.map(checksumOf)).toEqual(RELEASED);
  });

  it.each(Array.from({ length: MIGRATIONS.length + 1 }, (_, version) => version))(
    'bring a file of version %i to the same form as a new one',
    (version) => {
      migrate(db, MIGRATIONS.slice(0, version), () => 1);
      migrate(db, MIGRATIONS, () => 2);
      migrate(db, MIGRATIONS, () => 3);
      const fresh = new Database(':memory:');
      migrate(fresh, MIGRATIONS, () => 1);
      expect(schemaOf(db)).toEqual(schemaOf(fresh));
      expect(db.prepare('SELECT number, at FROM migration').all()).toEqual(
        MIGRATIONS.map(({ number }) => ({ number, at: number <= version ? 1 : 2 })),
      );
      fresh.close();
    },
  );

  it('leave nothing of a step that fails half-way, and keep the steps before it', () => {
    const next = MIGRATIONS.length + 1;
    const broken = { number: next, name: 'broken', sql: 'CREATE TABLE half (a); SELECT nonsense;' };
    expect(() => migrate(db, [...MIGRATIONS, broken], () => 1)).toThrow('nonsense');
    expect(db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined();
    expect(db.prepare('SELECT max(number) AS last FROM migration').get()).toEqual({
      last: MIGRATIONS.length,
    });
  });

  it('stop when one was changed after the file ran it', () => {
    migrate(db, MIGRATIONS, () => 1);
    const changed = MIGRATIONS.map((each) => ({ ...each, sql: `${each.sql} -- changed` }));
    expect(() => migrate(db, changed, () => 2)).toThrow('migration 1 was changed');
  });

  it('ST2: leave nothing readable of what was written before there were keys, and what is sealed as it is', () => {
    migrate(db, MIGRATIONS.slice(0, 3), () => 1);
    db.exec(`INSERT INTO stream VALUES (1, 'clinic/a', 2);
      INSERT INTO event VALUES (1, 1, 'JOIN', 1, 'c', CAST('{"reason":"sår"}' AS BLOB)),
        (1, 2, 'LEAVE', 2, 'c', CAST('eyJhbGciOiJkaXIifQ..x' AS BLOB));
      INSERT INTO snapshot VALUES (1, 1, CAST('{"value":"open"}' AS BLOB));
      INSERT INTO outcome VALUES ('1', 's', '{"status":"refused","holder":"Mette Holm"}', 1),
        ('2', 's', '{"status":"refused","holder":"eyJhbGciOiJkaXIifQ..x"}', 1);`);
    migrate(db, MIGRATIONS, () => 2);
    expect(db.prepare('SELECT seq, CAST(sealed AS TEXT) AS text FROM event').all()).toEqual([
      { seq: 1, text: '' },
      { seq: 2, text: 'eyJhbGciOiJkaXIifQ..x' },
    ]);
    expect(db.prepare('SELECT * FROM snapshot').all()).toEqual([]);
    expect(db.prepare('SELECT outcome FROM outcome ORDER BY command').pluck().all()).toEqual([
      '{"status":"refused"}',
      '{"status":"refused","holder":"eyJhbGciOiJkaXIifQ..x"}',
    ]);
  });

  it('leave a file alone that a newer version wrote: tooNew', async () => {
    const { file } = scratch;
    const store = createSqliteStore({ file });
    await store.commit([entry({ events: events(1, 2) })]);
    await store.close();
    const newer = new Database(file);
    const next = MIGRATIONS.length + 1;
    newer.prepare('INSERT INTO migration VALUES (?, ?, ?, ?)').run(next, 'later', 'sum', 1);
    expect(() => createSqliteStore({ file })).toThrow(expect.objectContaining({ code: 'tooNew' }));
    newer.prepare('DELETE FROM migration WHERE number = ?').run(next);
    newer.close();
    const again = createSqliteStore({ file });
    expect((await again.load(STREAM)).events).toEqual(events(1, 2));
    await again.close();
  });
});
