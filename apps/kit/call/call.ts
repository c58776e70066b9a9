import {
  createEffect,
  createMemo,
  createRoot,
  createSignal,
  getOwner,
  on,
  onCleanup,
} from 'solid-js';
import { initialTransition, transition } from 'xstate';
import { callMachine, nextDeadline } from '@naervaer/machines/call';
import type { CallEvent, CallSnapshot } from '@naervaer/machines/call';
import type { ConsultationView } from '@naervaer/machines/protocol';
import { createDevices } from './devices.ts';
import { createLink } from './link.ts';
import { createFollower, createLeader } from './pairing.ts';
import { createSignalling } from './signalling.ts';
import type { Signalling } from './signalling.ts';
import type { Call, CallOptions } from './types.ts';

/** How often the leader asks itself whether a new call is needed, in milliseconds. */
const TICK_MS = 250;

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

/** `Omit` that keeps a union a union. */
type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;

/**
 * Takes part in the consultation's call for this tab (C1, C3, C7). Opens camera and microphone at
 * once, says `enterCall` when it has them, and keeps the call up over reloads of the other side,
 * cuts and restarts of the server. The screen says `endCall`; the call then ends by the view.
 */
export function createCall(options: CallOptions): Call {
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

function run({ session, clinicId, consultationId, view, side }: CallOptions): Call {
  const [snapshot, setSnapshot] = createSignal<CallSnapshot>(initialTransition(callMachine)[0]);
  const [remote, setRemote] = createSignal<MediaStream>();
  const devices = createDevices();
  let deadlineTimer: ReturnType<typeof setTimeout> | undefined;

  function send(event: Untimed<CallEvent>): void {
    const [next] = transition(callMachine, snapshot(), { ...event, at: Date.now() } as CallEvent);
    setSnapshot(next);
    clearTimeout(deadlineTimer);
    const due = nextDeadline(next);
    if (due === null) return;
    deadlineTimer = setTimeout(() => send({ type: 'DEADLINE' }), Math.max(0, due - Date.now()));
  }

  // Signalling begins when there is media and a room, and ends with the call.
  let signalling: Signalling | undefined;
  const link = createLink({
    flows(stream) {
      setRemote(stream);
      pairing.onFlows();
      signalling?.retireOld();
      send({ type: 'STREAM_FLOWS' });
    },
    stopped() {
      send({ type: 'FLOW_STOPPED' });
    },
    failed: () => pairing.onFailed(),
  });
  const create = side === 'clinician' ? createLeader : createFollower;
  const pairing = create({ link, signalling: () => signalling, stream: devices.stream });
  const stopReplacing = devices.onVideoTrack((track) => link.replaceVideo(track));

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
  const otherPeerId = createMemo<string | undefined>(
    (last) => view()?.peers.find((peer) => peer.side !== side)?.peerId ?? last,
  );
  const isPeerListed = createMemo(() => view()?.peers.some((peer) => peer.side !== side) ?? false);
  const tick = (): void => {
    if (phase() === 'admitted') pairing.tick(otherPeerId());
  };

  function stop(): void {
    clearTimeout(deadlineTimer);
    clearInterval(ticker);
    stopReplacing();
    link.close();
    signalling?.close();
    signalling = undefined;
    devices.release();
    setRemote(undefined);
  }

  async function acquire(): Promise<void> {
    const denied = await devices.acquire();
    if (snapshot().value !== 'acquiring') return;
    send(denied === undefined ? { type: 'MEDIA_READY' } : { type: 'MEDIA_DENIED', reason: denied });
  }

  function enter(): void {
    if (signalling) {
      link.close();
      signalling.rejoin();
    } else {
      signalling = createSignalling({
        join: (fingerprint) => session.joinMedia(clinicId, consultationId, fingerprint),
        onCall(connection) {
          pairing.onCall(connection);
          tick();
        },
        onUnavailable: () => pairing.onUnavailable(),
      });
    }
    // Kept and sent again by the outbox; `alreadyEntered` after a reload is no news.
    session.send({ type: 'enterCall', clinicId, consultationId }).catch(() => undefined);
  }

  const ticker = setInterval(tick, TICK_MS);
  createEffect(() => {
    if (phase() === 'over' && snapshot().value !== 'ended') {
      send({ type: 'ENDED' });
      stop();
    }
  });
  // Put back into the queue: nothing more goes out until the clinic starts anew.
  createEffect(
    on(phase, (now, before) => {
      if (now !== 'before' || before !== 'admitted') return;
      link.close();
      setRemote(undefined);
      send({ type: 'FLOW_STOPPED' });
    }),
  );
  // A new room is a new start of the clinic: what the old one had is nobody's any more (C7).
  createEffect(
    on(
      [() => devices.stream() !== undefined && phase() === 'admitted', roomId],
      ([isReady, room]) => {
        if (isReady && room !== undefined) enter();
      },
    ),
  );
  createEffect(on(isPeerListed, (isPresent) => send({ type: 'PEER_CHANGED', isPresent })));
  createEffect(on(otherPeerId, tick));
  createEffect(
    on(
      () => session.line().kind === 'online',
      (isOnline, wasOnline) => {
        if (!isOnline || wasOnline !== false) return;
        pairing.hurry();
        signalling?.refresh();
      },
    ),
  );
  acquire().catch(() => send({ type: 'MEDIA_DENIED', reason: 'unknown' }));

  return {
    side,
    state: () => snapshot().value,
    isPeerPresent: () => snapshot().context.isPeerPresent,
    devices,
    local: devices.stream,
    remote,
    retry() {
      const state = snapshot().value;
      if (state !== 'denied' && state !== 'failed') return;
      send({ type: 'RETRY' });
      if (state === 'denied') {
        acquire().catch(() => send({ type: 'MEDIA_DENIED', reason: 'unknown' }));
      } else {
        pairing.hurry();
        signalling?.refresh();
      }
    },
    close: stop,
  };
}
