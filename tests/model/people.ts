import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { Clinician, Request } from '@naervaer/machines/consultation';
import type {
  ClinicId,
  ConsultationId,
  OrganisationId,
  PersonId,
  RoomId,
  Ydernummer,
} from '@naervaer/machines/protocol';

/** The few people that walk through the generated paths. Citizens have day + 60. */
export const CLINIC = {
  clinicId: 'nordby' as ClinicId,
  name: 'Lægerne Nordby',
  ydernummer: '057584' as Ydernummer,
};

/** 1, 2, … n. */
export const countTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

export const clinician = (n: number): Clinician => ({
  personId: `nordby.doctor-${n}` as PersonId,
  name: `Læge ${n}`,
});

export const consultationId = (n: number): ConsultationId =>
  `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as ConsultationId;

export const roomId = (n: number): RoomId =>
  `00000000-0000-7000-9000-${String(n).padStart(12, '0')}` as RoomId;

const CITIZENS = ['7203411234', '6702380021', '6101705678'] as const;

/** A join of waiter `who` for citizen `whom`; null without CPR. */
export const request = (n: number, who: number, whom: number | null): Request => ({
  consultationId: consultationId(n),
  way: whom === null ? 'caregiverWithoutCpr' : 'caregiverWithCpr',
  waiter: {
    personId: `kommune.nurse-${who}` as PersonId,
    name: `Plejer ${who}`,
    jobRole: 'nurse',
    workplace: 'Plejehjemmet Solgården',
    careArea: 'nursingHome',
    organisationId: 'kommune' as OrganisationId,
    organisation: 'Nordby Kommune',
  },
  citizen:
    whom === null
      ? null
      : { digits: CITIZENS[whom % CITIZENS.length] ?? CITIZENS[0], name: `Borger ${whom}` },
  reason: 'Sår på venstre fod',
  part: 'withCitizen',
  present: ['relative'],
  check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'weak' },
  attestation: whom === null ? null : 'da-2026-11',
});

/** Everything that the given people can do to one consultation at `at`, sensible or not. */
export const eventsOn = (
  n: number,
  { at, clinicians, waiter }: { at: number; clinicians: readonly Clinician[]; waiter: PersonId },
): Exclude<ClinicEvent, { type: 'OPEN' | 'CLOSE' | 'JOIN' | 'TELL_ALL' | 'DEADLINE' }>[] => {
  const on = { at, consultationId: consultationId(n) };
  return [
    ...clinicians.flatMap((by) => [
      { ...on, type: 'CLAIM' as const, by, roomId: roomId(n) },
      { ...on, type: 'RELEASE' as const, by },
      { ...on, type: 'REJECT' as const, by, instead: 'phone' as const, note: 'Vi ringer kl. 14' },
      { ...on, type: 'ENTER' as const, by: by.personId, side: 'clinician' as const },
      { ...on, type: 'END' as const, by: by.personId, side: 'clinician' as const },
    ]),
    { ...on, type: 'LEAVE', by: waiter },
    { ...on, type: 'ENTER', by: waiter, side: 'waiter' },
    { ...on, type: 'END', by: waiter, side: 'waiter' },
    { ...on, type: 'TELL', late: 10, text: 'Vi er forsinkede' },
    { ...on, type: 'AWAY', side: 'waiter' },
    { ...on, type: 'AWAY', side: 'clinician' },
    { ...on, type: 'BACK', side: 'waiter' },
    { ...on, type: 'BACK', side: 'clinician' },
  ];
};
