import type { AccessLine, Store } from '@naervaer/storage';
import { readBegin, readEnd } from './ends.ts';
import { BEGINNING, isSame } from './macs.ts';
import type { Macs, Place } from './macs.ts';
import { createWalk } from './walk.ts';
import type { Finding } from './walk.ts';

export interface Verdict {
  /** Lines that were looked at, and the first and the last of them. */
  readonly lines: number;
  readonly first: number | null;
  readonly last: Place | null;
  /** Empty when nothing was changed, taken out or put in. */
  readonly findings: readonly Finding[];
}

/** Lines read at once: a running server is never held up. */
const PIECE = 1_000;

type Source = Pick<Store, 'accessLines' | 'record' | 'setting'>;

/**
 * Walks the whole log (P3). It only reads, and a server may go on writing beside it.
 * @param witness a line that the log had once, as printed elsewhere: it must have it still
 */
export async function verifyAccess(source: Source, macs: Macs, witness?: Place): Promise<Verdict> {
  // First of all: what is written after this moment comes on top.
  const end = await readEnd(source, macs);
  const kept = await readBegin(source, macs);
  const begin = typeof kept === 'object' ? kept : BEGINNING;
  const walk = createWalk(macs, begin);
  const places = new Map<number, string>();
  const watched = new Set([witness?.seq, typeof end === 'object' ? end.seq : undefined]);
  let lines = 0;
  let first: number | null = null;
  let last: Place | null = null;

  for (let seq = 0; ;) {
    const piece: readonly AccessLine[] = await source.accessLines(seq, PIECE);
    for (const line of piece) {
      seq = line.seq;
      // Its retention is over; a crash came between that decision and the deletion.
      if (line.seq <= begin.seq) continue;
      if (walk.isGap(line)) {
        // Retention may have gone on while we walked.
        const now = await readBegin(source, macs);
        if (typeof now === 'object' && now.seq === line.seq - 1) walk.skipTo(now);
      }
      walk.take(line);
      if (watched.has(line.seq)) places.set(line.seq, line.mac);
      lines += 1;
      first ??= line.seq;
      last = { seq: line.seq, mac: line.mac };
    }
    if (piece.length < PIECE) break;
  }

  const findings: Finding[] = [];
  if (kept === 'spoiled') findings.push({ what: 'beginSpoiled' });
  findings.push(...walk.finish(typeof end === 'object' ? end.seq : Infinity));
  const ending = last ?? begin;
  if (end === 'spoiled') findings.push({ what: 'endSpoiled' });
  else if (end === undefined && lines > 0) findings.push({ what: 'endMissing' });
  else if (typeof end === 'object') findings.push(...atEnd(end, ending.seq - walk.shift, findings));
  if (witness !== undefined && !isWitnessed(witness, begin, places)) {
    findings.push({ what: 'notWitnessed', from: witness.seq, to: witness.seq });
  }
  return { lines, first, last, findings };
}

function atEnd(end: Place, last: number, found: readonly Finding[]): readonly Finding[] {
  if (last >= end.seq) return [];
  // A line out of the middle may be what makes the log short, and is named already.
  const isNamed = found.some(({ what }) => what === 'rewritten');
  return isNamed ? [] : [{ what: 'cutOff', from: last + 1, to: end.seq }];
}

function isWitnessed(
  { seq, mac }: Place,
  begin: Place,
  places: ReadonlyMap<number, string>,
): boolean {
  if (seq < begin.seq) return true;
  const there = seq === begin.seq ? begin.mac : places.get(seq);
  return there !== undefined && isSame(there, mac);
}
