import { createMemo, createSignal } from 'solid-js';
import type { MediaConnection } from 'peerjs';
import { initialTransition, transition } from 'xstate';
import { nextPairDeadline, ordersOf, pairMachine } from '@naervaer/machines/call';
import type { Measure, PairEvent, PairOrders, PairSnapshot, Role } from '@naervaer/machines/call';
import type { MediaPeer, PartyId, PeerId } from '@naervaer/machines/protocol';
import type { Hub } from './hub.ts';
import { answerLeg, placeLeg } from './leg.ts';
import type { Leg, LegEvents, LegPlan } from './leg.ts';
import { runMachine } from './run-machine.ts';
import type { Signalling } from './signalling.ts';
import { parseTold } from './told.ts';
import type { Party } from './types.ts';

/** A knock that was answered this long ago says nothing of the network now, in milliseconds. */
const PROOF_MS = 1_500;
/** Without an answer for this long, the other tab is not reached; a leg on trial is given more. */
const UNREACHED_MS = { else: 2_500, onTrial: 5_000 } as const;
/** Loudness (root mean square) from which somebody is said to speak. */
const SPEAKING = 0.01;

export interface PairDeps {
  readonly partyId: PartyId;
  readonly side: Party['side'];
  readonly role: Role;
  readonly own: PartyId;
  readonly outgoing: () => MediaStream | undefined;
  readonly signalling: () => Signalling | undefined;
  readonly knock: (peer: PeerId) => void;
  readonly hub: Hub;
  /** Whether own sound and picture go out, as the other side is told. */
  readonly isOn: () => { readonly isMicrophoneOn: boolean; readonly isCameraOn: boolean };
  /** When the relay's credentials of a leg that is made now end, on the steady clock; null: none. */
  readonly credentialsUntil: () => number | null;
  /** Null: this browser's statistics do not tell. */
  readonly onOwnLoudness: (loudness: number | null) => void;
  readonly onSpeaking: () => void;
}

/** One other party: its machine, its legs, and what a screen shows of it. */
export interface Pair {
  readonly party: Party;
  readonly isUnheard: () => boolean;
  ready(isReady: boolean): void;
  /** As the view names it now; undefined: it does not. */
  peer(named: MediaPeer | undefined): void;
  /** A call came in that says it is of this party. */
  called(connection: MediaConnection, generation: number): void;
  /** The broker does not know this peer. */
  unavailable(message: string): void;
  /** It has a line again, or still. */
  knocked(from: PeerId): void;
  /** It answered our knock. */
  here(from: PeerId): void;
  lineUp(): void;
  lineDown(): void;
  /** Once a second. */
  beat(): void;
  budget(kbps: number): void;
  woke(): void;
  retry(): void;
  /** A track that takes another's place. */
  replace(track: MediaStreamTrack): void;
  /** What is told to the other side may have changed. */
  tell(): void;
  end(): void;
}

interface Incoming {
  readonly connection: MediaConnection;
  readonly generation: number;
}

