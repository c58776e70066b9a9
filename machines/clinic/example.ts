import type { ConsultationId } from '../protocol/index.ts';
import { DOCTOR } from '../consultation/example.ts';
import type { Request, Side } from '../consultation/index.ts';
import type { Clinician } from '../consultation/index.ts';
import type { ClinicId, RoomId, Ydernummer } from '../protocol/index.ts';
import type { ClinicEvent } from './events.ts';
import { initialClinic, transitionClinic } from './index.ts';
import type { ClinicSnapshot } from './index.ts';

/** A clinic for the tests of the core, and its events in short. Seconds after `T0`. */
export const CLINIC = {
  clinicId: 'nordby' as ClinicId,
  name: 'Lægerne Nordby',
  ydernummer: '057584' as Ydernummer,
};
export const T0 = 1_000_000;
const at = (second: number): number => T0 + second * 1000;

export const open = (second = 0): ClinicEvent => ({ type: 'OPEN', at: at(second), by: DOCTOR });
export const close = (second = 0): ClinicEvent => ({ type: 'CLOSE', at: at(second), by: DOCTOR });
export const join = (request: Request, second = 0): ClinicEvent => ({
  type: 'JOIN',
  at: at(second),
  ...request,
});
export const claim = (
  consultationId: ConsultationId,
  second = 0,
  by: Clinician = DOCTOR,
): ClinicEvent => ({
  type: 'CLAIM',
  at: at(second),
  consultationId,
  by,
  roomId: '00000000-0000-7000-9000-000000000001' as RoomId,
});
export const enter = (
  { consultationId, waiter }: Request,
  side: Side,
  second = 0,
  by: Clinician = DOCTOR,
): ClinicEvent => ({
  type: 'ENTER',
  at: at(second),
  consultationId,
  side,
  by: side === 'waiter' ? waiter.personId : by.personId,
});
export const end = (consultationId: ConsultationId, second = 0): ClinicEvent => ({
  type: 'END',
  at: at(second),
  consultationId,
  side: 'clinician',
  by: DOCTOR.personId,
});
/** A whole call of `minutes`, from the join on. */
export const wholeCall = (request: Request, second: number, minutes: number): ClinicEvent[] => [
  join(request, second),
  claim(request.consultationId, second),
  enter(request, 'waiter', second),
  enter(request, 'clinician', second),
  end(request.consultationId, second + minutes * 60),
];

export const after = (...events: ClinicEvent[]): ClinicSnapshot =>
  events.reduce(transitionClinic, initialClinic(CLINIC));
