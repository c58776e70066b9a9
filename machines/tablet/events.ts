import type {
  ClinicId,
  ClinicMode,
  ConsultationId,
  ConsultationState,
  DeviceCheck,
  Instant,
  Outcome,
  Ydernummer,
} from '../protocol/index.ts';
import type { Draft } from './context.ts';

interface At {
  /** This device's clock; it measures idleness only and orders nothing (CM4). */
  readonly at: Instant;
}

export interface ChosenClinic {
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly ydernummer: Ydernummer;
}

export interface OpenConsultation {
  readonly consultationId: ConsultationId;
  readonly clinicId: ClinicId;
}

/** Whose outcome it is: several commands of one course may be on their way at once. */
export type Asked = 'join' | 'leave';

/** All that the tablet's course takes. Time and ids come in with the event (MA1). */
export type TabletEvent =
  // the session
  | (At & {
      readonly type: 'SIGNED_IN';
      readonly isDemo: boolean;
      readonly hasProfile: boolean;
      /** This device has been through the guided check before. */
      readonly isDeviceKnown: boolean;
      /** A consultation of this person that is not over: another device began it (T7). */
      readonly open: OpenConsultation | null;
    })
  | (At & { readonly type: 'SIGN_OUT' })
  /** The session is over, whoever ended it. */
  | (At & { readonly type: 'SIGNED_OUT' })
  // the steps
  | (At & { readonly type: 'PROFILE_SAVED' })
  | (At & { readonly type: 'EDIT_PROFILE' })
  | (At & { readonly type: 'TYPED'; readonly draft: Partial<Draft> })
  | (At & { readonly type: 'WITHOUT_CPR' })
  | (At & { readonly type: 'CLINIC_CHOSEN'; readonly clinic: ChosenClinic | null })
  /** What the chosen clinic's lobby says; null when nobody can tell, as offline. */
  | (At & { readonly type: 'LOBBY_CHANGED'; readonly mode: ClinicMode | null })
  | (At & { readonly type: 'CHECKED'; readonly check: DeviceCheck })
  | (At & { readonly type: 'RECHECK' })
  | (At & { readonly type: 'CONTINUE' })
  | (At & { readonly type: 'BACK' })
  // the consultation
  | (At & { readonly type: 'SUBMITTED'; readonly consultationId: ConsultationId })
  | (At & { readonly type: 'OUTCOME'; readonly of: Asked; readonly outcome: Outcome })
  | (At & { readonly type: 'VIEW_CHANGED'; readonly state: ConsultationState })
  | (At & { readonly type: 'LEAVE' })
  /** The join never left this tablet and is deleted: nobody has to be told. */
  | (At & { readonly type: 'WITHDRAWN' })
  | (At & { readonly type: 'HANG_UP' })
  | (At & { readonly type: 'NEXT_CITIZEN' })
  | (At & { readonly type: 'LOG_CITIZEN_OUT' })
  // idleness
  | (At & { readonly type: 'ACTIVITY' })
  | (At & { readonly type: 'DEADLINE' });
export type TabletEventType = TabletEvent['type'];
