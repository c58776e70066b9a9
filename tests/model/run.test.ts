import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { roomMachine } from '@naervaer/machines/call';
import type { RoomEvent, RoomSnapshot } from '@naervaer/machines/call';
import { expect, test } from 'vitest';
import { transition } from 'xstate';
import { verdictOf } from './command/run-paths.ts';
import { opened } from './level.ts';
import type { Levels } from './level.ts';
import { openLevels } from './pure/index.ts';
import { pureRoom } from './pure/room.ts';
import { readRecords, writeRecord } from './records.ts';

const pure = await openLevels({ isHeaded: false, say: () => undefined });
const step = (before: RoomSnapshot, event: RoomEvent): RoomSnapshot =>
  transition(roomMachine, before, event)[0];
const verdict = (levels: Levels, kind: 'transitions' | 'shortest' = 'transitions') =>
  verdictOf('room', levels, { level: 'pure', kind, onPath: () => undefined });

test('M2: where the real thing parts from the model is said by machine, path, step, event and state', async () => {
  // A room that forgets to leave `denied` when the person tries again.
  const deaf = pureRoom((before, event) =>
    event.type === 'RETRY' && before.value === 'denied' ? before : step(before, event),
  );
  const { isGood, lines, record } = await verdict({ ...pure, room: opened(deaf) });
  expect(isGood).toBe(false);
  expect(lines[0]).toMatch(/1 NOT covered, 1 path FAILED/);
  expect(lines[1]).toMatch(
    /FAILED room, path \d+, step 2: RETRY in denied, which leads to acquiring: .*value is "denied", and the model says "acquiring"/,
  );
  expect(lines[2]).toBe('  NOT covered: denied × RETRY[0]');
  const failed = record.paths.filter(({ result }) => result.status === 'failed');
  expect(failed.map(({ result }) => result.status === 'failed' && result.step)).toEqual([2]);
  expect(record.transitions['denied × RETRY[0]']).toBe(0);
});

test('M2: what nobody can make at a level is counted apart, and must be true', async () => {
  const key = 'denied × RETRY[0]';
  const claims = (unreachable: Record<string, string>) =>
    verdict({ ...pure, room: { ...pure.room, unreachable } });
  expect((await claims({ [key]: 'no camera' })).lines).toContain(
    `  WRONG: it is said that nobody can make it here: ${key}`,
  );
  const typo = await claims({ 'denied × TRY[0]': 'no camera' });
  expect([typo.isGood, typo.lines.at(1)]).toEqual([
    false,
    '  WRONG: said to be unreachable, and there is no such thing: denied × TRY[0]',
  ]);
});

test('M3: a record is read again as it was written; what has another shape is not read', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'naervaer-records-'));
  try {
    expect(await readRecords(path.join(folder, 'none'))).toEqual([]);
    const { record } = await verdict(pure);
    await writeRecord(record, folder);
    const { record: newer } = await verdict(pure);
    await writeRecord(newer, folder);
    await writeFile(path.join(folder, 'old.json'), '{"version":0}');
    expect(await readRecords(folder)).toEqual([newer]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
