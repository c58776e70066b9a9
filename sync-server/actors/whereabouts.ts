import { entriesOf } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, ConsultationId } from '@naervaer/machines/protocol';

/** In which clinic a consultation is: ids alone are all that a reader brings along. */
export interface Whereabouts {
  clinicOf(id: ConsultationId): ClinicId | undefined;
  onCommitted(clinicId: ClinicId, snapshot: ClinicSnapshot): void;
}

export function createWhereabouts(): Whereabouts {
  const clinics = new Map<ConsultationId, ClinicId>();
  const known = new Map<ClinicId, ReadonlySet<ConsultationId>>();
  return {
    clinicOf: (id) => clinics.get(id),
    onCommitted(clinicId, { context }) {
      const now = new Set(entriesOf(context).map(([id]) => id));
      for (const id of known.get(clinicId) ?? []) if (!now.has(id)) clinics.delete(id);
      for (const id of now) clinics.set(id, clinicId);
      known.set(clinicId, now);
    },
  };
}
