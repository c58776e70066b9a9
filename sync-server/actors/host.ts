import { nextDeadline, refusalOf, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { ACCEPTED, NaervaerError, refused } from '@naervaer/machines/protocol';
import type { ClinicId, CommandId, Instant, Outcome, SessionId } from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import { factsOfDeadline } from '../audit/index.ts';
import type { AccessFact } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Committer, Draft } from '../commit/index.ts';
import type { Sealer } from '../keys/index.ts';
import { shapeOf } from '../log.ts';
import type { Log } from '../log.ts';
import { endedIn, keepSnapshot, replay, streamOf, toJournal } from './journal.ts';
import type { ClinicFacts } from './journal.ts';

/** Whose command an event comes from; absent for what the host itself tells (presence, deadlines). */
export interface Asked {
  readonly commandId: CommandId;
  readonly sessionId: SessionId;
  /**
   * What the access log will say of it (P3), in the same transaction. `before` is the clinic as it
   * was decided on. Absent: nothing.
   */
  readonly facts?: (at: Instant, outcome: Outcome, before: ClinicSnapshot) => readonly AccessFact[];
}

/** What a change brings along beside its event. */
type Along = Pick<Draft, 'outcome' | 'ended' | 'access'>;

export interface ActorHost {
  /**
   * Offers one event to the clinic's actor, and resolves with the outcome after the commit (CM3).
   * `make` gets the time by which the actor orders (CM4).
   * @throws {NaervaerError} `unknownClinic`
   */
  take(clinicId: ClinicId, make: (at: Instant) => ClinicEvent, asked?: Asked): Promise<Outcome>;
  /** The clinic as committed, never as merely decided. @throws {NaervaerError} `unknownClinic` */
  committed(clinicId: ClinicId): Promise<ClinicSnapshot>;
  /** Like `committed` for a clinic that is in memory. */
  peek(clinicId: ClinicId): ClinicSnapshot | undefined;
  /** Loads clinics, so that their deadlines run (MA2). */
  loadAll(clinicIds: readonly ClinicId[]): Promise<void>;
  /**
   * Resolves when nothing before now is needed any more to load the clinic: its events may become
   * unreadable (ST2). Rejects when the disk does not take the snapshot.
   */
  settle(clinicId: ClinicId): Promise<void>;
  close(): Promise<void>;
}

interface Actor {
  readonly facts: ClinicFacts;
  /** As decided: ahead of `committed` by the entries that are on their way to the disk. */
  decided: ClinicSnapshot;
  committed: ClinicSnapshot;
  /** Of `decided`. */
  seq: number;
  committedSeq: number;
  /** Of the snapshot that is on disk. */
  snapshotSeq: number;
  /** Of the last one that was tried. */
  triedSeq: number;
  lastAt: Instant;
  /** The same of `committed`. */
  committedAt: Instant;
  /** Counts the times that what was decided had to be taken back. */
  generation: number;
  /** The last change that was on its way to the disk; settles, and never rejects. */
  underWay: Promise<unknown>;
  disarm: () => void;
}

/** Events between two snapshots: a start replays at most so many for each clinic (ST4). */
const SNAPSHOT_EVERY = 100;

/** A deadline that could not be kept is tried again after so long. */
const RETRY_MS = 1_000;

/** Clinics that are opened or sealed at once: that is work for other threads; the disk is one. */
const AT_ONCE = 64;

interface Deps {
  readonly store: Store;
  readonly committer: Committer;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  factsOf(clinicId: ClinicId): Promise<ClinicFacts | undefined>;
  /** Called after each commit that changed a clinic, in order, with what is on disk. */
  onCommitted(clinicId: ClinicId, snapshot: ClinicSnapshot): void;
}

