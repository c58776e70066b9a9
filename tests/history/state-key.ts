import { entriesOf } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Consultation } from '@naervaer/machines/consultation';

/**
 * Names a clinic's state without its times, so that two orders that lead to the same state meet
 * (Lowe's memoisation). Two states of one name answer every command alike.
 */
export function createStateKeys(): (clinic: ClinicSnapshot) => number {
  const ofConsultations = new WeakMap<Consultation, string>();
  const ofClinics = new WeakMap<ClinicSnapshot, number>();
  const numbers = new Map<string, number>();

  function nameOf(id: string, consultation: Consultation): string {
    const kept = ofConsultations.get(consultation);
    if (kept !== undefined) return kept;
    const { value, context } = consultation;
    const { holder, entered, awaySince, message, rejection, endedBy, request, startedAt } = context;
    const name = JSON.stringify([
      id,
      value,
      holder?.personId,
      entered.waiter,
      entered.clinician,
      awaySince.waiter !== null,
      awaySince.clinician !== null,
      startedAt !== null,
      message && [message.late, message.text],
      rejection,
      endedBy,
      request.waiter.personId,
    ]);
    ofConsultations.set(consultation, name);
    return name;
  }

  function keyOf({ value, context }: ClinicSnapshot): string {
    const { message, queue, pace } = context;
    // Order matters among one waiter's own only: the oldest that ended is forgotten first.
    const byWaiter = new Map<string, string[]>();
    for (const [id, consultation] of entriesOf(context)) {
      const waiter = consultation.context.request.waiter.personId;
      const names = byWaiter.get(waiter) ?? [];
      byWaiter.set(waiter, names);
      names.push(nameOf(id, consultation));
    }
    return JSON.stringify([
      value,
      message && [message.late, message.text],
      queue,
      pace.length,
      [...byWaiter].sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
  }

  return (clinic) => {
    const kept = ofClinics.get(clinic);
    if (kept !== undefined) return kept;
    const key = keyOf(clinic);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    ofClinics.set(clinic, number);
    return number;
  };
}
