import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { RoomState } from '@naervaer/machines/call';
import type { PartyId } from '@naervaer/machines/protocol';
import { createDevices } from '../call/devices.ts';
import type { OwnTrouble, Party, RoomCall } from '../call/types.ts';
import type { PhotoCall } from '../photo/index.ts';
import { createDoctor } from './doctor.ts';
import { createLoopback } from './loopback.ts';
import { createVoice } from './voice.ts';

const DOCTOR = 'clinician' as PartyId;
const STAFF = 'waiter' as PartyId;

/** What never changes between two in the same page. */
const steady: Omit<Party, 'partyId' | 'side' | 'stream'> = {
  state: () => 'connected',
  isPresent: () => true,
  sign: () => 'good',
  isSpeaking: () => false,
  isMicrophoneOn: () => true,
  isCameraOn: () => true,
  isPictureWithheld: () => false,
  isUntrusted: () => false,
};

/** A call in the page itself: no server, no connection, nothing that leaves the device (T13). */
export interface PracticeRoom {
  readonly call: RoomCall;
  /** The same call from the drawn doctor's side: what is sent arrives there. */
  readonly doctor: PhotoCall;
  /** Resolves when it is said. */
  say(text: string): Promise<void>;
  setTroubles(troubles: readonly OwnTrouble[]): void;
}

/**
 * Local streams instead of a connection of the page with itself: a tablet without any network has no
 * address to connect to. Cleaned up with its owner.
 */
export function createPracticeRoom(): PracticeRoom {
  const [room, setRoom] = createSignal<RoomState>('acquiring');
  const [troubles, setTroubles] = createSignal<readonly OwnTrouble[]>([]);
  const voice = createVoice();
  const doctor = createDoctor(() => voice.level());
  const devices = createDevices({
    lost: (kind) => void devices.retake(kind),
    back: () => undefined,
    track: () => undefined,
  });
  const [staffEnd, doctorEnd] = createLoopback(STAFF, DOCTOR);
  const tracks = [doctor.track, voice.track].filter((track) => track !== undefined);
  const seen = new MediaStream(tracks);
  const party = (partyId: PartyId, stream: Accessor<MediaStream | undefined>): Party => ({
    ...steady,
    partyId,
    side: partyId === DOCTOR ? 'clinician' : 'waiter',
    stream,
  });
  const shared = { room, devices, holdPicture: () => undefined };

  function acquire(): void {
    setRoom('acquiring');
    devices
      .acquire()
      .then((denied) => setRoom(denied === undefined ? 'open' : 'denied'))
      .catch(() => setRoom('denied'));
  }
  function close(): void {
    setRoom('ended');
    devices.release();
    doctor.close();
    voice.close();
  }
  acquire();
  onCleanup(close);

  const others = [party(DOCTOR, () => seen)];
  return {
    call: {
      ...shared,
      side: 'waiter',
      denied: () => (room() === 'denied' ? (devices.problem() ?? 'unknown') : null),
      parties: () => (room() === 'open' ? others : []),
      local: devices.stream,
      troubles,
      channel: staffEnd,
      retry: acquire,
      isHeldElsewhere: () => false,
      takeHere: () => undefined,
      close,
    },
    doctor: {
      ...shared,
      side: 'clinician',
      channel: doctorEnd,
      parties: () => [party(STAFF, devices.stream)],
    },
    say: (text) => voice.say(text),
    setTroubles,
  };
}
