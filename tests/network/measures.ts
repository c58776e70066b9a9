import type { Sample } from './sampler.ts';

/** Within a second: so many pictures, or so much true sound, and it is back. */
const [FRAMES, SOUND] = [5, 24_000];
const SECOND = 1_000;

/** What is true of one side in a stretch of time. */
export interface Figures {
  /** Seconds until the first picture of the first second with five of them; null: never. */
  readonly picture: number | null;
  /** Seconds until the first sound of the first second of which half is true sound; null: never. */
  readonly sound: number | null;
  /** Share of the sound that was made up, 0 to 1, once it was there; null when it never was. */
  readonly concealed: number | null;
  /** Pictures a second, once they were there; 0 when they never were. */
  readonly rate: number;
  /** Where most of it came; empty when nothing did. */
  readonly path: string;
}

const sum = (samples: readonly Sample[], of: (sample: Sample) => number): number =>
  samples.reduce((total, sample) => total + of(sample), 0);

/** When the first second begins in which `of` sums up to `enough`; its first sample has some. */
function backAt(
  samples: readonly Sample[],
  of: (sample: Sample) => number,
  enough: number,
): number | null {
  for (const [index, first] of samples.entries()) {
    if (of(first) <= 0) continue;
    const within = samples.slice(index).filter(({ at }) => at < first.at + SECOND);
    if (sum(within, of) >= enough) return first.at;
  }
  return null;
}

const trueSound = ({ sound, concealed }: Sample): number => sound - concealed;

/**
 * @param since milliseconds: what is waited from
 * @param from milliseconds: quality counts from here on, and from when picture and sound were back
 * @param to milliseconds
 */
export function figuresOf(
  samples: readonly Sample[],
  since: number,
  from: number,
  to: number,
): Figures {
  const all = samples.filter(({ at }) => at >= since && at <= to);
  const picture = backAt(all, ({ frames }) => frames, FRAMES);
  const sound = backAt(all, trueSound, SOUND);
  const heard = all.filter(({ at }) => sound !== null && at > Math.max(sound, from));
  const start = Math.max(picture ?? to, from);
  const seen = all.filter(({ at }) => at > start);
  const played = sum(heard, (sample) => sample.sound);
  const seconds = (to - start) / SECOND;
  const paths = new Map<string, number>();
  for (const { path } of all) if (path) paths.set(path, (paths.get(path) ?? 0) + 1);
  const [most] = [...paths].sort(([, a], [, b]) => b - a);
  return {
    picture: picture === null ? null : (picture - since) / SECOND,
    sound: sound === null ? null : (sound - since) / SECOND,
    concealed: played > 0 ? sum(heard, ({ concealed }) => concealed) / played : null,
    rate: picture === null || seconds <= 0 ? 0 : sum(seen, ({ frames }) => frames) / seconds,
    path: most?.[0] ?? '',
  };
}

/** Which of two is worse, where null is worse than all numbers. */
const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

/** The worse of both sides in each figure; both paths, the one of the troubled side first. */
export function worst(other: Figures, troubled: Figures): Figures {
  const paths = new Set([troubled.path, other.path].filter(Boolean));
  return {
    picture: later(other.picture, troubled.picture),
    sound: later(other.sound, troubled.sound),
    concealed: later(other.concealed, troubled.concealed),
    rate: Math.min(other.rate, troubled.rate),
    path: [...paths].join(' – '),
  };
}

/**
 * The longest pause between two samples, in seconds. They are taken each tenth of a second; a page
 * that could not for much longer had no processor, and its figures say more of that than of the call.
 */
export function stallOf(samples: readonly Sample[], from: number, to: number): number {
  const times = samples.map(({ at }) => at).filter((at) => at >= from && at <= to);
  return Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at))) / SECOND;
}

/** The middle one; of an even number the worse of the two in the middle. Null is the worst. */
export function median(values: readonly (number | null)[]): number | null {
  const sorted = values.map((value) => value ?? Infinity).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  return middle === Infinity ? null : middle;
}
