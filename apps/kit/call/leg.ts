import type { MediaConnection } from 'peerjs';

/** How often a connection is looked at, in milliseconds. */
const LOOK_MS = 300;
/** No packet for this long: the stream stopped. ICE states tell it 5–15 s later, or never. */
const STOPPED_MS = 1_500;
/** Looks that are further apart than this: the page itself slept, which says nothing of the line. */
const SLEPT_MS = 2_000;
/** A new call without an answer is given up; the offer may have gone into a dead socket. */
const ANSWER_MS = 4_000;
/** And one that was answered but carries nothing. */
const FLOW_MS = 9_000;

export interface LegEvents {
  flows(): void;
  stopped(): void;
  /** Closed by anybody, failed, or given up before it flowed. Nothing comes after it. */
  dead(): void;
}

/** One PeerJS call, and whether anything arrives by it. */
export interface Leg {
  readonly peerId: string;
  readonly isFlowing: boolean;
  readonly remote: MediaStream | undefined;
  replaceVideo(track: MediaStreamTrack): void;
  close(): void;
}

/** All RTP packets that arrived: sound too, so a camera that is off does not look like a cut. */
async function packetsReceived(connection: RTCPeerConnection): Promise<number> {
  let packets = 0;
  // The report is a map of dictionaries that TypeScript knows nothing of.
  (await connection.getStats()).forEach((entry: { type: string; packetsReceived?: number }) => {
    if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
  });
  return packets;
}

export function watchLeg(connection: MediaConnection, on: LegEvents): Leg {
  const startedAt = Date.now();
  let isFlowing = false;
  let hasFlowed = false;
  let isDead = false;
  let packets = 0;
  let lastAt = startedAt;
  let lookedAt = startedAt;
  let remote: MediaStream | undefined;

  function die(): void {
    if (isDead) return;
    isDead = true;
    isFlowing = false;
    clearInterval(timer);
    connection.close();
    on.dead();
  }

  async function look(): Promise<void> {
    // PeerJS takes the connection away when it closes it (its types do not say so).
    const rtc = connection.peerConnection as RTCPeerConnection | null;
    const now = Date.now();
    if (!rtc || rtc.connectionState === 'failed' || rtc.connectionState === 'closed') return die();
    const received = await packetsReceived(rtc).catch(() => packets);
    if (isDead) return;
    if (now - lookedAt > SLEPT_MS) lastAt = now;
    lookedAt = now;
    if (received > packets) {
      packets = received;
      lastAt = now;
      if (!isFlowing && remote) {
        isFlowing = true;
        hasFlowed = true;
        on.flows();
      }
    } else if (isFlowing && now - lastAt > STOPPED_MS) {
      isFlowing = false;
      on.stopped();
    } else if (!hasFlowed) {
      const patience = rtc.remoteDescription ? FLOW_MS : ANSWER_MS;
      if (now - startedAt > patience) die();
    }
  }

  const timer = setInterval(() => {
    look().catch(die);
  }, LOOK_MS);
  connection.on('stream', (stream) => {
    remote = stream;
  });
  connection.on('close', die);
  // PeerJS closes the call itself after its `error`.
  connection.on('error', () => undefined);

  return {
    peerId: connection.peer,
    get isFlowing() {
      return isFlowing;
    },
    get remote() {
      return remote;
    },
    replaceVideo(track) {
      const rtc = connection.peerConnection as RTCPeerConnection | null;
      const sender = rtc?.getSenders().find((one) => one.track?.kind === 'video');
      sender?.replaceTrack(track).catch(() => undefined);
    },
    close() {
      if (isDead) return;
      isDead = true;
      isFlowing = false;
      clearInterval(timer);
      connection.close();
    },
  };
}
