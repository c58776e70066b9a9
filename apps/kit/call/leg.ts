import type { MediaConnection } from 'peerjs';
import type { Measure } from '@naervaer/machines/call';
import type { Fingerprint, PeerId } from '@naervaer/machines/protocol';
import { measureBetween, ownLoudness, tallyOf } from './measure.ts';
import type { Tally } from './measure.ts';
import { isBy, shapeSound } from './sdp.ts';
import { createSending } from './sending.ts';
import type { Sending, Wanted } from './sending.ts';
import { openWays } from './ways.ts';
import type { Ways } from './ways.ts';

/** How often a connection is looked at, in milliseconds. */
const LOOK_MS = 250;
const MEASURE_MS = 1_000;
/** No packet for this long: the stream stopped. ICE states tell it 5–15 s later, or never. */
const STOPPED_MS = 1_500;
/** Looks that are further apart than this: the page itself slept, which says nothing of the line. */
const SLEPT_MS = 2_000;

export interface LegEvents {
  flows(): void;
  stopped(): void;
  measured(measure: Measure, ownLoudness: number | null): void;
  /** The ways for words and bytes are open, or not any more. */
  ways(isOpen: boolean): void;
  words(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** Closed by anybody, failed, or `untrusted`: not the tab that the view names. The last event. */
  dead(isUntrusted: boolean): void;
}

/** What one leg is made of. */
export interface LegPlan {
  readonly peerId: PeerId;
  readonly generation: number;
  /** Of the certificate of the tab that the view names. */
  readonly fingerprint: Fingerprint;
  readonly wanted: Wanted;
}

/** One PeerJS call, and whether anything arrives by it. */
export interface Leg extends Pick<Sending, 'shape' | 'replace'>, Ways {
  readonly peerId: PeerId;
  readonly generation: number;
  readonly remote: MediaStream | undefined;
  close(): void;
}

/** The description that a call came with; PeerJS keeps it in its options, untyped. */
function offerIn(connection: MediaConnection): string {
  const options: unknown = connection.options;
  const payload = (options as { _payload?: { sdp?: { sdp?: unknown } } } | null)?._payload;
  return typeof payload?.sdp?.sdp === 'string' ? payload.sdp.sdp : '';
}

/**
 * Places a call. The answer is looked at before the browser gets it: one by another certificate
 * never becomes a connection, so nothing flows to whoever stands between (C9).
 * @param make PeerJS' call, with what changes the description
 */
export function placeLeg(
  make: (sdpTransform: (sdp: string) => string) => MediaConnection | undefined,
  plan: LegPlan,
  on: LegEvents,
): Leg | undefined {
  const connection = make((sdp) => shapeSound(sdp, plan.wanted.sound));
  if (!connection) return undefined;
  const rtc = connection.peerConnection;
  const set = rtc.setRemoteDescription.bind(rtc);
  rtc.setRemoteDescription = (description: RTCSessionDescriptionInit) => {
    if (isBy(description.sdp ?? '', plan.fingerprint)) return set(description);
    leg.distrust();
    return Promise.reject(new Error('not the certificate of the view'));
  };
  const leg = watchLeg(connection, plan, on);
  return leg;
}

/** Answers a call. One that is not by the certificate of the view is closed unanswered (C9). */
export function answerLeg(
  connection: MediaConnection,
  stream: MediaStream,
  plan: LegPlan,
  on: LegEvents,
): Leg | undefined {
  if (!isBy(offerIn(connection), plan.fingerprint)) {
    connection.close();
    return undefined;
  }
  connection.answer(stream, { sdpTransform: (sdp: string) => shapeSound(sdp, plan.wanted.sound) });
  return watchLeg(connection, plan, on);
}

function watchLeg(
  connection: MediaConnection,
  plan: LegPlan,
  on: LegEvents,
): Leg & { distrust(): void } {
  const rtc = connection.peerConnection;
  let isFlowing = false;
  let isDead = false;
  let tally: Tally | undefined;
  let measured: Tally | undefined;
  let lastAt = performance.now();
  let lookedAt = lastAt;
  let remote: MediaStream | undefined;
  const ways = openWays(rtc, {
    opened: () => on.ways(true),
    closed() {
      if (!isDead) on.ways(false);
    },
    words: on.words,
    bytes: on.bytes,
  });
  const sending = createSending(rtc, plan.wanted.sound);
  sending.shape(plan.wanted);

  function end(): boolean {
    if (isDead) return false;
    isDead = true;
    isFlowing = false;
    clearInterval(timer);
    connection.close();
    // PeerJS lets go of a connection without closing it when it was closed by hand before.
    rtc.close();
    return true;
  }
  const die = (isUntrusted = false): void => {
    if (end()) on.dead(isUntrusted);
  };

  async function look(): Promise<void> {
    const now = performance.now();
    if (rtc.connectionState === 'failed' || rtc.connectionState === 'closed') return die();
    const seen = tallyOf(await rtc.getStats(), now);
    if (isDead) return;
    if (now - lookedAt > SLEPT_MS) lastAt = now;
    lookedAt = now;
    const arrived = seen.packets - (tally?.packets ?? 0);
    tally = seen;
    if (arrived > 0) {
      lastAt = now;
      if (!isFlowing && remote) {
        isFlowing = true;
        measured = seen;
        sending.settle();
        on.flows();
      }
    } else if (isFlowing && now - lastAt > STOPPED_MS) {
      isFlowing = false;
      on.stopped();
    }
    if (isFlowing && measured && now - measured.at >= MEASURE_MS - LOOK_MS / 2) {
      const before = measured;
      measured = seen;
      on.measured(measureBetween(before, seen), ownLoudness(before, seen));
    }
  }
  const lookNow = (): void => {
    look().catch(() => die());
  };

  const timer = setInterval(lookNow, LOOK_MS);
  connection.on('stream', (stream) => {
    remote = stream;
    for (const track of stream.getTracks()) track.addEventListener('unmute', lookNow);
  });
  connection.on('close', () => die());
  // PeerJS closes the call itself after its `error`.
  connection.on('error', () => undefined);
  rtc.addEventListener('signalingstatechange', () => {
    // What the browser understood of the description is what counts.
    const description = rtc.remoteDescription;
    if (description && !isBy(description.sdp, plan.fingerprint)) die(true);
  });

  return {
    peerId: plan.peerId,
    generation: plan.generation,
    get remote() {
      return remote;
    },
    shape: sending.shape,
    replace: sending.replace,
    get isOpen() {
      return !isDead && ways.isOpen;
    },
    sendWords: (text) => !isDead && ways.sendWords(text),
    sendBytes: (bytes) => !isDead && ways.sendBytes(bytes),
    get buffered() {
      return isDead ? 0 : ways.buffered;
    },
    distrust: () => die(true),
    close() {
      end();
    },
  };
}
