import type {
  AdminChange,
  ClinicId,
  OrganisationId,
  PersonId,
  PersonKind,
} from '@naervaer/machines/protocol';
import type { Administrating } from '../access/index.ts';
import type { Mode } from '../config.ts';
import type { Directory, DirectoryChange } from '../directory/index.ts';

/** Who asks. */
export type Administrator = Administrating & { readonly personId: PersonId; readonly name: string };

/** What changes the directory: all but what ends sessions. */
export type DirectoryAdminChange = Exclude<AdminChange, { type: 'endSessions' }>;

/** What the rules of a change look at. */
export interface Facts {
  readonly directory: Directory;
  readonly mode: Mode;
  readonly publicUrl: URL;
  /** A clinic that is closed and has nobody in its queue or in a call. */
  isAtRest(clinicId: ClinicId): Promise<boolean>;
  /** Whether staff of an organisation is in any consultation that is not over. */
  isInConsultation(organisationId: OrganisationId): boolean;
  /** Whoever of an organisation saved a profile. */
  profilesOf(organisationId: OrganisationId): Promise<readonly PersonId[]>;
}

/** Whose sessions end with a change: one person's, or those of a kind in an organisation. */
export type Leaving =
  | { readonly personId: PersonId }
  | { readonly organisationId: OrganisationId; readonly kinds: readonly PersonKind[] };

/** What an allowed change comes to. */
export interface Plan {
  /** Empty when all is so already: then nothing is stored and no line is written. */
  readonly changes: readonly DirectoryChange[];
  /** For the access log: what was changed, by kind and id. */
  readonly target: string;
  readonly clinicId: ClinicId | null;
  readonly leaving: readonly Leaving[];
}

export const unchanged = (target: string): Plan => ({
  changes: [],
  target,
  clinicId: null,
  leaving: [],
});
