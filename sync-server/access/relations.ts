import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type {
  ClinicId,
  ConsultationId,
  OrganisationId,
  OrganisationKind,
  PersonId,
} from '@naervaer/machines/protocol';
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

/** An administrator and what kind of organisation theirs is now. */
export interface Administrating {
  readonly organisation: { readonly id: OrganisationId };
  readonly kind: OrganisationKind | undefined;
  /** The clinics that they administrate. */
  readonly clinics: readonly ClinicId[];
}

/** Of what an administrator asks for. */
export type AdminTarget =
  | { readonly organisationId: OrganisationId }
  | { readonly clinicId: ClinicId }
  /** A person of an organisation, who works in these clinics. */
  | { readonly organisationId: OrganisationId; readonly worksIn: readonly ClinicId[] }
  /** The whole installation. */
  | 'installation'
  /** Whatever the administrator administrates. */
  | 'own';

function isOfClinic(
  clinics: readonly ClinicId[],
  target: Exclude<AdminTarget, 'installation'>,
): boolean {
  if (target === 'own') return clinics.length > 0;
  if ('clinicId' in target) return clinics.includes(target.clinicId);
  return 'worksIn' in target && target.worksIn.some((id) => clinics.includes(id));
}

/**
 * How an administrator stands to what is to be changed (SE1). Those of `clinics` administrate the
 * clinics of their CVR, and not the organisation that they share with others.
 */
export function administratorOf(
  { organisation, kind, clinics }: Administrating,
  target: AdminTarget,
): readonly Relation[] {
  if (kind === undefined) return [];
  if (kind === 'operator') return ['operator'];
  if (target === 'installation') return [];
  if (kind === 'clinics') {
    return isOfClinic(clinics, target) ? ['clinic'] : [];
  }
  const isOwn =
    target === 'own' || ('organisationId' in target && target.organisationId === organisation.id);
  return isOwn ? ['organisation'] : [];
}