/** CM5: one clinic has one actor, here, and nobody else sends to it. */
export function createActorHost(deps: Deps): ActorHost {
  const { store, committer, sealer, clock, log } = deps;
  const actors = new Map<ClinicId, Actor>();
  const loading = new Map<ClinicId, Promise<Actor>>();
  let isClosed = false;

  async function load(clinicId: ClinicId): Promise<Actor> {
    const facts = await deps.factsOf(clinicId);
    if (facts === undefined) throw new NaervaerError('unknownClinic');
    const { snapshot, seq, snapshotSeq, lastAt } = await replay(store, sealer, facts);
    const actor: Actor = {
      facts,
      decided: snapshot,
      committed: snapshot,
      seq,
      committedSeq: seq,
      snapshotSeq,
      triedSeq: snapshotSeq,
      lastAt,
      committedAt: lastAt,
      generation: 0,
      underWay: Promise.resolve(),
      disarm: () => undefined,
    };
    actors.set(clinicId, actor);
    arm(actor);
    return actor;
  }

  function actorOf(clinicId: ClinicId): Promise<Actor> {
    const present = actors.get(clinicId);
    if (present !== undefined) return Promise.resolve(present);
    let pending = loading.get(clinicId);
    if (pending === undefined) {
      pending = load(clinicId).finally(() => loading.delete(clinicId));
      loading.set(clinicId, pending);
    }
    return pending;
  }

  /** MA2: the deadline is data; the timer is only the host's way to remember it. */
  function arm(actor: Actor, atLeast = 0): void {
    actor.disarm();
    const deadline = nextDeadline(actor.committed);
    if (deadline === undefined || isClosed) return;
    actor.disarm = clock.after(Math.max(deadline - clock.now(), atLeast), () => void wake(actor));
  }

  async function wake(actor: Actor): Promise<void> {
    const { committed } = actor;
    try {
      await take(actor.facts.clinicId, (at) => ({ type: 'DEADLINE', at }));
    } catch (error) {
      log.error(shapeOf(error), 'deadline failed');
    }
    // A timer that ran ahead of the clock, a clock that was set back, a disk that took nothing:
    // the deadline still stands, and nothing else would ever ask again.
    if (actor.committed === committed) arm(actor, RETRY_MS);
  }

  async function take(
    clinicId: ClinicId,
    make: (at: Instant) => ClinicEvent,
    asked?: Asked,
  ): Promise<Outcome> {
    const actor = await actorOf(clinicId);
    // A clock that was set back must not turn the order of the journal around.
    const at = Math.max(clock.now(), actor.lastAt);
    const event = make(at);
    const refusal = refusalOf(actor.decided, event);
    const outcome = refusal === undefined ? ACCEPTED : refused(refusal.code, refusal.holder);
    const next = refusal === undefined ? transitionClinic(actor.decided, event) : actor.decided;
    const isChanged = next !== actor.decided;
    if (!isChanged && asked === undefined) return outcome;
    const along: Along = {
      outcome: asked
        ? { commandId: asked.commandId, sessionId: asked.sessionId, outcome, at }
        : null,
      ended: endedIn(actor.decided, next, at),
      access:
        event.type === 'DEADLINE'
          ? factsOfDeadline(at, actor.decided, next)
          : (asked?.facts?.(at, outcome, actor.decided) ?? []),
    };

    if (isChanged) {
      actor.decided = next;
      actor.seq += 1;
      actor.lastAt = at;
    } else {
      const { generation } = actor;
      await actor.underWay;
      // CM3: it was an answer from a state that never came to the disk.
      if (actor.generation !== generation) return take(clinicId, make, asked);
    }
    const { seq } = actor;
    const events = isChanged ? [toJournal(event, seq, clinicId)] : [];
    const isKept = put(actor, events, along);
    if (isChanged) actor.underWay = isKept;
    if (!(await isKept)) return refused('notStored');
    if (isChanged) {
      actor.committed = next;
      actor.committedSeq = seq;
      actor.committedAt = at;
      arm(actor);
      deps.onCommitted(clinicId, next);
      if (seq - actor.triedSeq >= SNAPSHOT_EVERY) void rest(actor);
    }
    return outcome;
  }

  /** Brings to the disk what was decided. @returns false when it did not get there. */
  async function put(actor: Actor, events: Draft['events'], along: Along): Promise<boolean> {
    const { generation } = actor;
    try {
      await committer.add({
        stream: streamOf(actor.facts.clinicId),
        events,
        records: [],
        ...along,
      });
      return true;
    } catch (error) {
      // What was decided is not on disk: go back to what is. Whatever was decided on top of it and
      // still waits for the disk fails by its gap in `seq`, and takes nothing back a second time.
      // An answer alone decided nothing: behind it stands what others decided.
      if (events.length > 0 && actor.generation === generation) takeBack(actor);
      log.error(shapeOf(error), 'commit failed');
      return false;
    }
  }

  function takeBack(actor: Actor): void {
    actor.generation += 1;
    actor.decided = actor.committed;
    actor.seq = actor.committedSeq;
  }

  async function keep(actor: Actor): Promise<void> {
    const { facts, committed, committedSeq, committedAt } = actor;
    if (committedSeq === actor.snapshotSeq) return;
    actor.triedSeq = committedSeq;
    await keepSnapshot(store, sealer, facts.clinicId, {
      snapshot: committed,
      seq: committedSeq,
      lastAt: committedAt,
    });
    actor.snapshotSeq = Math.max(actor.snapshotSeq, committedSeq);
  }

  const rest = (actor: Actor): Promise<void> =>
    keep(actor).catch((error: unknown) =>
      // The journal still holds every event; only the next start is slower.
      log.warn(shapeOf(error), 'snapshot failed'),
    );

  return {
    take,
    async committed(clinicId) {
      return (await actorOf(clinicId)).committed;
    },
    peek: (clinicId) => actors.get(clinicId)?.committed,
    loadAll: (clinicIds) => manyAtOnce(clinicIds, actorOf),
    async settle(clinicId) {
      await keep(await actorOf(clinicId));
    },
    async close() {
      isClosed = true;
      for (const actor of actors.values()) actor.disarm();
      await committer.idle();
      await manyAtOnce(actors.values(), rest);
    },
  };
}

/** Works through all, so many at once. */
async function manyAtOnce<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  // One iterator for all: each takes the next that is left.
  const left = [...items].values();
  const one = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
