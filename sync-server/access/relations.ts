import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, ConsultationId, PersonId } from '@naervaer/machines/protocol';
import { participantOf } from '@naervaer/machines/views';
import type { Relation } from './table.ts';

/** How one person stands to a clinic and, if one is meant, to a consultation of it. */
export function relationsTo(
  person: { readonly personId: PersonId; readonly clinics: readonly ClinicId[] },
  clinicId: ClinicId,
  consultation?: { readonly id: ConsultationId; readonly snapshot: ClinicSnapshot | undefined },
): readonly Relation[] {
  const relations: Relation[] = ['signedIn'];
  if (person.clinics.includes(clinicId)) relations.push('member');
  const { snapshot, id } = consultation ?? {};
  if (snapshot !== undefined && id !== undefined) {
    if (participantOf(snapshot, id, person.personId) === 'waiter') relations.push('participant');
  }
  return relations;
}
