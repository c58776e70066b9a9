import {
  createEffect,
  createMemo,
  createRoot,
  createSignal,
  getOwner,
  on,
  onCleanup,
  untrack,
} from 'solid-js';
import { initialTransition, transition } from 'xstate';
import { nextRoomDeadline, roomMachine, roomOrdersOf } from '@naervaer/machines/call';
import type { RoomEvent, RoomOrders, RoomSnapshot } from '@naervaer/machines/call';
import type { ConsultationView, MediaGrant, MediaPeer, PartyId } from '@naervaer/machines/protocol';
import { createDevices } from './devices.ts';
import { createHub } from './hub.ts';
import { watchLight } from './light.ts';
import { createCallLine } from './line.ts';
import type { CallLine } from './line.ts';
import { watchLoudness } from './loudness.ts';
import { createPairs } from './pairs.ts';
import { runMachine } from './run-machine.ts';
import { createSignalling } from './signalling.ts';
import type { Signalling } from './signalling.ts';
import type { DeviceKind } from './take.ts';
import type { CallOptions, OwnTrouble, Party, RoomCall } from './types.ts';
import { watchWakes } from './wakes.ts';

const BEAT_MS = 1_000;
/** Relay credentials are renewed this long before they end, in milliseconds. */
const RENEW_MS = 5 * 60_000;
/** What the picture may take while a photo goes out, in kbit/s (C5). */
const HELD_KBPS = 130;
/** Loudness (root mean square) from which we are said to speak. */
const SPEAKING = 0.01;

type Phase = 'before' | 'admitted' | 'over';

/** Media only between the clinic's start and the end (C7). */
function phaseOf(view: ConsultationView): Phase {
  switch (view.state) {
    case 'waiting':
      return 'before';
    case 'called':
    case 'ongoing':
    case 'interrupted':
      return view.roomId === null ? 'before' : 'admitted';
    default:
      return 'over';
  }
}

/**
 * Takes part in the consultation's call for this tab (C1, C3, C7, V4). Opens camera and microphone
 * at once, says `enterCall` when it has them, and keeps the call up over reloads of others, cuts and
 * restarts of the server. The screen says `endCall`; the call then ends by the view.
 */
export function createCall(options: CallOptions): RoomCall {
  const call = createRoot((dispose) => {
    const running = run(options);
    return {
      ...running,
      close() {
        running.close();
        dispose();
      },
    };
  }, null);
  if (getOwner()) onCleanup(call.close);
  return call;
}

