import type { Accessor } from 'solid-js';
import type { DeniedReason, PairState, RoomState, Sign } from '@naervaer/machines/call';
import type {
  ClinicId,
  ConsultationId,
  ConsultationView,
  PartyId,
} from '@naervaer/machines/protocol';
import type { Session } from '../session/types.ts';
import type { Channel } from './channel.ts';

export type Side = 'clinician' | 'waiter';
export type CallPlace = 'here' | 'ifFree' | 'elsewhere';

export interface CallOptions {
  readonly session: Session;
  readonly clinicId: ClinicId;
  readonly consultationId: ConsultationId;
  readonly view: Accessor<ConsultationView | undefined>;
  readonly side: Side;
  /** Which party this tab is; without it, the one of its side. */
  readonly self?: PartyId;
  /**
   * Whether this tab takes the call by itself: `here`, which is what it does without a word;
   * `ifFree`, when no other tab of this party holds it; `elsewhere`, only when the person says so.
   */
  readonly place?: CallPlace;
  /** The person took the call into this tab, with the stage's button. */
  readonly onTaken?: () => void;
  /** Another tab of this party took it. */
  readonly onLost?: () => void;
}

/** What this tab gives to the call. */
export interface Devices {
  readonly stream: Accessor<MediaStream | undefined>;
  /** Why camera or microphone is missing; also set when only one of them is. */
  readonly problem: Accessor<DeniedReason | undefined>;
  readonly hasCamera: Accessor<boolean>;
  readonly hasMicrophone: Accessor<boolean>;
  readonly isMicrophoneOn: Accessor<boolean>;
  readonly isCameraOn: Accessor<boolean>;
  toggleMicrophone(): void;
  toggleCamera(): void;
  /** More than one camera: `flip` takes the next one. */
  readonly canFlip: Accessor<boolean>;
  /** True when the picture is to be shown mirrored: the camera looks at the person. */
  readonly isFacingUser: Accessor<boolean>;
  flip(): Promise<void>;
  /**
   * The camera for a still photo (C5). Our own picture stops, since many devices open one camera at
   * a time; sound goes on. While it is lent, a missing camera is no trouble, and `flip` does nothing.
   */
  lendCamera(): CameraLoan;
}

/** The call's camera in other hands for a moment. */
export interface CameraLoan {
  /** What the others see meanwhile; whoever opened the track stops it. */
  show(track: MediaStreamTrack): void;
  /** Opens the camera that was in use again, once everything else let it go. */
  giveBack(): Promise<void>;
}

/** What is wrong with the own sound or picture, as a sentence tells it (C2). */
export type OwnTrouble = 'unheard' | 'silent' | 'dark';

/** One other party of the call (V4), as a screen shows it. */
export interface Party {
  readonly partyId: PartyId;
  readonly side: Side | 'guest';
  readonly state: Accessor<PairState>;
  readonly isPresent: Accessor<boolean>;
  /** Stays while the pair heals. */
  readonly stream: Accessor<MediaStream | undefined>;
  readonly sign: Accessor<Sign>;
  readonly isSpeaking: Accessor<boolean>;
  /** The other side says that it sends no sound or no picture; null: not said yet. */
  readonly isMicrophoneOn: Accessor<boolean | null>;
  readonly isCameraOn: Accessor<boolean | null>;
  /** We withhold our picture from it, so that the sound holds. */
  readonly isPictureWithheld: Accessor<boolean>;
  /** What answered last was not the tab that the server names: somebody may stand between (C9). */
  readonly isUntrusted: Accessor<boolean>;
}

/**
 * One tab's call, with any number of parties up to six. It lives until `close()`, or until its owner
 * is cleaned up.
 */
export interface RoomCall {
  readonly side: Side;
  /** Own devices and the room as a whole. */
  readonly room: Accessor<RoomState>;
  /** Why there is neither camera nor microphone, while `room()` is `denied`. */
  readonly denied: Accessor<DeniedReason | null>;
  /** The others, the large one first; empty while nobody is there. Keyed by `partyId`. */
  readonly parties: Accessor<readonly Party[]>;
  readonly devices: Devices;
  readonly local: Accessor<MediaStream | undefined>;
  readonly troubles: Accessor<readonly OwnTrouble[]>;
  readonly channel: Channel;
  /** A photo goes out (C5): our picture takes less meanwhile, so that the sound holds (C2). */
  holdPicture(isHeld: boolean): void;
  /** After `denied` or `failed`: once more. */
  retry(): void;
  /** Another tab of this party is in the call now. */
  readonly isHeldElsewhere: Accessor<boolean>;
  /** While `room()` is `elsewhere`: the call comes into this tab, and leaves the other. */
  takeHere(): void;
  close(): void;
}