export function createPair(deps: PairDeps): Pair {
  const { partyId, hub } = deps;
  const isLeader = deps.role === 'leader';
  const legs = new Map<number, Leg>();
  const untils = new Map<number, number | null>();
  const [stream, setStream] = createSignal<MediaStream>();
  const [isPresent, setPresent] = createSignal(false);
  const [isSpeaking, setSpeaking] = createSignal(false);
  const [isUntrusted, setUntrusted] = createSignal(false);
  let named: MediaPeer | undefined;
  let incoming: Incoming | undefined;
  let hereAt = -Infinity;
  let isReached = false;
  let heardBy = 0;
  let toldLast = '';
  let toldBy: Leg | undefined;

  const input = { role: deps.role, generation: Date.now() };
  const machine = runMachine<PairSnapshot, PairEvent>({
    first: initialTransition(pairMachine, input)[0],
    step: (snapshot, event) => transition(pairMachine, snapshot, event)[0],
    deadlineOf: nextPairDeadline,
    obey: (snapshot) => obey(ordersOf(snapshot)),
  });
  const { snapshot, send } = machine;
  const orders = createMemo(() => ordersOf(snapshot()));

  function reached(now: boolean): void {
    if (isReached === now) return;
    isReached = now;
    send({ type: 'REACH_CHANGED', isReached: now });
  }
  const knock = (): void => {
    if (named) deps.knock(named.peerId);
  };

  const eventsOf = (generation: number): LegEvents => ({
    flows() {
      setUntrusted(false);
      send({ type: 'LEG_FLOWS', generation });
      const until = untils.get(generation) ?? null;
      if (until !== null) send({ type: 'CREDENTIALS', until });
    },
    stopped() {
      // What was true of the network a moment ago is what just ended.
      if (performance.now() - hereAt > PROOF_MS) reached(false);
      send({ type: 'LEG_STOPPED', generation });
      knock();
    },
    measured(measure, ownLoudness) {
      send({ type: 'MEASURED', measure });
      listen(measure);
      deps.onOwnLoudness(ownLoudness);
    },
    ways: () => obey(ordersOf(snapshot())),
    words(text) {
      // What is still under way by the old leg came too late: in order or not at all.
      if (generation < heardBy) return;
      heardBy = generation;
      hub.words(text, partyId);
    },
    bytes: (bytes) => hub.bytes(bytes, partyId),
    dead(untrusted) {
      if (untrusted) setUntrusted(true);
      legs.delete(generation);
      send({ type: 'LEG_DIED', generation });
    },
  });

  function listen({ energy }: Measure): void {
    const now = Math.sqrt(energy) > SPEAKING;
    if (now === isSpeaking()) return;
    setSpeaking(now);
    deps.onSpeaking();
  }

  /** @returns undefined when it cannot be made now */
  function make(plan: LegPlan): Leg | undefined {
    const { peerId, generation } = plan;
    const own = deps.outgoing();
    if (!own) return undefined;
    if (isLeader) {
      const metadata = { generation, partyId: deps.own };
      return placeLeg(
        (sdpTransform) => deps.signalling()?.call(peerId, own, metadata, sdpTransform),
        plan,
        eventsOf(generation),
      );
    }
    const taken = incoming;
    if (taken?.connection.peer !== peerId || taken.generation !== generation) return undefined;
    incoming = undefined;
    const leg = answerLeg(taken.connection, own, plan, eventsOf(generation));
    if (!leg) setUntrusted(true);
    return leg;
  }

  function begin(
    { peerId, generation }: NonNullable<PairOrders['attempt']>,
    all: PairOrders,
  ): void {
    const plan = named?.peerId === peerId && {
      peerId,
      generation,
      fingerprint: named.fingerprint,
      wanted: { picture: all.picture, sound: all.sound },
    };
    const leg = plan ? make(plan) : undefined;
    if (!leg) return send({ type: 'LEG_DIED', generation });
    untils.set(generation, deps.credentialsUntil());
    legs.set(generation, leg);
  }

  function drop(leg: Leg): void {
    legs.delete(leg.generation);
    untils.delete(leg.generation);
    leg.close();
  }

  /** Does what the machine orders, where it is not so already. */
  function obey(all: PairOrders): void {
    const { attempt, carrying, held } = all;
    for (const leg of Array.from(legs.values())) {
      if (leg.generation !== attempt?.generation && leg.generation !== carrying) drop(leg);
    }
    if (attempt && !legs.has(attempt.generation)) begin(attempt, all);
    if (incoming && incoming.generation !== held?.generation) {
      incoming.connection.close();
      incoming = undefined;
    }
    for (const leg of legs.values()) leg.shape(all);
    const leg = carrying === null ? undefined : legs.get(carrying);
    if (leg?.remote && leg.remote !== stream()) setStream(leg.remote);
    const way = leg?.isOpen === true ? leg : undefined;
    hub.lead(partyId, way);
    tell(all, way);
  }

  function tell(all: PairOrders, way: Leg | undefined): void {
    if (!way) return;
    const told = { isUnheard: all.isOtherUnheard, isWeak: all.isWeakHere, ...deps.isOn() };
    const said = JSON.stringify(told);
    if (way === toldBy && said === toldLast) return;
    if (!hub.channel.send('told', told, partyId)) return;
    toldBy = way;
    toldLast = said;
  }

  const stopListening = hub.channel.on('told', (message, from) => {
    const told = from === partyId ? parseTold(message) : undefined;
    if (told) send({ type: 'TOLD', told });
  });

  const isFlowing = (): boolean => ordersOf(snapshot()).sign !== 'lost';
  const isOnTrial = (): boolean => ordersOf(snapshot()).attempt !== null;

  return {
    party: {
      partyId,
      side: deps.side,
      state: () => snapshot().value,
      isPresent,
      stream,
      sign: () => orders().sign,
      isSpeaking,
      isMicrophoneOn: () => snapshot().context.sense.told?.isMicrophoneOn ?? null,
      isCameraOn: () => snapshot().context.sense.told?.isCameraOn ?? null,
      isPictureWithheld: () => orders().isPictureWithheld,
      isUntrusted,
    },
    isUnheard: () => orders().isUnheard,
    ready: (isReady) => send({ type: 'READY_CHANGED', isReady }),
    peer(now) {
      setPresent(now !== undefined);
      if (now?.peerId === named?.peerId && now?.fingerprint === named?.fingerprint) return;
      const isAnother = now?.peerId !== named?.peerId;
      named = now;
      if (!isAnother) return;
      isReached = false;
      send({ type: 'PEER_CHANGED', peerId: now?.peerId ?? null });
      knock();
    },
    called(connection, generation) {
      if (isLeader) return connection.close();
      incoming?.connection.close();
      incoming = { connection, generation };
      send({ type: 'CALL_CAME', peerId: connection.peer as PeerId, generation });
    },
    unavailable(message) {
      const { attempt } = ordersOf(snapshot());
      if (attempt && message.includes(attempt.peerId)) {
        send({ type: 'LEG_DIED', generation: attempt.generation });
      }
    },
    knocked(from) {
      // The leader does not wait for the next beat.
      if (isLeader && from === named?.peerId && !(isFlowing() && isReached)) knock();
    },
    here(from) {
      if (from !== named?.peerId) return;
      hereAt = performance.now();
      reached(true);
    },
    lineUp() {
      // What was tried while there was no line is tried anew.
      reached(false);
      knock();
    },
    lineDown() {
      if (!isOnTrial()) reached(false);
    },
    beat() {
      if (isFlowing() && isReached) return;
      const limit = isOnTrial() ? UNREACHED_MS.onTrial : UNREACHED_MS.else;
      if (isReached && performance.now() - hereAt > limit) reached(false);
      knock();
    },
    budget: (kbps) => send({ type: 'BUDGET_CHANGED', budget: kbps }),
    woke: () => send({ type: 'WOKE' }),
    retry: () => send({ type: 'RETRY' }),
    replace(track) {
      for (const leg of legs.values()) {
        leg.replace(track.kind === 'video' ? 'video' : 'audio', track);
      }
    },
    tell: () => obey(ordersOf(snapshot())),
    end() {
      send({ type: 'ENDED' });
      machine.stop();
      for (const leg of Array.from(legs.values())) drop(leg);
      incoming?.connection.close();
      incoming = undefined;
      hub.lead(partyId, undefined);
      stopListening();
      setStream(undefined);
      setPresent(false);
    },
  };
}
