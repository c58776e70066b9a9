import type Database from 'better-sqlite3';
import { createHmac, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMacs, verifyAccess } from './index.ts';
import { fact, NOON, openLogFile } from './testing/log-file.ts';
import type { LogFile } from './testing/log-file.ts';

let file: LogFile;
beforeEach(async () => {
  file = await openLogFile();
});
afterEach(() => file.remove());

const LINES = 12;
const facts = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => fact({ at: NOON + from + index }));
const named = async () => (await file.verify()).findings;
const at = (what: string, from: number, to = from) => ({ what, from, to });
const set = (db: Database.Database, column: string, value: unknown, seq: number): void =>
  void db.prepare(`UPDATE access SET ${column} = ? WHERE seq = ?`).run(value, seq);
const get = (db: Database.Database, column: string, seq: number) =>
  db.prepare(`SELECT ${column} FROM access WHERE seq = ?`).pluck().get(seq);
const remove = (db: Database.Database, ...seqs: number[]): void =>
  seqs.forEach((seq) => db.prepare('DELETE FROM access WHERE seq = ?').run(seq));
const renumber = (db: Database.Database, from: number, by: number): void => {
  db.prepare('UPDATE access SET seq = -seq WHERE seq >= ?').run(from);
  db.prepare('UPDATE access SET seq = -seq + ? WHERE seq < 0').run(by);
};
const insert = (db: Database.Database, seq: number, mac = randomBytes(32).toString('hex')): void =>
  void db
    .prepare('INSERT INTO access (seq, at, json, mac) SELECT ?, ?, json, ? FROM access LIMIT 1')
    .run(seq, NOON, mac);
/** The lowest bit of one sign. */
const flip = (text: string, index: number): string =>
  text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ 1) + text.slice(index + 1);

describe('P3: the chain', () => {
  it('is whole as it was written, over restarts and failed commits', async () => {
    expect(await file.verify()).toMatchObject({ lines: 0, findings: [] });
    await file.write(facts(LINES));
    await file.chain.link(facts(3));
    await file.write(facts(2, 100));
    await file.restart();
    await file.write(facts(1, 200));
    expect(await file.verify()).toMatchObject({ lines: LINES + 3, first: 1, findings: [] });
    expect((await file.lines()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: LINES + 3 }, (_, index) => index + 1),
    );
  });

  it('holds no name and no number of anybody, and the same citizen under the same pseudonym', async () => {
    await file.write([fact(), fact({ citizen: '6702380021' }), fact()]);
    const lines = (await file.lines()).map(({ json }) => JSON.parse(json) as { citizen: string });
    expect(JSON.stringify(lines)).not.toMatch(/Anne|Klitg|7203411234|6702380021/);
    expect(lines[0]?.citizen).toBe(lines[2]?.citizen);
    expect(lines[0]?.citizen).not.toBe(lines[1]?.citizen);
  });
});

describe.each([1, 2, 6, LINES - 1, LINES])('P3: line %i', (seq) => {
  beforeEach(() => file.write(facts(LINES)));

  it.each([
    [
      'json',
      (db: Database.Database) => set(db, 'json', flip(String(get(db, 'json', seq)), 14), seq),
    ],
    ['mac', (db: Database.Database) => set(db, 'mac', flip(String(get(db, 'mac', seq)), 9), seq)],
    ['at', (db: Database.Database) => set(db, 'at', Number(get(db, 'at', seq)) ^ 1, seq)],
  ])('is named when one bit of its %s is another, and no other line is', async (_, hand) => {
    file.tamper(hand);
    expect(await named()).toEqual([at('changed', seq)]);
  });

  it('is named when it is removed', async () => {
    file.tamper((db) => remove(db, seq));
    expect(await named()).toEqual(
      seq === LINES ? [at('cutOff', LINES)] : [at('removed', seq), at('unproven', seq + 1)],
    );
  });

  it('is named when one is put in before it, all others numbered anew', async () => {
    file.tamper((db) => {
      renumber(db, seq, 1);
      insert(db, seq);
    });
    expect(await named()).toEqual([at('inserted', seq)]);
  });
});

