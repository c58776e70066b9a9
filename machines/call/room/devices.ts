import type { Instant } from '../../protocol/index.ts';
import { earliest, isDue } from '../instants.ts';
import type { RoomEvent } from './events.ts';

export type Kind = 'camera' | 'microphone';
export const KINDS = ['camera', 'microphone'] as const;

/** The pace at which a lost device is taken anew, in milliseconds (C3). */
export const RETAKE = {
  /** How long the orders name it: the host begins one try each time that it is named anew. */
  named: 2_000,
  /** Pauses between, doubled each time. */
  pause: 1_000,
  longestPause: 16_000,
} as const;

interface Retake {
  readonly isNamed: boolean;
  readonly until: Instant;
  readonly tries: number;
}

/** Camera and microphone that were there and are not, and whether they are being taken now. */
export type Lost = Readonly<Partial<Record<Kind, Retake>>>;

const named = (at: Instant, tries: number): Retake => ({
  isNamed: true,
  until: at + RETAKE.named,
  tries,
});

const without = (lost: Lost, kind: Kind): Lost =>
  Object.fromEntries(Object.entries(lost).filter(([name]) => name !== kind));

function passed(retake: Retake, at: Instant): Retake {
  if (!isDue(retake.until, at)) return retake;
  const { isNamed, tries } = retake;
  if (!isNamed) return named(at, tries);
  const pause = Math.min(RETAKE.pause * 2 ** Math.min(tries, 10), RETAKE.longestPause);
  return { isNamed: false, until: at + pause, tries: tries + 1 };
}

const each = (lost: Lost, change: (retake: Retake) => Retake): Lost =>
  Object.fromEntries(KINDS.flatMap((kind) => (lost[kind] ? [[kind, change(lost[kind])]] : [])));

export function lostAfter(lost: Lost, event: RoomEvent): Lost {
  const { at } = event;
  switch (event.type) {
    case 'DEVICE_LOST':
      return lost[event.kind] === undefined ? { ...lost, [event.kind]: named(at, 0) } : lost;
    case 'DEVICE_BACK':
      return without(lost, event.kind);
    // A person who presses waits for no pause.
    case 'RETRY':
      return each(lost, (retake) => (retake.isNamed ? retake : named(at, 0)));
    case 'DEADLINE':
      return each(lost, (retake) => passed(retake, at));
    default:
      return lost;
  }
}

export const retaken = (lost: Lost): readonly Kind[] =>
  KINDS.filter((kind) => lost[kind]?.isNamed === true);

export const nextRetake = (lost: Lost): Instant | null =>
  earliest(...KINDS.map((kind) => lost[kind]?.until ?? null));
