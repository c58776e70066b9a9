import type { MediaConnection } from 'peerjs';
import type { Link } from './link.ts';
import type { Signalling } from './signalling.ts';

/** How the two sides find each other; `tick` is called on every change and a few times a second. */
export interface Pairing {
  /** The other side's present peer id, as the consultation's view tells it. */
  tick(otherPeerId: string | undefined): void;
  onCall(connection: MediaConnection): void;
  onUnavailable(): void;
  /** The call on trial failed. */
  onFailed(): void;
  /** Sound and picture flow. */
  onFlows(): void;
  /** Something new is known, e.g. network: try without waiting. */
  hurry(): void;
}

interface PairingDeps {
  readonly link: Link;
  readonly signalling: () => Signalling | undefined;
  readonly stream: () => MediaStream | undefined;
}

const RETRY_MS = { first: 250, longest: 4_000 } as const;
/** How long a call from a peer that the view does not know yet is kept, in milliseconds. */
const HELD_MS = 4_000;

/**
 * The clinician's side: the one leader. Only it calls, whenever nothing flows from the peer that
 * the view names; both sides calling wedge each other. Calls are numbered, so that the other side
 * can tell a late one.
 */
export function createLeader({ link, signalling, stream }: PairingDeps): Pairing {
  let generation = 0;
  let tries = 0;
  let notBefore = 0;

  function wait(): void {
    notBefore = Date.now() + Math.min(RETRY_MS.first * 2 ** tries, RETRY_MS.longest);
    tries += 1;
  }

  return {
    tick(otherPeerId) {
      const own = stream();
      const line = signalling();
      if (otherPeerId === undefined || !own || !line?.isOpen()) return;
      if (link.next && link.next.peerId !== otherPeerId) link.dropNext();
      const isFine = link.current?.peerId === otherPeerId && link.current.isFlowing;
      if (isFine || link.next || Date.now() < notBefore) return;
      generation += 1;
      const connection = line.call(otherPeerId, own, { generation });
      if (connection) link.try(connection);
    },
    onCall: (connection) => connection.close(),
    onUnavailable() {
      link.dropNext();
      wait();
    },
    onFailed: wait,
    onFlows() {
      // The old call healed by itself while a new one was on trial.
      link.dropNext();
      tries = 0;
      notBefore = 0;
    },
    hurry() {
      tries = 0;
      notBefore = 0;
    },
  };
}

/**
 * The waiter's side answers, and only the clinician's peer of the view, and only a newer call than
 * the last. A call may be quicker than the view that names its caller: the newest is held a moment.
 */
export function createFollower({ link, stream }: PairingDeps): Pairing {
  let answered = { peerId: '', generation: 0 };
  let held: { connection: MediaConnection; at: number } | undefined;

  function generationOf(connection: MediaConnection): number {
    const metadata: unknown = connection.metadata;
    if (typeof metadata !== 'object' || metadata === null || !('generation' in metadata)) return 0;
    return typeof metadata.generation === 'number' ? metadata.generation : 0;
  }

  return {
    tick(otherPeerId) {
      const own = stream();
      if (!held) return;
      const { connection, at } = held;
      if (connection.peer !== otherPeerId || !own) {
        if (Date.now() - at > HELD_MS) {
          held = undefined;
          connection.close();
        }
        return;
      }
      held = undefined;
      const generation = generationOf(connection);
      const isNewer =
        connection.peer !== answered.peerId ? generation > 0 : generation > answered.generation;
      if (!isNewer) return connection.close();
      answered = { peerId: connection.peer, generation };
      connection.answer(own);
      link.try(connection);
    },
    onCall(connection) {
      held?.connection.close();
      held = { connection, at: Date.now() };
    },
    onUnavailable: () => undefined,
    onFailed: () => undefined,
    onFlows: () => undefined,
    hurry: () => undefined,
  };
}
