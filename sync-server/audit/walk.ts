import type { AccessLine } from '@naervaer/storage';
import { isSame } from './macs.ts';
import type { Macs, Place } from './macs.ts';

/** What somebody did to the log. Numbers are as they stand in the file. */
export type Finding =
  | {
      readonly what:
        /** Its text, time or MAC is another than when it was written. */
        | 'changed'
        /** No server wrote it. */
        | 'inserted'
        /** It is not there. */
        | 'removed'
        /** Something before it is not there, and what follows was numbered anew. */
        | 'removedBefore'
        /** It comes behind a missing line and cannot be told. */
        | 'unproven'
        /** From here on nothing is proven: written without the key, or under other master keys. */
        | 'rewritten'
        | 'cutOff'
        /** A line that was printed elsewhere is not the log's. */
        | 'notWitnessed';
      readonly from: number;
      readonly to: number;
    }
  /** What is kept of the log's beginning or end beside it. */
  | { readonly what: 'beginSpoiled' | 'endSpoiled' | 'endMissing' };

/** A line that does not follow from the one before it. */
interface Suspect {
  readonly line: AccessLine;
  /** What it would bear if it did. */
  readonly expected: string;
}

/** Lines in a row that a hand changed, at most; beyond it, it is another log. */
const MANY = 200;
/** Lines taken out at one place, at most, for which a log numbered anew is still understood. */
const TAKEN_OUT = 100;

/** Follows the chain line by line, and finds its way again behind what does not fit. */
export interface Walk {
  readonly previous: Place;
  /** How much higher the numbers are than when they were written. */
  readonly shift: number;
  isGap(line: AccessLine): boolean;
  /** The chain goes on behind this place. */
  skipTo(place: Place): void;
  take(line: AccessLine): void;
  /** @param end the last number that the server itself knows of */
  finish(end: number): readonly Finding[];
}

export function createWalk(macs: Macs, begin: Place): Walk {
  const findings: Finding[] = [];
  const changed: Suspect[] = [];
  let previous = begin;
  /** What the line before may have borne when this one was written. */
  let candidates: readonly string[] = [begin.mac];
  /** Lines in a row that did not fit, the first of them at least, and what they come behind. */
  let run: Suspect[] = [];
  let runLength = 0;
  let behind = begin;
  let shift = 0;
  /** A guess that the next line has to bear out: how it was before it. */
  let guess:
    | {
        readonly finding: Finding;
        readonly run: Suspect[];
        readonly by: number;
        readonly at: Suspect;
      }
    | undefined;

  const fits = (line: AccessLine, seq: number, after: readonly string[]): boolean =>
    after.some((mac) => isSame(macs.line(mac, { ...line, seq }), line.mac));

  function settle(): void {
    const [first] = run;
    if (runLength > MANY && first !== undefined) {
      findings.push({
        what: 'rewritten',
        from: first.line.seq,
        to: first.line.seq + runLength - 1,
      });
    } else {
      changed.push(...run);
    }
    run = [];
    runLength = 0;
  }

  /** How far the numbers went up or down, if the lines of the run are the reason. */
  function moved(line: AccessLine): { what: 'inserted' | 'removedBefore'; by: number } | undefined {
    const seq = line.seq - shift;
    const [only] = run;
    if (only === undefined) return undefined;
    // They are not of this log, and what follows was numbered anew.
    if (fits(line, seq - runLength, [behind.mac])) return { what: 'inserted', by: runLength };
    if (runLength > 1) return undefined;
    // The one that did not fit comes behind lines that are gone, and the rest moved up.
    for (let gone = 1; gone <= TAKEN_OUT; gone += 1) {
      if (fits(line, seq + gone, [only.line.mac])) return { what: 'removedBefore', by: -gone };
    }
    return undefined;
  }

  function suspect(at: Suspect): void {
    if (runLength === 0) behind = previous;
    runLength += 1;
    if (run.length < MANY) run.push(at);
    candidates = [at.line.mac, at.expected];
  }

  function bearOut(isTrue: boolean): void {
    if (guess === undefined) return;
    const { finding, by, at } = guess;
    if (isTrue) {
      findings.push(finding);
    } else {
      shift -= by;
      run = guess.run;
      runLength = run.length;
      suspect(at);
    }
    guess = undefined;
  }

  function take(line: AccessLine): void {
    const isNext = line.seq === previous.seq + 1;
    if (guess !== undefined) bearOut(isNext && fits(line, line.seq - shift, candidates));
    const seq = line.seq - shift;
    const isFit = fits(line, seq, candidates);
    if (!isNext) {
      settle();
      findings.push({ what: 'removed', from: previous.seq + 1, to: line.seq - 1 });
      // A server that could not tell its log's end left a number out, and wrote on behind the last.
      if (!isFit) findings.push({ what: 'unproven', from: line.seq, to: line.seq });
      candidates = [line.mac];
    } else if (isFit) {
      settle();
      candidates = [line.mac];
    } else {
      const at: Suspect = { line, expected: macs.line(candidates[0] ?? '', { ...line, seq }) };
      const found = moved(line);
      if (found === undefined) {
        suspect(at);
      } else {
        const { what, by } = found;
        const from = run[0]?.line.seq ?? line.seq;
        guess = {
          finding: { what, from, to: what === 'removedBefore' ? from : line.seq - 1 },
          run,
          by,
          at,
        };
        shift += by;
        run = [];
        runLength = 0;
        candidates = [line.mac];
      }
    }
    previous = { seq: line.seq, mac: line.mac };
  }

  /** Lines whose only fault is that the one before them is another now, as when two were swapped. */
  function proven(suspects: readonly Suspect[]): ReadonlySet<Suspect> {
    const borne = suspects.flatMap(({ line, expected }) => [line.mac, expected]);
    return new Set(suspects.filter(({ line }) => fits(line, line.seq, borne)));
  }

  function finish(end: number): readonly Finding[] {
    bearOut(previous.seq - shift === end);
    settle();
    const innocent = changed.length <= 2 * MANY ? proven(changed) : new Set<Suspect>();
    for (const each of changed) {
      if (innocent.has(each)) continue;
      const { seq } = each.line;
      const what = seq - shift > end ? 'inserted' : 'changed';
      const before = findings.at(-1);
      if (before?.what === what && before.to === seq - 1) {
        findings[findings.length - 1] = { what, from: before.from, to: seq };
      } else {
        findings.push({ what, from: seq, to: seq });
      }
    }
    return findings.toSorted((a, b) => ('from' in a ? a.from : 0) - ('from' in b ? b.from : 0));
  }

  return {
    get previous() {
      return previous;
    },
    get shift() {
      return shift;
    },
    isGap: (line) => line.seq > previous.seq + 1,
    skipTo(place) {
      bearOut(false);
      settle();
      previous = place;
      candidates = [place.mac];
    },
    take,
    finish,
  };
}
