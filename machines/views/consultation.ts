import { consultationIn, waitingIn } from '../clinic/index.ts';
import type { ClinicSnapshot } from '../clinic/index.ts';
import { isOver } from '../consultation/index.ts';
import type { Consultation } from '../consultation/index.ts';
import type {
  ConsultationId,
  ConsultationView,
  MediaPeer,
  WaiterMessage,
} from '../protocol/index.ts';
import { waitRange } from './wait.ts';

function missingOf({ value, context }: Consultation): ConsultationView['missing'] {
  if (value !== 'interrupted') return null;
  const { waiter, clinician } = context.awaySince;
  if (waiter !== null && clinician !== null) return 'both';
  return waiter === null ? 'clinician' : 'waiter';
}

/** The newer of the clinic's word to everybody and its word to this one. */
const newer = (a: WaiterMessage | null, b: WaiterMessage | null): WaiterMessage | null =>
  a === null || (b !== null && b.at > a.at) ? b : a;

/**
 * What the two sides of a consultation see: no citizen and no reason (DC3). Also once it is over,
 * as long as the clinic knows it, so that the waiter reads how it ended.
 * @param peers who is reachable in the present room now; left out unless there is a call
 * @returns `undefined` for a consultation that the clinic does not know
 */
export function consultationView(
  { value: mode, context: clinic }: ClinicSnapshot,
  id: ConsultationId,
  peers: readonly MediaPeer[],
): ConsultationView | undefined {
  const consultation = consultationIn(clinic, id);
  if (consultation === undefined) return undefined;
  const { value: state, context } = consultation;
  const ahead = state === 'waiting' ? waitingIn(clinic).indexOf(id) : null;
  return {
    consultationId: id,
    clinicId: clinic.clinicId,
    clinicName: clinic.name,
    mode,
    state,
    position: ahead === null ? null : ahead + 1,
    wait: ahead === null ? null : waitRange(clinic, ahead),
    message: isOver(state) ? null : newer(context.message, clinic.message),
    clinician: context.holder?.name ?? null,
    waiter: context.request.waiter.name,
    roomId: context.roomId,
    peers:
      context.roomId === null
        ? []
        : peers.map(({ partyId, side, peerId, fingerprint, isPutOut }) => ({
            partyId,
            side,
            peerId,
            fingerprint,
            ...(isPutOut === true ? { isPutOut } : {}),
          })),
    missing: missingOf(consultation),
    deadline: context.deadline,
    startedAt: context.startedAt,
    rejection: context.rejection,
    endedBy: context.endedBy,
  };
}