describe('P3: named is also', () => {
  beforeEach(() => file.write(facts(LINES)));

  it.each([2, 6, LINES - 2])('line %i taken out and the rest moved up', async (seq) => {
    file.tamper((db) => {
      remove(db, seq);
      renumber(db, seq + 1, -1);
    });
    expect(await named()).toEqual([at('removedBefore', seq)]);
  });

  it('a line put in at the end', async () => {
    file.tamper((db) => insert(db, LINES + 1));
    expect(await named()).toEqual([at('inserted', LINES + 1)]);
  });

  it.each([
    [1, 2],
    [6, 7],
    [LINES - 1, LINES],
    [3, 9],
  ])('lines %i and %i swapped', async (a, b) => {
    file.tamper((db) => {
      db.prepare('UPDATE access SET seq = -1 WHERE seq = ?').run(a);
      db.prepare('UPDATE access SET seq = ? WHERE seq = ?').run(a, b);
      db.prepare('UPDATE access SET seq = ? WHERE seq = -1').run(b);
    });
    expect(await named()).toEqual(
      b === a + 1 ? [at('changed', a, b)] : [at('changed', a), at('changed', b)],
    );
  });

  it('an end that was cut off, whatever is written afterwards', async () => {
    file.tamper((db) => remove(db, LINES - 1, LINES));
    expect(await named()).toEqual([at('cutOff', LINES - 1, LINES)]);
    await file.restart();
    await file.write(facts(3, 100));
    expect(await named()).toEqual([at('removed', LINES - 1, LINES), at('unproven', LINES + 1)]);
  });

  it('a kept end that was taken away or set back', async () => {
    const older = await file.store.record('log', 'end');
    await file.write(facts(2));
    file.tamper((db) => db.exec(`DELETE FROM record WHERE kind = 'log'`));
    expect(await named()).toEqual([{ what: 'endMissing' }]);
    await file.restart();
    await file.write(facts(1));
    expect((await named()).map(({ what }) => what)).toContain('removed');
    file.tamper((db) =>
      db
        .prepare(`UPDATE record SET json = ? WHERE kind = 'log'`)
        .run(String(older?.json).replace(`"seq":${LINES}`, '"seq":1')),
    );
    expect((await named()).map(({ what }) => what)).toContain('endSpoiled');
  });

  it.each([1, 6])(
    'a chain that somebody without the key made anew from line %i on',
    async (from) => {
      file.tamper((db) => {
        let mac = String(get(db, 'mac', from - 1) ?? '');
        for (let seq = from; seq <= LINES; seq += 1) {
          const text = `line\n${mac}\n${seq}\n${NOON}\n${get(db, 'json', seq)}`;
          mac = createHmac('sha256', 'guessed').update(text).digest('hex');
          set(db, 'at', NOON, seq);
          set(db, 'mac', mac, seq);
        }
      });
      expect(await named()).toEqual([at('changed', from, LINES)]);
    },
  );

  it('a long log that was made anew, once and not line by line', async () => {
    await file.write(facts(1_500));
    file.tamper((db) =>
      db.exec(`UPDATE access SET mac = lower(hex(randomblob(32))) WHERE seq > 7`),
    );
    expect(await named()).toEqual([at('rewritten', 8, LINES + 1_500)]);
  });

  it('everything, under other master keys', async () => {
    const macs = createMacs({ secretFor: () => randomBytes(32) });
    const { findings } = await verifyAccess(file.store, macs);
    expect(findings).toEqual([at('changed', 1, LINES), { what: 'endSpoiled' }]);
  });

  it('an older copy of the whole file, to who wrote its end down elsewhere', async () => {
    const macs = createMacs(file.keyring);
    const { seq, mac } = file.chain.end;
    expect((await verifyAccess(file.store, macs, { seq, mac })).findings).toEqual([]);
    const later = { seq: seq + 5, mac: randomBytes(32).toString('hex') };
    expect((await verifyAccess(file.store, macs, later)).findings).toEqual([
      at('notWitnessed', seq + 5),
    ]);
  });
});
