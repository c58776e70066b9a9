import type { DeniedReason, PairState, RoomState, Sign } from '@naervaer/machines/call';
import type { OwnTrouble } from '../../../../apps/kit/call/types.ts';

/** What the fake room says of one other party. */
export interface PartyState {
  readonly partyId: string;
  readonly side: 'clinician' | 'waiter' | 'guest';
  readonly state?: PairState;
  readonly isPresent?: boolean;
  readonly hasStream?: boolean;
  /** False: no new frame comes. */
  readonly isMoving?: boolean;
  readonly sign?: Sign;
  readonly isSpeaking?: boolean;
  readonly isMicrophoneOn?: boolean | null;
  readonly isCameraOn?: boolean | null;
  readonly isPictureWithheld?: boolean;
  readonly isUntrusted?: boolean;
}

/** All that the stage can see of a room. */
export interface FakeState {
  readonly room: RoomState;
  readonly denied: DeniedReason | null;
  readonly parties: readonly PartyState[];
  readonly devices: {
    readonly hasCamera: boolean;
    readonly hasMicrophone: boolean;
    readonly isMicrophoneOn: boolean;
    readonly isCameraOn: boolean;
  };
  readonly troubles: readonly OwnTrouble[];
}

export const DOCTOR: PartyState = { partyId: 'clinician', side: 'clinician' };

/** A call of two that goes well. */
export const START: FakeState = {
  room: 'open',
  denied: null,
  parties: [DOCTOR],
  devices: { hasCamera: true, hasMicrophone: true, isMicrophoneOn: true, isCameraOn: true },
  troubles: [],
};
