import type { PairOrders, Picture, Sound } from '@naervaer/machines/call';
import { asAnswer } from './sdp.ts';

/** Bits a second. Sound is small; what matters is that the picture is held below what is left (C2). */
const SOUND_BITS: Readonly<Record<Sound, number>> = { full: 32_000, low: 16_000 };

export type Wanted = Pick<PairOrders, 'picture' | 'sound'>;

/** What goes out by one connection: how much of it, and which track. */
export interface Sending {
  /** As the machine orders it; said again when nothing changed, it does nothing. */
  shape(wanted: Wanted): void;
  replace(kind: 'audio' | 'video', track: MediaStreamTrack): void;
  /** Sound and picture flow: from now on the sound's encoding changes in the running call. */
  settle(): void;
}

function describe(
  encoding: RTCRtpEncodingParameters,
  picture: Picture | null,
  lines: number,
): void {
  encoding.active = picture !== null;
  if (picture === null) return;
  encoding.maxBitrate = Math.round(picture.kbps * 1000);
  encoding.maxFramerate = picture.framesPerSecond;
  encoding.scaleResolutionDownBy = Math.max(1, lines / picture.height);
}

export function createSending(rtc: RTCPeerConnection, offered: Sound): Sending {
  let wanted: Wanted | undefined;
  let encodedSound: Sound = offered;
  let isSettled = false;
  let isWorking = false;
  let isStale = false;
  /** The browser could not; the next leg is made with what is wanted. */
  let isStuck = false;

  const senderOf = (kind: string): RTCRtpSender | undefined =>
    rtc.getSenders().find(({ track }) => track?.kind === kind);

  async function set(kind: string, change: (of: RTCRtpEncodingParameters) => void): Promise<void> {
    const sender = senderOf(kind);
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings.length) return;
    for (const encoding of parameters.encodings) change(encoding);
    await sender.setParameters(parameters);
  }

  /**
   * `setParameters` cannot take RED away nor change the length of a packet. What a browser sends
   * follows from the other side's description, so that is set again, changed, as the answer to an
   * offer that stays here: 10–50 ms, not a frame lost, and the other side takes both anyway.
   */
  async function encodeSound(sound: Sound): Promise<void> {
    const { currentRemoteDescription: remote, currentLocalDescription: local } = rtc;
    if (!remote || !local || rtc.signalingState !== 'stable') return;
    await rtc.setLocalDescription(await rtc.createOffer());
    try {
      const sdp = asAnswer(remote, local.sdp, sound);
      await rtc.setRemoteDescription({ type: 'answer', sdp });
      encodedSound = sound;
    } catch {
      isStuck = true;
      await rtc.setLocalDescription({ type: 'rollback' });
    }
  }

  async function work(): Promise<void> {
    while (isStale && wanted && rtc.signalingState !== 'closed') {
      isStale = false;
      const { picture, sound } = wanted;
      const lines = senderOf('video')?.track?.getSettings().height ?? 480;
      // First, and by itself: what fails of the sound's part must not keep a picture going (C2).
      await set('video', (encoding) => describe(encoding, picture, lines)).catch(() => undefined);
      if (isSettled && !isStuck && sound !== encodedSound) await encodeSound(sound);
      await set('audio', (encoding) => {
        encoding.maxBitrate = SOUND_BITS[sound];
        encoding.priority = 'high';
        encoding.networkPriority = 'high';
      });
    }
  }

  function again(): void {
    isStale = true;
    if (isWorking) return;
    isWorking = true;
    work()
      // A connection that closes meanwhile; a browser that knows less goes on with what it has.
      .catch(() => undefined)
      .finally(() => {
        isWorking = false;
      });
  }

  return {
    shape(now) {
      const before = wanted;
      wanted = now;
      const isSame =
        before !== undefined &&
        before.sound === now.sound &&
        JSON.stringify(before.picture) === JSON.stringify(now.picture);
      if (!isSame) again();
    },
    replace(kind, track) {
      senderOf(kind)
        ?.replaceTrack(track)
        .then(again)
        .catch(() => undefined);
    },
    settle() {
      isSettled = true;
      again();
    },
  };
}
