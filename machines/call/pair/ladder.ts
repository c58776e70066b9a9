import type { Instant } from '../../protocol/index.ts';
import type { PairEvent } from './events.ts';
import type { Measure } from './measure.ts';
import type { Picture } from './orders.ts';

interface Rung {
  readonly picture: Picture | null;
  /** What must be left for the picture, kbit/s; with less, a smaller one looks better and holds. */
  readonly needs: number;
}

const rung = (height: number, framesPerSecond: number, kbps: number, needs: number): Rung => ({
  picture: { height, framesPerSecond, kbps },
  needs,
});

/**
 * The picture's steps, the best first; on the last one none goes out (C2). `needs` stays below what
 * the congestion control believes in one step further down: it sees at most half as much again as is
 * sent, so a picture that had to fit whole before it is sent would never grow.
 */
export const RUNGS: readonly Rung[] = [
  rung(720, 30, 1_500, 1_000),
  rung(480, 30, 800, 520),
  rung(360, 24, 400, 260),
  rung(240, 20, 200, 120),
  rung(180, 12, 90, 52),
  { picture: null, needs: 0 },
];
export const OFF = RUNGS.length - 1;
/** At 60–80 kbit/s a call took 4–24 s to begin with a larger picture. */
export const START = 3;

export const PICTURE = {
  /** Kept for the sound, with its redundancy and headers, kbit/s. Together with the smallest picture: 100. */
  reservedKbps: 48,
  /** More than this of what we send is lost: too much. 10 % alone is for RED to mend. */
  lossOut: 0.15,
  /** No step up with more than this. */
  goodLossOut: 0.12,
  /** A round trip of twice the usual one and this many milliseconds means queues of our making. */
  queueMs: 200,
  /** With at least this much lost and no queue, a network loses without being narrow. */
  lossyOut: 0.03,
  /** One report is of few packets: at one of ten it says up to this. */
  lossyMost: 0.3,
  lossyQueueMs: 80,
  /** Without a picture, sound counts as whole up to this round trip, in milliseconds. */
  wholeRoundTripMs: 600,
  wholeConcealed: 0.05,
  /** Strained measures in a row that lead one step down. */
  strained: 2,
  /** Milliseconds without trouble before a step up; and before the first picture after none. */
  calm: 8_000,
  calmWithout: 15_000,
  longestCalm: 120_000,
  /** The congestion control needs this long to see what a larger picture can have. */
  grace: 4_000,
  /** A step up that is taken back within this has failed, and the next one waits twice as long. */
  proof: 20_000,
  /** Between measures; more is a tab that slept, and says nothing of what was between. */
  gap: 3_000,
} as const;

/** How large the picture may be now, and what that rests on (C2). */
export interface Ladder {
  readonly rung: number;
  readonly budget: number;
  /** Steps up in a row that failed. */
  readonly failures: number;
  readonly steppedUpAt: Instant | null;
  readonly calmSince: Instant | null;
  readonly measuredAt: Instant | null;
  readonly strained: number;
  /** The usual round trip of this leg, in milliseconds. */
  readonly usualMs: number | null;
}

const needsOf = (at: number): number => RUNGS[at]?.needs ?? 0;
/** The best step that so many kilobits a second are enough for. */
const bestFor = (kbps: number): number => RUNGS.findIndex(({ needs }) => kbps >= needs);
const capOf = (budget: number): number => Math.max(bestFor(budget), 0);

const fresh = { steppedUpAt: null, calmSince: null, measuredAt: null, strained: 0, usualMs: null };

export const firstLadder: Ladder = { rung: START, budget: 1_500, failures: 0, ...fresh };

/** Another leg, perhaps another network: small again, and nothing that was measured holds. */
export const restarted = (ladder: Ladder): Ladder => ({
  ...ladder,
  ...fresh,
  rung: Math.max(ladder.rung, START),
  failures: 0,
});

/** No picture goes out although the room would allow one. */
export const isWithheld = ({ rung, budget }: Ladder): boolean =>
  rung === OFF && capOf(budget) !== OFF;

export function pictureOf({ rung, budget }: Ladder, isLow: boolean): Picture | null {
  const picture = RUNGS[isLow ? Math.max(rung, START) : rung]?.picture ?? null;
  return picture === null ? null : { ...picture, kbps: Math.min(picture.kbps, budget) };
}

const calmFor = ({ rung, failures }: Ladder): number =>
  Math.min(
    (rung === OFF ? PICTURE.calmWithout : PICTURE.calm) * 2 ** Math.min(failures, 5),
    PICTURE.longestCalm,
  );

