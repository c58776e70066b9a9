import { entriesOf, waitingIn } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type {
  BoardView,
  ConsultationId,
  ConsultationView,
  LobbyView,
  WaiterMessage,
} from '@naervaer/machines/protocol';
import { boardView, consultationView, lobbyView } from '@naervaer/machines/views';

/**
 * What a screen shows, without what differs between a model and a day at a real clinic: when it
 * was, what the rooms are called, and how fast the clinic was before.
 */

const message = (given: WaiterMessage | null) => given && { late: given.late, text: given.text };

export const shownBoard = ({ head, rows }: BoardView) => ({
  mode: head.mode,
  message: message(head.message),
  rows: rows
    .map((row) => ({
      consultationId: row.consultationId,
      way: row.way,
      state: row.state,
      position: row.position,
      citizen: row.citizen,
      caregiver: row.caregiver.name,
      reason: row.reason,
      part: row.part,
      present: row.present,
      check: row.check,
      holder: row.holder,
      isAway: row.awaySince !== null,
      // MA2: told beforehand, and counted from the moment of going.
      placeIsKept:
        row.expiresAt !== null && row.awaySince !== null && row.expiresAt - row.awaySince,
      isCalled: row.calledAt !== null,
      isStarted: row.startedAt !== null,
      message: message(row.message),
    }))
    .sort((a, b) => (a.consultationId < b.consultationId ? -1 : 1)),
});

export const shownLobby = (view: LobbyView) => ({
  mode: view.mode,
  message: message(view.message),
  queueLength: view.queueLength,
});

export const shownConsultation = (view: ConsultationView) => ({
  state: view.state,
  position: view.position,
  mode: view.mode,
  clinician: view.clinician,
  waiter: view.waiter,
  hasRoom: view.roomId !== null,
  peers: view.peers.length,
  missing: view.missing,
  hasDeadline: view.deadline !== null,
  isStarted: view.startedAt !== null,
  rejection: view.rejection,
  endedBy: view.endedBy,
  hasWait: view.wait !== null,
  isTold: view.message !== null,
});

/** What everybody should see now, in the model's own names. */
export const expectedBoard = (snapshot: ClinicSnapshot) => shownBoard(boardView(snapshot));
export const expectedLobby = (snapshot: ClinicSnapshot) => shownLobby(lobbyView(snapshot));
export function expectedConsultation(snapshot: ClinicSnapshot, id: ConsultationId) {
  const view = consultationView(snapshot, id, []);
  return view && shownConsultation(view);
}

/** All of a clinic that changes what can happen next, of some consultations; no times. */
export const essenceOf = (
  { value, context }: ClinicSnapshot,
  isMeant: (id: ConsultationId) => boolean = () => true,
) => ({
  mode: value,
  queue: context.queue.filter(isMeant),
  places: waitingIn(context).filter(isMeant),
  consultations: entriesOf(context)
    .filter(([id]) => isMeant(id))
    .map(([id, consultation]) => {
      const { holder, entered, awaySince, deadline, endedBy, rejection } = consultation.context;
      return {
        id,
        state: consultation.value,
        holder: holder?.personId ?? null,
        entered,
        away: [awaySince.waiter !== null, awaySince.clinician !== null],
        ends: deadline !== null,
        endedBy,
        rejection,
      };
    }),
});
