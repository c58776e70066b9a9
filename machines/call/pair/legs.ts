import type { Instant, PeerId } from '../../protocol/index.ts';
import { earliest, isDue } from '../instants.ts';
import type { PairEvent } from './events.ts';
import { PACE } from './patience.ts';

/** The leader places calls, the follower answers them: two that both heal wedge (C3). */
export type Role = 'leader' | 'follower';

/** A leg on trial: placed or answered, and nothing has come by it yet. */
export interface Trial {
  readonly peerId: PeerId;
  readonly generation: number;
  readonly startedAt: Instant;
  readonly until: Instant;
}

/** The leg by which sound and picture come, or came last. */
export interface Carrying {
  readonly peerId: PeerId;
  readonly generation: number;
  readonly since: Instant;
  /** Null while it flows. */
  readonly stoppedAt: Instant | null;
}

export interface Held {
  readonly peerId: PeerId;
  readonly generation: number;
  readonly until: Instant;
}

/**
 * Which leg there is and which shall be (C3).
 *
 * 1. At most one leg is on trial, and at most one carries.
 * 2. A leader's number is higher than every one before; a follower answers a peer's newer ones only.
 * 3. A leg is placed only to the peer that the view names, and only when that very peer is reached.
 * 4. The leg that flows is given up for one that flows, and for nothing else.
 */
export interface Legs {
  readonly role: Role;
  readonly isReady: boolean;
  /** As the view names it. */
  readonly peerId: PeerId | null;
  readonly reached: { readonly peerId: PeerId; readonly at: Instant } | null;
  /** The newest number placed (leader). */
  readonly generation: number;
  /** The newest number answered, of each peer (follower). */
  readonly answered: Readonly<Record<PeerId, number>>;
  readonly attempt: Trial | null;
  readonly carrying: Carrying | null;
  readonly held: Held | null;
  /** Attempts in a row that came to nothing. */
  readonly tries: number;
  /** No attempt before this. */
  readonly retryAt: Instant | null;
  readonly renewAt: Instant | null;
  readonly isRenewalDue: boolean;
  /** The carrying leg was closed while the next one is about to flow: no healing yet. */
  readonly handoverUntil: Instant | null;
}

export const firstLegs = (role: Role, generation: number): Legs => ({
  role,
  isReady: false,
  peerId: null,
  reached: null,
  generation,
  answered: {},
  attempt: null,
  carrying: null,
  held: null,
  tries: 0,
  retryAt: null,
  renewAt: null,
  isRenewalDue: false,
  handoverUntil: null,
});

/** Sound and picture come: no RTP for 1.5 s is what ends it, never the closing of a leg alone. */
export const isCarried = ({ carrying, handoverUntil }: Legs): boolean =>
  handoverUntil !== null || (carrying !== null && carrying.stoppedAt === null);

const isReached = ({ peerId, reached }: Legs): boolean =>
  peerId !== null && reached?.peerId === peerId;

const doubled = (base: number, times: number, most: number): number =>
  Math.min(base * 2 ** Math.min(times, 10), most);

const hurried = (legs: Legs): Legs => ({ ...legs, tries: 0, retryAt: null });
/** A follower waits for its leader anyway. */
const paused = (legs: Legs, at: Instant): Legs =>
  legs.role === 'follower'
    ? legs
    : {
        ...legs,
        tries: legs.tries + 1,
        retryAt: at + doubled(PACE.pause, legs.tries, PACE.longestPause),
      };
const dropped = (legs: Legs): Legs => ({ ...legs, attempt: null, handoverUntil: null });

/** A leg that carried for a while and ends is healed at once; one that hardly did keeps its pause. */
const lost = (legs: Legs, { since }: Carrying, at: Instant): Legs =>
  at - since >= PACE.proven ? hurried(legs) : paused(legs, at);

function flowing(legs: Legs, generation: number, at: Instant): Legs {
  const { attempt, carrying } = legs;
  if (attempt?.generation === generation) {
    const { peerId } = attempt;
    return {
      ...dropped(legs),
      carrying: { peerId, generation, since: at, stoppedAt: null },
      retryAt: null,
      renewAt: null,
      isRenewalDue: false,
    };
  }
  if (carrying?.generation !== generation || carrying.stoppedAt === null) return legs;
  const healed = { ...legs, carrying: { ...carrying, since: at, stoppedAt: null } };
  // It came back by itself, so the leader needs no other. A follower leaves that to its leader.
  const isEnough = legs.role === 'leader' && carrying.peerId === legs.peerId;
  return isEnough ? dropped(healed) : healed;
}

function stopped(legs: Legs, generation: number, at: Instant): Legs {
  const { carrying } = legs;
  if (carrying?.generation !== generation || carrying.stoppedAt !== null) return legs;
  return lost({ ...legs, carrying: { ...carrying, stoppedAt: at } }, carrying, at);
}

function died(legs: Legs, generation: number, at: Instant): Legs {
  const { attempt, carrying, held } = legs;
  if (attempt?.generation === generation) return paused(dropped(legs), at);
  if (carrying?.generation === generation) {
    const wasFlowing = carrying.stoppedAt === null;
    const without = {
      ...legs,
      carrying: null,
      renewAt: null,
      isRenewalDue: false,
      handoverUntil: wasFlowing && attempt !== null ? at + PACE.handover : null,
    };
    return wasFlowing ? lost(without, carrying, at) : without;
  }
  return held?.generation === generation ? { ...legs, held: null } : legs;
}

