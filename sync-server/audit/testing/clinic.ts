import { initialClinic, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Request } from '@naervaer/machines/consultation';
import type {
  ClinicId,
  ConsultationId,
  OrganisationId,
  PersonId,
  RoomId,
  Ydernummer,
} from '@naervaer/machines/protocol';
import { NOON } from './log-file.ts';

export const CLINIC = 'nordby' as ClinicId;
export const KAREN = '7203411234';
export const DOCTOR = { personId: 'klinik.anne' as PersonId, name: 'Anne Klitgård' };

export const idOf = (number: number): ConsultationId =>
  `00000000-0000-7000-8000-00000000000${number}` as ConsultationId;

/** @param citizen null without CPR */
export const request = (number: number, citizen: string | null = KAREN): Request => ({
  consultationId: idOf(number),
  way: citizen === null ? 'caregiverWithoutCpr' : 'caregiverWithCpr',
  waiter: {
    personId: `kommune.${number}` as PersonId,
    name: 'Anna Krogh',
    jobRole: 'nurse',
    workplace: 'Plejehjemmet Solgården',
    careArea: 'nursingHome',
    organisationId: 'kommune' as OrganisationId,
    organisation: 'Nordby Kommune',
  },
  citizen: citizen === null ? null : { digits: citizen, name: 'Karen Vestergaard' },
  reason: 'Sår på venstre fod',
  part: 'withCitizen',
  present: [],
  check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' },
  attestation: citizen === null ? null : 'da-2026-11',
});

const at = (second: number): number => NOON + second * 1000;
export const open: ClinicEvent = { type: 'OPEN', at: at(0), by: DOCTOR };
export const join = (number: number, citizen?: string | null): ClinicEvent => ({
  type: 'JOIN',
  at: at(number),
  ...request(number, citizen),
});
export const away = (number: number, side: 'waiter' | 'clinician' = 'waiter'): ClinicEvent => ({
  type: 'AWAY',
  at: at(30),
  consultationId: idOf(number),
  side,
});
export const call = (number: number): readonly ClinicEvent[] => {
  const on = { at: at(20), consultationId: idOf(number) };
  const roomId = '00000000-0000-7000-9000-000000000001' as RoomId;
  return [
    { type: 'CLAIM', ...on, by: DOCTOR, roomId },
    { type: 'ENTER', ...on, by: `kommune.${number}` as PersonId, side: 'waiter' },
    { type: 'ENTER', ...on, by: DOCTOR.personId, side: 'clinician' },
  ];
};
export const ended = (number: number): ClinicEvent => ({
  type: 'REJECT',
  at: at(40),
  consultationId: idOf(number),
  by: DOCTOR,
  instead: 'phone',
  note: '',
});
/** So late that every deadline is over. */
export const deadline: ClinicEvent = { type: 'DEADLINE', at: at(3 * 60 * 60) };

export const after = (...events: readonly ClinicEvent[]): ClinicSnapshot =>
  events.reduce(
    transitionClinic,
    initialClinic({ clinicId: CLINIC, name: 'Nordby', ydernummer: '057584' as Ydernummer }),
  );
