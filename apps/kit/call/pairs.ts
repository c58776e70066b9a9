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
  /** Guests who left go; those of the consultation itself are waited for. */
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
  let isReady = false;

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
      const others = new Map(
        peers.filter(({ partyId }) => partyId !== self.partyId).map((peer) => [peer.partyId, peer]),
      );
      const now = new Map(entries());
      const fresh = Array.from(others.values()).filter(({ partyId }) => !now.has(partyId));
      for (const peer of fresh) now.set(peer.partyId, enter(peer));
      if (fresh.length > 0) setEntries(now);
      for (const [partyId, entry] of now) {
        const peer = others.get(partyId);
        entry.goneAt = peer ? undefined : (entry.goneAt ?? performance.now());
        entry.pair.peer(peer);
      }
    },
    called(connection) {
      const { generation, partyId } = metadataOf(connection);
      const entry = entries().get(partyId as PartyId);
      if (entry) entry.pair.called(connection, generation);
      else connection.close();
    },
    ready(now) {
      if (now === isReady) return;
      isReady = now;
      for (const { pair } of entries().values()) pair.ready(now);
    },
    sweep() {
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
      const old = Array.from(entries().values());
      setEntries(new Map());
      for (const entry of old) leave(entry);
    },
  };
}
