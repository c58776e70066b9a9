import type { ConsultationId, OrganisationId, PersonId, RoomId } from '../protocol/index.ts';
import type { Clinician, Request } from './events.ts';

/** People and ids for the tests of the core. Citizens have day + 60, which nobody real has. */

export const ID = '00000000-0000-7000-8000-000000000001' as ConsultationId;
export const OTHER_ID = '00000000-0000-7000-8000-000000000002' as ConsultationId;
export const ROOM = '00000000-0000-7000-9000-000000000001' as RoomId;

export const DOCTOR: Clinician = { personId: 'nordby.doctor' as PersonId, name: 'Mette Holm' };
export const NURSE: Clinician = { personId: 'nordby.nurse' as PersonId, name: 'Jonas Lund' };

export const REQUEST: Request = {
  consultationId: ID,
  way: 'caregiverWithCpr',
  waiter: {
    personId: 'kommune.anna' as PersonId,
    name: 'Anna Krogh',
    jobRole: 'nurse',
    workplace: 'Plejehjemmet Solgården',
    careArea: 'nursingHome',
    organisationId: 'kommune' as OrganisationId,
    organisation: 'Nordby Kommune',
  },
  citizen: { digits: '7203411234', name: 'Karen Vestergaard' },
  reason: 'Sår på venstre fod',
  part: 'withCitizen',
  present: ['relative'],
  check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'weak' },
  attestation: 'da-2026-11',
};

export const OTHER_REQUEST: Request = {
  ...REQUEST,
  consultationId: OTHER_ID,
  way: 'caregiverWithoutCpr',
  waiter: { ...REQUEST.waiter, personId: 'kommune.bo' as PersonId, name: 'Bo Friis' },
  citizen: null,
  reason: 'Stuegang, tre beboere',
  attestation: null,
};
