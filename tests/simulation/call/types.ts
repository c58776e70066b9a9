import type {
  PairEvent,
  PairSnapshot,
  Role,
  RoomEvent,
  RoomSnapshot,
} from '@naervaer/machines/call';
import type { PartyId, PeerId } from '@naervaer/machines/protocol';
import type { Random } from '../../support/random.ts';
import type { Clock } from './clock.ts';

/** What the network does to messages between tabs, and to what the server shows them. */
export interface Weather {
  /** Milliseconds, at most; at least 10. */
  readonly delay: number;
  /** Of the messages, 0…1. */
  readonly lost: number;
  /** Of the calls, 0…1: they come twice. */
  readonly doubled: number;
}

/** One party's computer. Its tab comes and goes. */
export interface Device {
  readonly partyId: PartyId;
  isOnline: boolean;
  isAsleep: boolean;
  /** Another network has another one; a leg that was set up by the old one is dead. */
  address: number;
  tab: Tab | undefined;
  /** What waits for the tab to wake up. */
  readonly waiting: (() => void)[];
}

export interface Tab {
  readonly peerId: PeerId;
  readonly device: Device;
  isOpen: boolean;
  room: RoomSnapshot;
  readonly pairs: Map<PartyId, Pair>;
}

/** One end of a leg. */
export interface End {
  readonly pair: Pair;
  readonly peerId: PeerId;
  readonly generation: number;
  readonly address: number;
  /** The other tab's end, from the answer on. */
  far: End | undefined;
  isOpen: boolean;
  isFlowing: boolean;
  heardAt: number;
}

export interface Pair {
  readonly tab: Tab;
  readonly other: PartyId;
  readonly role: Role;
  snapshot: PairSnapshot;
  readonly ends: Map<number, End>;
  /** Calls that came and are not answered, by their number. */
  readonly calls: Map<number, End>;
  /** As the view names it. */
  named: PeerId | null;
  isReached: boolean;
  /** Who answered last. */
  knocked: PeerId | null;
  hereAt: number;
  budget: number | undefined;
  /** The instant that the host's timer is set to. */
  timer: number | null;
  /** For the rules: what was seen of this pair. */
  readonly seen: {
    /** The newest number on trial, of each peer. */
    readonly trials: Map<PeerId, number>;
    trial: number | null;
  };
}

/** One link between two ends that were answered: what sound and picture go through. */
export interface Link {
  readonly ends: readonly [End, End];
  /** Milliseconds of network that it takes to set up. */
  readonly setup: number;
  upSince: number | null;
  downSince: number | null;
  isEstablished: boolean;
  isDead: boolean;
}

/** A mistake that somebody could make; the rules must see it. */
export type Fault = 'answersStale' | 'neverGivesUp' | 'bothLead' | 'callsUnreached' | 'overBudget';

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly fault: Fault | undefined;
  readonly devices: readonly Device[];
  /** The newest live peer of each party, as the server knows it. */
  readonly peers: Map<PartyId, PeerId | null>;
  readonly links: Set<Link>;
  weather: Weather;
  isServerUp: boolean;
  tabs: number;
  /** Events taken by machines. */
  taken: number;
  /** Told to each pair and room; the newest last. For whoever reads a failure. */
  readonly log: string[];
}

export type Tell = (pair: Pair, event: PairEvent) => void;
export type TellRoom = (tab: Tab, event: RoomEvent) => void;
