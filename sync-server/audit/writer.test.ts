import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommitter } from '../commit/index.ts';
import type { Draft } from '../commit/index.ts';
import { createLog } from '../log.ts';
import { createAccessKeeper, createAccessWriter, createMacs } from './index.ts';
import type { AccessWriter } from './index.ts';
import { fact, NOON, openLogFile } from './testing/log-file.ts';
import type { LogFile } from './testing/log-file.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A clock that stands, and timers that a test lets go. */
function standingClock() {
  let at = NOON;
  let timers: (() => void)[] = [];
  return {
    now: () => at,
    after(_ms: number, wake: () => void) {
      timers.push(wake);
      return () => {
        timers = timers.filter((other) => other !== wake);
      };
    },
    set: (now: number) => void (at = now),
    letGo: () => timers.splice(0).forEach((wake) => wake()),
    waiting: () => timers.length,
  };
}

let file: LogFile;
beforeEach(async () => {
  file = await openLogFile();
});
afterEach(() => file.remove());

describe('lines that no command brings along', () => {
  let isFull = false;
  let groups: number[] = [];
  let clock: ReturnType<typeof standingClock>;
  let writer: AccessWriter;
  beforeEach(() => {
    isFull = false;
    groups = [];
    clock = standingClock();
    const add = async (draft: Draft): Promise<void> => {
      if (isFull) throw new Error('the disk is full');
      groups.push(draft.access.length);
      await file.committer.add(draft);
    };
    writer = createAccessWriter({ committer: { add }, clock, log: createLog('silent') });
  });

  it('P3: are refused when they must come first and the disk takes nothing', async () => {
    isFull = true;
    await expect(writer.write([fact()])).rejects.toThrow();
    isFull = false;
    await writer.write([fact()]);
    expect((await file.verify()).lines).toBe(1);
  });

  it('are tried again when nothing may wait for them, in order and each once', async () => {
    isFull = true;
    writer.writeLater([fact({ at: NOON + 1 })]);
    writer.writeLater([fact({ at: NOON + 2 })]);
    clock.letGo();
    await expect.poll(clock.waiting).toBe(1);
    isFull = false;
    writer.writeLater([fact({ at: NOON + 3 })]);
    clock.letGo();
    await expect.poll(clock.waiting).toBe(1);
    clock.letGo();
    await expect.poll(async () => (await file.lines()).length).toBe(3);
    expect((await file.lines()).map(({ at }) => at - NOON)).toEqual([1, 2, 3]);
    expect((await file.verify()).findings).toEqual([]);
  });

  it('P3: take what they tell of along when they cannot be linked: it is one transaction', async () => {
    const { store, keyring } = file;
    const committer = createCommitter({
      store,
      sealer: keyring.sealer,
      access: { link: () => Promise.reject(new Error('no key')), stored: () => undefined },
    });
    const draft: Draft = {
      stream: 'session/1',
      events: [],
      outcome: null,
      records: [{ kind: 'profile', id: 'kommune.anna', json: '{}' }],
      ended: [],
      access: [fact()],
    };
    await expect(committer.add(draft)).rejects.toThrow('no key');
    expect(await store.records('profile')).toEqual([]);
  });

  it('that come within some milliseconds share a transaction, behind what somebody waits for', async () => {
    for (let line = 0; line < 600; line += 1) writer.writeLater([fact()]);
    expect(groups).toEqual([]);
    clock.letGo();
    await expect.poll(() => groups).toEqual([500, 100]);
  });

  it('are stored before the server ends, a last time tried', async () => {
    isFull = true;
    writer.writeLater([fact()]);
    clock.letGo();
    await expect.poll(clock.waiting).toBe(1);
    isFull = false;
    writer.writeLater([fact()]);
    await writer.close();
    expect((await file.lines()).length).toBe(2);
    expect(clock.waiting()).toBe(0);
  });
});

describe('retention of the log', () => {
  const keeperOf = (clock: ReturnType<typeof standingClock>, days = 730) =>
    createAccessKeeper({
      store: file.store,
      chain: file.chain,
      macs: createMacs(file.keyring),
      clock,
      log: createLog('silent'),
      days: () => days,
    });

  it('drops whole what is old enough, and verify tells it from a removal', async () => {
    await file.write([1, 2, 3, 4].map((day) => fact({ at: NOON + day * DAY })));
    const clock = standingClock();
    clock.set(NOON + 732.5 * DAY);
    const keeper = keeperOf(clock);
    await expect.poll(async () => (await file.lines()).map(({ seq }) => seq)).toEqual([3, 4]);
    expect(await file.verify()).toMatchObject({ lines: 2, first: 3, findings: [] });
    expect(await keeper.drop()).toBeUndefined();
    file.tamper((db) => db.exec('DELETE FROM access WHERE seq = 3'));
    expect((await file.verify()).findings).toEqual([
      { what: 'removed', from: 3, to: 3 },
      { what: 'unproven', from: 4, to: 4 },
    ]);
    keeper.close();
  });

  it('goes on counting when all was dropped, over a restart', async () => {
    await file.write([fact(), fact()]);
    const clock = standingClock();
    clock.set(NOON + 800 * DAY);
    const keeper = keeperOf(clock);
    await expect.poll(async () => (await file.lines()).length).toBe(0);
    expect(await file.verify()).toMatchObject({ lines: 0, findings: [] });
    await file.restart();
    await file.write([fact({ at: NOON + 800 * DAY })]);
    expect(await file.verify()).toMatchObject({ lines: 1, first: 3, findings: [] });
    keeper.close();
  });

  it('that a crash cut in two is taken up again, and the log is whole meanwhile', async () => {
    await file.write([1, 2, 3].map((day) => fact({ at: NOON + day * DAY })));
    const { store } = file;
    const clock = standingClock();
    clock.set(NOON + 732.5 * DAY);
    const cut = createAccessKeeper({
      store: { ...store, dropAccess: () => Promise.reject(new Error('killed')) },
      chain: file.chain,
      macs: createMacs(file.keyring),
      clock,
      log: createLog('silent'),
      days: () => 730,
    });
    await expect(cut.drop()).rejects.toThrow('killed');
    cut.close();
    expect((await file.lines()).length).toBe(3);
    expect(await file.verify()).toMatchObject({ lines: 1, first: 3, findings: [] });
    const keeper = keeperOf(clock);
    await expect.poll(async () => (await file.lines()).map(({ seq }) => seq)).toEqual([3]);
    expect((await file.verify()).findings).toEqual([]);
    keeper.close();
  });

  it('is no cover for who forges where the log begins', async () => {
    await file.write([1, 2, 3].map((day) => fact({ at: NOON + day * DAY })));
    const { mac } = (await file.lines())[1] ?? { mac: '' };
    await file.store.putSetting('access-log-begin', JSON.stringify({ seq: 2, mac, tag: mac }));
    file.tamper((db) => db.exec('DELETE FROM access WHERE seq <= 2'));
    expect((await file.verify()).findings.map(({ what }) => what)).toEqual([
      'beginSpoiled',
      'removed',
      'unproven',
    ]);
  });
});
