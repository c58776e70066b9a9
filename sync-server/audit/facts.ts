import { consultationIn, openEntriesOf } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { consultationIdOf, parseCitizenNumber } from '@naervaer/machines/protocol';
import type {
  AccessAction,
  ClinicId,
  Command,
  CommandId,
  CommandType,
  ConsultationId,
  Instant,
  Outcome,
} from '@naervaer/machines/protocol';
import type { AccessFact, Actor } from './types.ts';

const ACTIONS: Readonly<Record<CommandType, AccessAction>> = {
  saveProfile: 'saveProfile',
  joinOnBehalf: 'join',
  joinWithoutCpr: 'join',
  leaveQueue: 'leave',
  openClinic: 'openClinic',
  closeClinic: 'closeClinic',
  claim: 'claim',
  release: 'release',
  reject: 'reject',
  tellWaiters: 'tell',
  enterCall: 'enterCall',
  endCall: 'endCall',
};

/** What nobody's treatment hangs on. */
const ADMINISTRATIVE: readonly AccessAction[] = [
  'saveProfile',
  'openClinic',
  'closeClinic',
  'tellAll',
];

/** Whose data a consultation holds; null without CPR, and once it is over. */
const citizenOf = (snapshot: ClinicSnapshot, id: ConsultationId): string | null =>
  consultationIn(snapshot.context, id)?.context.request.citizen?.digits ?? null;

const actionOf = (command: Command): AccessAction =>
  command.type === 'tellWaiters' && command.consultationId === null
    ? 'tellAll'
    : ACTIONS[command.type];

function consultationOf(command: Command, id: CommandId): ConsultationId | null {
  if (command.type === 'joinOnBehalf' || command.type === 'joinWithoutCpr') {
    return consultationIdOf(id);
  }
  return 'consultationId' in command ? command.consultationId : null;
}

/**
 * What an accepted command is in the log; of a refused one nothing was seen or done.
 * @param before the clinic as it was decided on: what is over knows its citizen no more
 */
export function factsOfCommand(
  by: Actor,
  id: CommandId,
  command: Command,
  clinicId: ClinicId | null,
): (at: Instant, outcome: Outcome, before?: ClinicSnapshot) => readonly AccessFact[] {
  const action = actionOf(command);
  const consultationId = consultationOf(command, id);
  return (at, outcome, before) => {
    if (outcome.status !== 'accepted') return [];
    const known = consultationId !== null && before ? citizenOf(before, consultationId) : null;
    const citizen =
      command.type === 'joinOnBehalf'
        ? (parseCitizenNumber(command.citizen.number)?.digits ?? null)
        : known;
    const purpose = ADMINISTRATIVE.includes(action) ? 'administration' : 'treatment';
    return [{ at, action, purpose, by, clinicId, consultationId, citizen, target: null }];
  };
}

/** Consultations that a deadline ended: nobody did it, and it is told all the same. */
export function factsOfDeadline(
  at: Instant,
  before: ClinicSnapshot,
  after: ClinicSnapshot,
): readonly AccessFact[] {
  const open = new Set(openEntriesOf(after.context).map(([id]) => id));
  return openEntriesOf(before.context)
    .filter(([id]) => !open.has(id))
    .map(([id, { context }]) => ({
      at,
      action: after.context.consultations[id]?.value === 'ended' ? 'endCall' : 'expire',
      purpose: 'treatment',
      by: null,
      clinicId: before.context.clinicId,
      consultationId: id,
      citizen: context.request.citizen?.digits ?? null,
      target: null,
    }));
}

/** Whose data a board shows, one fact for each consultation on it. */
export const factsOfBoard = (
  at: Instant,
  by: Actor,
  { context }: ClinicSnapshot,
  isNew: (id: ConsultationId) => boolean,
): readonly AccessFact[] =>
  openEntriesOf(context)
    .filter(([id]) => isNew(id))
    .map(([consultationId, { context: consultation }]) => ({
      at,
      action: 'seeOnBoard',
      purpose: 'treatment',
      by,
      clinicId: context.clinicId,
      consultationId,
      citizen: consultation.request.citizen?.digits ?? null,
      target: null,
    }));

/** Who did it, without all else that is known of them. */
export const actorOf = ({ personId, name, role, organisationId }: Actor): Actor => ({
  personId,
  name,
  role,
  organisationId,
});
