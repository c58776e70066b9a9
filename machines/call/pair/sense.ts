import type { Instant } from '../../protocol/index.ts';
import type { PairEvent, Told } from './events.ts';
import type { Measure } from './measure.ts';

/** When a leg counts as weak, and the other side as not heard (C2). */
export const SENSE = {
  concealed: 0.05,
  lossIn: 0.08,
  roundTripMs: 600,
  /** Milliseconds of trouble before the sign, and without it before the sign goes. */
  weakAfter: 3_000,
  goodAfter: 5_000,
  /** Digital silence for this long is a microphone that gives nothing. */
  silentAfter: 6_000,
  /** With fewer sound packets a second it says that it sends none (DTX): that proves nothing. */
  packets: 10,
  /** Between measures; more is a tab that slept. */
  gap: 3_000,
} as const;

/** What this side notices of the other one, and what that one says. */
export interface Sense {
  /** Measured here; what the other side says is not in it, or the two would hold each other down. */
  readonly isWeakHere: boolean;
  /** Since when it is the other way than `isWeakHere` says. */
  readonly turningSince: Instant | null;
  readonly silentSince: Instant | null;
  readonly isOtherUnheard: boolean;
  readonly measuredAt: Instant | null;
  readonly told: Told | null;
}

export const firstSense: Sense = {
  isWeakHere: false,
  turningSince: null,
  silentSince: null,
  isOtherUnheard: false,
  measuredAt: null,
  told: null,
};

/** By a fresh leg: what was measured by the old one, and complained of, is over. */
export const refreshed = ({ told }: Sense): Sense => ({
  ...firstSense,
  told: told === null ? null : { ...told, isWeak: false, isUnheard: false },
});

export const isWeak = ({ isWeakHere, told }: Sense): boolean =>
  isWeakHere || (told?.isWeak ?? false);

function weighed(sense: Sense, isBad: boolean, at: Instant): Sense {
  if (isBad === sense.isWeakHere) return { ...sense, turningSince: null };
  const turningSince = sense.turningSince ?? at;
  return at - turningSince >= (isBad ? SENSE.weakAfter : SENSE.goodAfter)
    ? { ...sense, isWeakHere: isBad, turningSince: null }
    : { ...sense, turningSince };
}

function listened(sense: Sense, { energy, soundPackets }: Measure, at: Instant): Sense {
  if (energy > 0 || sense.told?.isMicrophoneOn === false)
    return { ...sense, silentSince: null, isOtherUnheard: false };
  if (soundPackets < SENSE.packets) return { ...sense, silentSince: null };
  const silentSince = sense.silentSince ?? at;
  const isSilent = at - silentSince >= SENSE.silentAfter;
  return { ...sense, silentSince, isOtherUnheard: sense.isOtherUnheard || isSilent };
}

const isBad = ({ concealed, lossIn, roundTripMs }: Measure): boolean =>
  concealed > SENSE.concealed || lossIn > SENSE.lossIn || (roundTripMs ?? 0) > SENSE.roundTripMs;

/**
 * @param isFlowing whether the leg carries
 * @param isWithheld our picture does not go out, so that the sound holds
 */
export function senseAfter(
  sense: Sense,
  event: PairEvent,
  { isFlowing, isWithheld }: { readonly isFlowing: boolean; readonly isWithheld: boolean },
): Sense {
  const { at } = event;
  if (event.type === 'TOLD') {
    const isOff = !event.told.isMicrophoneOn;
    return {
      ...sense,
      told: event.told,
      ...(isOff ? { silentSince: null, isOtherUnheard: false } : {}),
    };
  }
  if (event.type !== 'MEASURED' || !isFlowing) return sense;
  const hasSlept = sense.measuredAt !== null && at - sense.measuredAt > SENSE.gap;
  const awake = hasSlept ? { ...sense, turningSince: null, silentSince: null } : sense;
  const weighedNow = weighed(awake, isWithheld || isBad(event.measure), at);
  return { ...listened(weighedNow, event.measure, at), measuredAt: at };
}