function down(ladder: Ladder, to: number, at: Instant): Ladder {
  const { steppedUpAt, failures } = ladder;
  const hasFailed = steppedUpAt !== null && at - steppedUpAt < PICTURE.proof;
  return {
    ...ladder,
    rung: Math.min(to, OFF),
    failures: hasFailed ? failures + 1 : failures,
    steppedUpAt: null,
    calmSince: null,
    strained: 0,
  };
}

function up(ladder: Ladder, at: Instant): Ladder {
  return { ...ladder, rung: ladder.rung - 1, steppedUpAt: at, calmSince: at };
}

/** Follows the round trip down at once and up slowly. */
const usual = (before: number | null, roundTripMs: number | null): number | null => {
  if (roundTripMs === null) return before;
  return before === null ? roundTripMs : Math.min(roundTripMs, before * 1.01 + 1);
};

/** Whether so little is left that the picture has to give way at once. */
function isShort({ rung, steppedUpAt }: Ladder, left: number | null, at: Instant): boolean {
  if (left === null || rung === OFF) return false;
  const isYoung = steppedUpAt !== null && at - steppedUpAt < PICTURE.grace;
  return left < needsOf(isYoung ? rung + 1 : rung);
}

/**
 * The congestion control takes loss for a narrow network and believes in next to nothing at one
 * packet of ten, however wide it is. Where nothing queues, the smallest picture is safe: what goes
 * out of it is bounded by that belief anyway, the sound first.
 */
const isOnlyLossy = ({ lossOut, roundTripMs }: Measure, usualMs: number | null): boolean =>
  (lossOut ?? 0) >= PICTURE.lossyOut &&
  (lossOut ?? 0) <= PICTURE.lossyMost &&
  (roundTripMs ?? 0) <= (usualMs ?? 0) + PICTURE.lossyQueueMs;

const isStrained = (measure: Measure, usualMs: number | null): boolean =>
  (measure.lossOut ?? 0) > PICTURE.lossOut ||
  (measure.roundTripMs ?? 0) > 2 * (usualMs ?? 0) + PICTURE.queueMs;

/** Without a picture there is no traffic to measure by; whole sound is what there is to go by. */
function isCalm({ rung }: Ladder, measure: Measure): boolean {
  if ((measure.lossOut ?? 0) > PICTURE.goodLossOut) return false;
  if (rung !== OFF) return true;
  return (
    (measure.roundTripMs ?? 0) <= PICTURE.wholeRoundTripMs &&
    measure.concealed <= PICTURE.wholeConcealed
  );
}

function measured(before: Ladder, measure: Measure, at: Instant): Ladder {
  const hasSlept = before.measuredAt !== null && at - before.measuredAt > PICTURE.gap;
  const hasProved = before.steppedUpAt !== null && at - before.steppedUpAt >= PICTURE.proof;
  const ladder: Ladder = {
    ...before,
    measuredAt: at,
    usualMs: usual(before.usualMs, measure.roundTripMs),
    calmSince: hasSlept ? null : before.calmSince,
    ...(hasProved ? { steppedUpAt: null, failures: 0 } : {}),
  };
  const { availableKbps } = measure;
  const left = availableKbps === null ? null : availableKbps - PICTURE.reservedKbps;
  const lowest = isOnlyLossy(measure, ladder.usualMs) ? OFF - 1 : OFF;
  const isSpared = lowest !== OFF && ladder.rung === lowest;
  if (left !== null && !isSpared && isShort(ladder, left, at)) {
    const to = Math.max(ladder.rung + 1, left < 0 ? OFF : bestFor(left));
    return down(ladder, Math.min(to, lowest), at);
  }
  if (!isSpared && isStrained(measure, before.usualMs ?? measure.roundTripMs)) {
    const strained = ladder.strained + 1;
    if (strained < PICTURE.strained) return { ...ladder, strained, calmSince: null };
    return down(ladder, ladder.rung + 1, at);
  }
  if (!isCalm(ladder, measure)) return { ...ladder, strained: 0, calmSince: null };
  const calm = { ...ladder, strained: 0, calmSince: ladder.calmSince ?? at };
  const hasRoom = calm.rung > capOf(calm.budget);
  return hasRoom && at - calm.calmSince >= calmFor(calm) ? up(calm, at) : calm;
}

/** @param isFlowing whether the leg carries: what is measured of a leg that stopped counts nothing */
export function ladderAfter(ladder: Ladder, event: PairEvent, isFlowing: boolean): Ladder {
  if (event.type === 'BUDGET_CHANGED') {
    const { budget } = event;
    return { ...ladder, budget, rung: Math.max(ladder.rung, capOf(budget)) };
  }
  return event.type === 'MEASURED' && isFlowing
    ? measured(ladder, event.measure, event.at)
    : ladder;
}