/** The follower's answer. A number names one leg: an older one of another peer with it is gone. */
function answering(legs: Legs, { peerId, generation }: Held, at: Instant): Legs {
  const { carrying } = legs;
  const isTaken = carrying?.generation === generation;
  return {
    ...legs,
    held: null,
    answered: { ...legs.answered, [peerId]: generation },
    attempt: { peerId, generation, startedAt: at, until: at + PACE.answer },
    carrying: isTaken ? null : carrying,
    handoverUntil: isTaken && carrying.stoppedAt === null ? at + PACE.handover : null,
  };
}

function called(legs: Legs, peerId: PeerId, generation: number, at: Instant): Legs {
  const isNew = generation > (legs.answered[peerId] ?? -1);
  if (legs.role === 'leader' || !isNew) return legs;
  return { ...legs, held: { peerId, generation, until: at + PACE.hold } };
}

/** When the follower closes the leg by which nothing comes, so that its leader hears of it. */
function deafAt(legs: Legs): Instant | null {
  const { role, attempt, carrying, reached } = legs;
  if (role === 'leader' || attempt !== null || carrying === null || reached === null) return null;
  if (carrying.stoppedAt === null || !isReached(legs)) return null;
  return Math.max(carrying.stoppedAt, reached.at) + PACE.deaf;
}

function passed(legs: Legs, at: Instant): Legs {
  const { attempt, held, renewAt, handoverUntil, retryAt } = legs;
  const isRenewal = isDue(renewAt, at);
  const after = {
    ...legs,
    held: isDue(held?.until ?? null, at) ? null : held,
    renewAt: isRenewal ? null : renewAt,
    isRenewalDue: isRenewal || legs.isRenewalDue,
    handoverUntil: isDue(handoverUntil, at) ? null : handoverUntil,
    retryAt: isDue(retryAt, at) ? null : retryAt,
  };
  const tried = isDue(attempt?.until ?? null, at) ? paused(dropped(after), at) : after;
  // Last: a trial that is given up now is what the follower's patience with the old leg waited for.
  return isDue(deafAt(tried), at) ? { ...tried, carrying: null } : tried;
}

function woken(legs: Legs, at: Instant): Legs {
  const { role, attempt } = legs;
  const isOld = role === 'leader' && attempt !== null && at - attempt.startedAt >= PACE.fresh;
  return hurried(isOld ? dropped(legs) : legs);
}

function noted(legs: Legs, event: PairEvent): Legs {
  const { at } = event;
  switch (event.type) {
    case 'READY_CHANGED':
      return { ...legs, isReady: event.isReady };
    case 'PEER_CHANGED':
      return hurried({ ...legs, peerId: event.peerId });
    case 'REACH_CHANGED': {
      const { peerId } = legs;
      if (!event.isReached || peerId === null) return { ...legs, reached: null };
      return hurried({ ...legs, reached: { peerId, at } });
    }
    case 'CALL_CAME':
      return called(legs, event.peerId, event.generation, at);
    case 'LEG_FLOWS':
      return flowing(legs, event.generation, at);
    case 'LEG_STOPPED':
      return stopped(legs, event.generation, at);
    case 'LEG_DIED':
      return died(legs, event.generation, at);
    case 'CREDENTIALS': {
      if (legs.role === 'follower') return legs;
      // Credentials shorter than a minute or two are not renewed without end.
      const rest = event.until - at;
      // By a clock that is wrong the next ones are over too: a new leg must not follow at once.
      const wait = Math.max(rest - PACE.renewal, Math.floor(rest / 2), PACE.renewalPause);
      return { ...legs, renewAt: at + wait };
    }
    case 'WOKE':
      return woken(legs, at);
    case 'RETRY':
      return hurried(legs);
    case 'DEADLINE':
      return passed(legs, at);
    case 'MEASURED':
    case 'TOLD':
    case 'BUDGET_CHANGED':
    case 'ENDED':
      return legs;
  }
}

/** A trial with a peer that is not the named one any more, or (leader) not reached, is no use. */
function isVain(legs: Legs): boolean {
  const { role, attempt, isReady, peerId } = legs;
  if (attempt === null) return false;
  return attempt.peerId !== peerId || (role === 'leader' && !(isReady && isReached(legs)));
}

/** Rule 3. */
function isWanted({ carrying, isRenewalDue, peerId, retryAt }: Legs, at: Instant): boolean {
  if (retryAt !== null && at < retryAt) return false;
  const isServed = carrying?.stoppedAt === null && carrying.peerId === peerId;
  return !isServed || isRenewalDue;
}

function settled(legs: Legs, at: Instant): Legs {
  if (isVain(legs)) return settled(dropped(legs), at);
  const { role, attempt, held, isReady, peerId } = legs;
  if (!isReady || peerId === null) return legs;
  if (role === 'follower') return held?.peerId === peerId ? answering(legs, held, at) : legs;
  if (attempt !== null || !isReached(legs) || !isWanted(legs, at)) return legs;
  const generation = legs.generation + 1;
  const until = at + doubled(PACE.trial, legs.tries, PACE.longestTrial);
  return {
    ...legs,
    generation,
    retryAt: null,
    attempt: { peerId, generation, startedAt: at, until },
  };
}

/** What an event makes of the legs; the leader's next attempt is in it. */
export const legsAfter = (legs: Legs, event: PairEvent): Legs =>
  settled(noted(legs, event), event.at);

export const nextLegsDeadline = (legs: Legs): Instant | null =>
  earliest(
    legs.attempt?.until ?? null,
    legs.held?.until ?? null,
    legs.retryAt,
    legs.renewAt,
    legs.handoverUntil,
    deafAt(legs),
  );
