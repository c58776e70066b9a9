import type { Accessor } from 'solid-js';
import type { CallState, DeniedReason } from '@naervaer/machines/call';
import type { ClinicId, ConsultationId, ConsultationView } from '@naervaer/machines/protocol';
import type { Session } from '../session/types.ts';

export type Side = 'clinician' | 'waiter';

export interface CallOptions {
  readonly session: Session;
  readonly clinicId: ClinicId;
  readonly consultationId: ConsultationId;
  readonly view: Accessor<ConsultationView | undefined>;
  readonly side: Side;
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
}

/** One tab's call. It lives until `close()`, or until its owner is cleaned up. */
export interface Call {
  readonly side: Side;
  readonly state: Accessor<CallState>;
  readonly isPeerPresent: Accessor<boolean>;
  readonly devices: Devices;
  readonly local: Accessor<MediaStream | undefined>;
  /** The other side's stream; stays while the call recovers. */
  readonly remote: Accessor<MediaStream | undefined>;
  /** After `denied` or `failed`: once more. */
  retry(): void;
  close(): void;
}
