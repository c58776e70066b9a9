import { createMemo, createRoot, createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { MediaConnection } from 'peerjs';
import type { Role } from '@naervaer/machines/call';
import type { MediaPeer, PartyId } from '@naervaer/machines/protocol';
import { createPair } from './pair.ts';
import type { Pair, PairDeps } from './pair.ts';
import type { Party } from './types.ts';

/** A guest who is not there any more stands in the room for so long, in milliseconds. */
const GONE_MS = 30_000;
/** A call may be quicker than the view that names its party; so many are kept for so long. */
const EARLY = { most: 8, ms: 4_000 } as const;

interface Member {
  readonly partyId: PartyId;
  readonly side: Party['side'];
}

/** One leader in each pair, known to both without a word: the clinic's side, else the smaller id. */
export function roleOf(own: Member, other: Member): Role {
  if (own.side === 'clinician') return 'leader';
  if (other.side === 'clinician') return 'follower';
  return own.partyId < other.partyId ? 'leader' : 'follower';
}

interface PairsDeps extends Omit<PairDeps, 'partyId' | 'side' | 'role' | 'own'> {
  readonly self: Member;
}

/** All the other parties of the room. */
export interface Pairs {
  readonly all: Accessor<readonly Pair[]>;
  /** As the view names them now, this tab's own among them. */
  named(peers: readonly MediaPeer[]): void;
  called(connection: MediaConnection): void;
  ready(isReady: boolean): void;
  /** Once a second. Guests who left go; those of the consultation itself are waited for. */
  sweep(): void;
  end(): void;
}

interface Entry {
  readonly pair: Pair;
  readonly side: Party['side'];
  readonly dispose: () => void;
  goneAt: number | undefined;
}

/** What a call says of itself, to find whose it is; who it is in truth is told by the view. */
function metadataOf(connection: MediaConnection): { generation: number; partyId: string } {
  const said: unknown = connection.metadata;
  const field = (name: string): unknown =>
    typeof said === 'object' && said !== null ? Reflect.get(said, name) : undefined;
  const [generation, partyId] = [field('generation'), field('partyId')];
  return {
    generation: typeof generation === 'number' && Number.isSafeInteger(generation) ? generation : 0,
    partyId: typeof partyId === 'string' ? partyId : '',
  };
}

export function createPairs(deps: PairsDeps): Pairs {
  const { self } = deps;
  const [entries, setEntries] = createSignal<ReadonlyMap<PartyId, Entry>>(new Map());
  const all = createMemo(() => Array.from(entries().values(), ({ pair }) => pair));
  const early = new Map<string, { readonly connection: MediaConnection; readonly at: number }>();
  let isReady = false;

  function keep(partyId: string, connection: MediaConnection): void {
    early.get(partyId)?.connection.close();
    early.delete(partyId);
    if (early.size < EARLY.most) early.set(partyId, { connection, at: performance.now() });
    else connection.close();
  }

  function called(connection: MediaConnection): void {
    const { generation, partyId } = metadataOf(connection);
    const entry = entries().get(partyId as PartyId);
    if (entry) entry.pair.called(connection, generation);
    else keep(partyId, connection);
  }

  function enter({ partyId, side }: Member): Entry {
    return createRoot((dispose) => {
      const role = roleOf(self, { partyId, side });
      const pair = createPair({ ...deps, partyId, side, role, own: self.partyId });
      pair.ready(isReady);
      return { pair, side, dispose, goneAt: undefined };
    }, null);
  }

  function leave(entry: Entry): void {
    entry.pair.end();
    entry.dispose();
  }

  return {
    all,
    named(peers) {
      const theirs = peers.filter(({ partyId }) => partyId !== self.partyId);
      const others = new Map(
        theirs.filter(({ isPutOut }) => isPutOut !== true).map((peer) => [peer.partyId, peer]),
      );
      const now = new Map(entries());
      for (const { partyId } of theirs) {
        const entry = now.get(partyId);
        if (others.has(partyId) || !entry) continue;
        // Their page may not have let go, and the way between us is nobody else's to cut (SE2).
        now.delete(partyId);
        setEntries(new Map(now));
        leave(entry);
      }
      const fresh = Array.from(others.values()).filter(({ partyId }) => !now.has(partyId));
      for (const peer of fresh) now.set(peer.partyId, enter(peer));
      if (fresh.length > 0) setEntries(now);
      for (const [partyId, entry] of now) {
        const peer = others.get(partyId);
        entry.goneAt = peer ? undefined : (entry.goneAt ?? performance.now());
        entry.pair.peer(peer);
      }
      for (const { partyId } of fresh) {
        const waiting = early.get(partyId);
        early.delete(partyId);
        if (waiting) called(waiting.connection);
      }
    },
    called,
    ready(now) {
      if (now === isReady) return;
      isReady = now;
      for (const { pair } of entries().values()) pair.ready(now);
    },
    sweep() {
      for (const [partyId, { connection, at }] of early) {
        if (performance.now() - at < EARLY.ms) continue;
        early.delete(partyId);
        connection.close();
      }
      const limit = performance.now() - GONE_MS;
      const gone = Array.from(entries().values()).filter(
        ({ side, goneAt, pair }) =>
          side === 'guest' &&
          goneAt !== undefined &&
          goneAt < limit &&
          pair.party.sign() === 'lost',
      );
      if (gone.length === 0) return;
      setEntries(new Map(Array.from(entries()).filter(([, entry]) => !gone.includes(entry))));
      for (const entry of gone) leave(entry);
    },
    end() {
      for (const { connection } of early.values()) connection.close();
      early.clear();
      const old = Array.from(entries().values());
      setEntries(new Map());
      for (const entry of old) leave(entry);
    },
  };
}
