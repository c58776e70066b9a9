import type { AccessLine } from '@naervaer/storage';
import { expect, it } from 'vitest';
import { createMacs, verifyAccess } from './index.ts';
import { fact, NOON, openLogFile } from './testing/log-file.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const TRIALS = 1_000;
const LINES = 40;

/** Mulberry32: the same seed, the same hands. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** One thing that a hand without the keys can do to a list of lines. */
function hand(lines: readonly AccessLine[], below: (limit: number) => number): AccessLine[] {
  const changed = [...lines];
  const index = below(changed.length);
  const line = changed[index];
  const other = changed[below(changed.length)];
  if (line === undefined || other === undefined) return changed;
  const renumbered = (from: number, by: number): void => {
    for (let at = from; at < changed.length; at += 1) {
      const moved = changed[at];
      if (moved !== undefined) changed[at] = { ...moved, seq: moved.seq + by };
    }
  };
  switch (below(8)) {
    case 0:
      changed[index] = { ...line, at: line.at + 1 + below(1_000) };
      break;
    case 1:
      changed[index] = { ...line, json: line.json.replace('seeOnBoard', 'claim') };
      break;
    case 2:
      changed[index] = { ...line, mac: other.mac === line.mac ? 'f'.repeat(64) : other.mac };
      break;
    case 3:
      changed.splice(index, 1);
      break;
    case 4:
      changed.splice(index, 1);
      renumbered(index, -1);
      break;
    case 5:
      renumbered(index, 1);
      changed.splice(index, 0, { ...other, seq: line.seq });
      break;
    case 6:
      changed[index] = { ...other, seq: line.seq };
      break;
    default:
      changed.splice(index);
  }
  return changed;
}

it(`P3: no hand is missed, whatever it does, up to four times (SEED=${SEED})`, async () => {
  const below = randomOf(SEED);
  const file = await openLogFile();
  try {
    await file.write(Array.from({ length: LINES }, (_, at) => fact({ at: NOON + at })));
    const macs = createMacs(file.keyring);
    const whole = await file.lines();
    const { record, setting } = file.store;
    const text = JSON.stringify(whole);
    let missed = 0;
    let tried = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      let lines: readonly AccessLine[] = whole;
      for (let hands = 0; hands <= below(4); hands += 1) lines = hand(lines, below);
      if (JSON.stringify(lines) === text) continue;
      tried += 1;
      const { findings } = await verifyAccess(
        {
          record,
          setting,
          accessLines: async (seq, limit) => lines.filter((line) => line.seq > seq).slice(0, limit),
        },
        macs,
      );
      if (findings.length === 0) missed += 1;
    }
    expect(missed).toBe(0);
    expect(tried).toBeGreaterThan(TRIALS / 2);
  } finally {
    await file.remove();
  }
});
