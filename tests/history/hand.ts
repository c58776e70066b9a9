import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { ACCEPTED, newCommandId, newSessionId, refused } from '@naervaer/machines/protocol';
import type {
  BoardView,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  Epoch,
  OrganisationId,
  Outcome,
  PersonId,
  RefusalCode,
} from '@naervaer/machines/protocol';
import { boardView } from '@naervaer/machines/views';
import { joinWithoutCpr } from '../support/samples.ts';
import type { ClinicKnown, History, Line, Party } from './history.ts';
import { emptyClinic } from './search.ts';
import { answer, asking } from './specification.ts';
import type { ClinicCommand } from './specification.ts';

export const CLINIC: ClinicKnown = {
  id: 'nordby' as ClinicId,
  name: 'Lægerne Nordby',
  ydernummer: '057584',
};

/** A line before its place in time. */
type Said = Line extends infer One ? (One extends Line ? Omit<One, 'at'> : never) : never;

/**
 * Writes a history by hand, line for line, beside a clinic that takes a command when the test says
 * so: what a server did between asking and telling, or should have done.
 */
export function byHand() {
  const lines: Line[] = [];
  const asked = new Map<CommandId, { readonly party: Party; readonly command: ClinicCommand }>();
  let clinic = emptyClinic(CLINIC);
  let at = 1;
  const events: ClinicEvent[] = [];
  const outcomes = new Map<string, { readonly outcome: Outcome; readonly at: number }>();
  const add = (line: Said): void => void lines.push({ ...line, at: lines.length } as Line);
  add({ kind: 'clinic', clinic: CLINIC });

  function party(name: string, role: 'caregiver' | 'clinician'): Party {
    const personId = `hus.${name.toLowerCase()}` as PersonId;
    const organisationId = 'hus' as OrganisationId;
    const who: Party = {
      sessionId: newSessionId(),
      clinics: role === 'clinician' ? [CLINIC.id] : [],
      sender: {
        personId,
        name,
        role,
        organisationId,
        waiter:
          role === 'clinician'
            ? null
            : {
                personId,
                name,
                jobRole: 'nurse',
                workplace: 'Solbakken',
                careArea: 'nursingHome',
                organisationId,
                organisation: 'Huset',
              },
      },
    };
    add({ kind: 'session', party: who });
    return who;
  }

  function asks(who: Party, command: ClinicCommand): CommandId {
    const id = newCommandId();
    asked.set(id, { party: who, command });
    add({ kind: 'asked', sessionId: who.sessionId, id, command });
    return id;
  }

  /** The clinic takes the command now. */
  function happens(id: CommandId): void {
    const { party: who, command } = asked.get(id) ?? {};
    if (who === undefined || command === undefined) throw new Error('nobody asked for it');
    const taken = asking(CLINIC.id, command, id, who);
    at += 1;
    const { outcome, next } = answer(clinic, taken, at);
    outcomes.set(id, { outcome, at });
    if (next !== clinic && 'event' in taken && typeof taken.event === 'function') {
      events.push(taken.event(at));
    }
    clinic = next;
  }

  function told(id: CommandId, code?: RefusalCode, holder?: string): void {
    const who = asked.get(id)?.party;
    if (who === undefined) throw new Error('nobody asked for it');
    const outcome = code === undefined ? ACCEPTED : refused(code, holder);
    add({ kind: 'told', sessionId: who.sessionId, id, outcome });
  }

  return {
    clinician: (name: string) => party(name, 'clinician'),
    caregiver: (name: string) => party(name, 'caregiver'),
    asks,
    happens,
    told,
    /** Asked, taken and accepted with nothing between. */
    does(who: Party, command: ClinicCommand): CommandId {
      const id = asks(who, command);
      happens(id);
      told(id);
      return id;
    },
    /** The board shows what it is at the clinic, or another view. */
    sees(who: Party, view: BoardView = boardView(clinic)): void {
      const shown = { kind: 'board', clinicId: CLINIC.id, view } as const;
      add({ kind: 'seen', sessionId: who.sessionId, page: 1, epoch: 1 as Epoch, shown });
    },
    board: (): BoardView => boardView(clinic),
    clinic: (): ClinicSnapshot => clinic,
    history: (): History => lines,
    /** What the server's file would say, for a test to change. */
    journal: { events, outcomes },
  };
}

export const OPEN: ClinicCommand = { type: 'openClinic', clinicId: CLINIC.id };
export const JOIN = joinWithoutCpr(CLINIC.ydernummer) as ClinicCommand;
type OnConsultation = Extract<CommandInput, { consultationId: string }>['type'];
/** A command on the consultation that this join made. */
export const on = (type: Exclude<OnConsultation, 'reject'>, join: CommandId): ClinicCommand => ({
  type,
  clinicId: CLINIC.id,
  consultationId: join as string as ConsultationId,
});
