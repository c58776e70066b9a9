import type { Instant } from '../../protocol/index.ts';
import type { PairEvent } from './events.ts';
import { firstLadder, isWithheld, ladderAfter, restarted } from './ladder.ts';
import type { Ladder } from './ladder.ts';
import { firstLegs, isCarried, legsAfter } from './legs.ts';
import type { Legs, Role } from './legs.ts';
import { firstSense, refreshed, senseAfter } from './sense.ts';
import type { Sense } from './sense.ts';

export interface PairInput {
  readonly role: Role;
  /**
   * The leader counts its legs on from here. A tab that is reloaded must begin above every number
   * that it used before, and two tabs must not use the same ones: give the clock's milliseconds.
   */
  readonly generation: number;
}

/** Plain values only: a snapshot is its JSON (MA2). */
export interface PairContext {
  readonly legs: Legs;
  readonly ladder: Ladder;
  readonly sense: Sense;
  /** When the state is called failed; null: it may last (MA2). */
  readonly patienceUntil: Instant | null;
}

export const firstContext = ({ role, generation }: PairInput): PairContext => ({
  legs: firstLegs(role, generation),
  ladder: firstLadder,
  sense: firstSense,
  patienceUntil: null,
});

/** What an event makes of everything but the state's own patience. */
export function contextAfter(before: PairContext, event: PairEvent): PairContext {
  const legs = legsAfter(before.legs, event);
  const isFlowing = isCarried(legs);
  const ladder = ladderAfter(before.ladder, event, isFlowing);
  const circumstances = { isFlowing, isWithheld: isWithheld(ladder) };
  const sense = senseAfter(before.sense, event, circumstances);
  const { carrying } = legs;
  const isFresh = carrying !== null && carrying.generation !== before.legs.carrying?.generation;
  if (!isFresh) return { ...before, legs, ladder, sense };
  // A leg that was renewed while the old one flowed goes the same way: its picture may stay (C3).
  const isRenewed = isCarried(before.legs);
  return {
    ...before,
    legs,
    ladder: isRenewed ? ladder : restarted(ladder),
    sense: isRenewed ? sense : refreshed(sense),
  };
}