function run(options: CallOptions): RoomCall {
  const { session, clinicId, consultationId, view, side, place = 'here' } = options;
  const self = options.self ?? (side as string as PartyId);
  const hub = createHub();
  const [isHeld, setHeld] = createSignal(false);
  let signalling: Signalling | undefined;
  let line: CallLine | undefined;
  let grant: MediaGrant | undefined;
  let relayUntil: number | null = null;
  let downAt: number | undefined;
  let renewedAt = 0;
  let loudAt = 0;
  let isSpeaking = false;
  let ordered: RoomOrders['acquire'] = [];
  let isStopped = false;
  let stopLoudness: (() => void) | undefined;

  const devices = createDevices({
    lost: (kind) => room.send({ type: 'DEVICE_LOST', kind }),
    back: (kind) => room.send({ type: 'DEVICE_BACK', kind }),
    track(track) {
      for (const pair of pairs.all()) pair.replace(track);
    },
  });

  const room = runMachine<RoomSnapshot, RoomEvent>({
    first: initialTransition(roomMachine, { self })[0],
    step: (snapshot, event) => transition(roomMachine, snapshot, event)[0],
    deadlineOf: nextRoomDeadline,
    obey: (snapshot) => obey(snapshot),
  });
  const orders = createMemo(() => roomOrdersOf(room.snapshot()));

  const pairs = createPairs({
    self: { partyId: self, side },
    hub,
    outgoing: devices.outgoing,
    signalling: () => signalling,
    knock: (peer) => line?.knock(peer),
    isOn: () => ({
      isMicrophoneOn: devices.hasMicrophone() && devices.isMicrophoneOn(),
      isCameraOn: devices.hasCamera() && devices.isCameraOn(),
    }),
    credentialsUntil: () => relayUntil,
    onSpeaking: tellParties,
    onOwnLoudness(loudness) {
      if (loudness === null) stopLoudness ??= watchLoudness(devices.sound, heard);
      else heard(loudness);
    },
  });

  function heard(loudness: number): void {
    const now = performance.now();
    // Each leg tells the same.
    if (now - loudAt < BEAT_MS - 150) return;
    loudAt = now;
    room.send({ type: 'LOUDNESS', peak: loudness, isOn: devices.isMicrophoneOn() });
    const speaks = devices.isMicrophoneOn() && loudness > SPEAKING;
    if (speaks === isSpeaking) return;
    isSpeaking = speaks;
    tellParties();
  }

  function tellParties(): void {
    const others = pairs.all().map(({ party }) => ({
      partyId: party.partyId,
      isSpeaking: party.isSpeaking(),
    }));
    room.send({
      type: 'PARTIES_CHANGED',
      parties: [{ partyId: self, isSpeaking }, ...others],
    });
  }

  async function acquire(): Promise<void> {
    const denied = await devices.acquire().catch(() => 'unknown' as const);
    if (denied === 'released') return;
    if (denied === undefined) {
      room.send({
        type: 'MEDIA_READY',
        hasCamera: devices.hasCamera(),
        hasMicrophone: devices.hasMicrophone(),
      });
      await devices.look();
    } else {
      room.send({ type: 'MEDIA_DENIED', reason: denied });
    }
  }

  /** Does what the room's machine orders, where it is not so already. */
  function obey(snapshot: RoomSnapshot): void {
    if (snapshot.value === 'ended') return;
    const now = roomOrdersOf(snapshot);
    const named = now.acquire.filter((kind) => !ordered.includes(kind));
    ordered = now.acquire;
    if (snapshot.value === 'open') named.forEach(retake);
    budget(now);
  }

  function retake(kind: DeviceKind): void {
    devices.retake(kind).catch(() => undefined);
  }

  function budget({ budgets }: RoomOrders): void {
    for (const pair of pairs.all()) {
      const kbps = budgets[pair.party.partyId] ?? 0;
      pair.budget(isHeld() ? Math.min(kbps, HELD_KBPS) : kbps);
    }
  }

  /** The steady clock's time of an instant of the server's. */
  const steadyOf = (instant: number): number =>
    Math.round(performance.now() + instant - session.clockOffset() - Date.now());

  function granted(fresh: MediaGrant): void {
    grant = fresh;
    const hasRelay = fresh.iceServers.some(({ credential }) => credential !== undefined);
    relayUntil = hasRelay ? steadyOf(fresh.relayUntil) : null;
    line?.close();
    downAt = undefined;
    line = createCallLine(() => grant?.token ?? '', {
      up() {
        if (downAt !== undefined) {
          signalling?.refresh(downAt);
          session.hurry();
        }
        for (const pair of pairs.all()) pair.lineUp();
      },
      down() {
        downAt = performance.now();
        for (const pair of pairs.all()) pair.lineDown();
      },
      knocked(from) {
        for (const pair of pairs.all()) pair.knocked(from);
        // The broker still has our old socket until the new one is there: an offer would be lost in
        // it, and the leader waits four seconds for an answer.
        return signalling?.isOpen === true;
      },
      here(from) {
        for (const pair of pairs.all()) pair.here(from);
      },
      renewed(iceServers, until) {
        signalling?.renew(iceServers);
        relayUntil = steadyOf(until);
      },
      refused: () => signalling?.rejoin(),
    });
    untrack(check);
  }

  function enter(): void {
    pairs.end();
    if (signalling) {
      signalling.rejoin();
    } else {
      signalling = createSignalling({
        join: (fingerprint) => session.joinMedia(clinicId, consultationId, fingerprint),
        onGrant: granted,
        onCall: pairs.called,
        onOpen: () => line?.answer(),
        onUnavailable(message) {
          for (const pair of pairs.all()) pair.unavailable(message);
        },
      });
    }
    // Kept and sent again by the outbox; `alreadyEntered` after a reload is no news.
    session.send({ type: 'enterCall', clinicId, consultationId }).catch(() => undefined);
  }

  // While the server starts again there is no view, or one that names nobody. What was true before
  // still is: a running call must not notice (C3).
  const phase = createMemo<Phase>((last) => {
    const now = view();
    return now ? phaseOf(now) : last;
  }, 'before');
  const roomId = createMemo<string | undefined>((last) => {
    const now = view();
    return now ? (now.roomId ?? undefined) : last;
  });
  const peers = createMemo<readonly MediaPeer[]>((last) => view()?.peers ?? last, []);
  const mayMeet = createMemo(() => devices.stream() !== undefined && phase() === 'admitted');

  const isOwn = ({ partyId, isPutOut }: MediaPeer): boolean => partyId === self && !isPutOut;
  /** Otherwise a newer tab of ours is in the room: the others talk to that one, this one is quiet. */
  const isNewest = (): boolean =>
    !peers().some((peer) => isOwn(peer) && peer.peerId > (grant?.peerId ?? ''));

  function check(): void {
    if (!mayMeet() || !grant || grant.roomId !== roomId()) return;
    if (!isNewest()) return leaveToOther();
    pairs.ready(true);
    pairs.named(peers());
  }

  /** Everything of the call that is in this tab goes, and its camera is dark. */
  function letGo(): void {
    stopLoudness?.();
    stopLoudness = undefined;
    pairs.end();
    line?.close();
    signalling?.close();
    signalling = line = grant = undefined;
    devices.release();
  }

  function leaveToOther(): void {
    room.send({ type: 'TAKEN_ELSEWHERE' });
    letGo();
    options.onLost?.();
  }

  function begin(): void {
    if (!isStopped) void acquire();
  }

  function stop(): void {
    if (isStopped) return;
    isStopped = true;
    clearInterval(beat);
    stopWakes();
    stopLight();
    room.stop();
    letGo();
  }

  const beat = setInterval(() => {
    for (const pair of pairs.all()) pair.beat();
    pairs.sweep();
    signalling?.retireOld();
    const now = performance.now();
    if (relayUntil !== null && relayUntil - now < RENEW_MS && now - renewedAt > RENEW_MS / 10) {
      renewedAt = now;
      line?.renew();
    }
  }, BEAT_MS);
  const stopLight = watchLight(devices.picture, (luma) => room.send({ type: 'LIGHT', luma }));
  const stopWakes = watchWakes((isAnother) => {
    line?.hurry(isAnother);
    for (const pair of pairs.all()) pair.woke();
  });

  createEffect(
    on(phase, (now, before) => {
      if (now === 'over') {
        room.send({ type: 'ENDED' });
        stop();
        return;
      }
      if (now === before) return;
      room.send({ type: 'ADMITTED_CHANGED', isAdmitted: now === 'admitted' });
      // Put back into the queue: nothing more goes out until the clinic starts anew.
      if (now === 'before') pairs.end();
    }),
  );
  // A new room is a new start of the clinic: what the old one had is nobody's any more (C7).
  createEffect(
    on([mayMeet, roomId], ([isReady, id]) => {
      if (isReady && id !== undefined && phase() !== 'over') enter();
    }),
  );
  createEffect(on([peers, mayMeet, roomId], check));
  createEffect(
    on(pairs.all, (all) => {
      devices.fit(all.length);
      tellParties();
    }),
  );
  createEffect(on(isHeld, () => budget(untrack(orders))));
  createEffect(
    on(
      [devices.isMicrophoneOn, devices.isCameraOn, devices.hasMicrophone, devices.hasCamera],
      () => {
        for (const pair of pairs.all()) pair.tell();
      },
    ),
  );
  if (place === 'here') begin();
  if (place === 'elsewhere') leaveToOther();
  if (place === 'ifFree') {
    // Who is in the call is known when its view is there.
    const isKnown = createMemo(() => view() !== undefined);
    let hasBegun = false;
    createEffect(
      on(isKnown, (known) => {
        if (!known || hasBegun) return;
        hasBegun = true;
        if (isNewest()) begin();
        else leaveToOther();
      }),
    );
  }

  const parties = createMemo<readonly Party[]>(() => {
    const { speaker } = orders();
    const all = pairs.all().map(({ party }) => party);
    return [
      ...all.filter(({ partyId }) => partyId === speaker),
      ...all.filter(({ partyId }) => partyId !== speaker),
    ];
  });
  const troubles = createMemo<readonly OwnTrouble[]>(() => [
    ...(pairs.all().some((pair) => pair.isUnheard()) ? (['unheard'] as const) : []),
    ...(orders().isSilent ? (['silent'] as const) : []),
    ...(orders().isDark ? (['dark'] as const) : []),
  ]);

  return {
    side,
    room: () => room.snapshot().value,
    denied: () => (room.snapshot().value === 'denied' ? room.snapshot().context.denied : null),
    parties,
    devices,
    local: devices.stream,
    troubles,
    channel: hub.channel,
    holdPicture: setHeld,
    retry() {
      const isDenied = room.snapshot().value === 'denied';
      room.send({ type: 'RETRY' });
      if (isDenied) begin();
      for (const pair of pairs.all()) pair.retry();
      line?.hurry(false);
    },
    isHeldElsewhere: () => room.snapshot().value === 'elsewhere' && peers().some(isOwn),
    takeHere() {
      if (room.snapshot().value !== 'elsewhere') return;
      room.send({ type: 'TAKE_HERE' });
      options.onTaken?.();
      begin();
    },
    close: stop,
  };
}
