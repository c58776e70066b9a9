import { NaervaerError, parseCitizenNumber } from '@naervaer/machines/protocol';
import type {
  AccessAction,
  AccessCopy,
  AccessPage,
  AccessPurpose,
  AccessSearch,
  ClinicId,
} from '@naervaer/machines/protocol';
import type { AccessQuery, Store } from '@naervaer/storage';
import { copyOf, createAccessSearcher, danishTime } from '../audit/index.ts';
import type { AccessFact, AccessWriter, FoundLine } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Directory } from '../directory/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { Administrator } from './types.ts';

/** A file for the citizen, to be handed out as it is. */
export interface CopyFile {
  /** Nothing personal: it ends up in lists of downloads. */
  readonly name: string;
  readonly type: string;
  readonly body: string;
}

/**
 * An administrator reads the access log (I5). Each search and each copy is a line of the log itself:
 * when that line cannot be stored, nothing is shown.
 */
export interface AccessRoutes {
  /** @throws {NaervaerError} `badRequest` for what is no citizen's number · `forbidden` */
  search(administrator: Administrator, search: AccessSearch): Promise<AccessPage>;
  /** @throws {NaervaerError} `badRequest` · `forbidden` */
  copy(administrator: Administrator, copy: AccessCopy): Promise<CopyFile>;
}

const PAGE = 100;
/** Lines read at once for a copy. */
const PIECE = 1_000;

interface Deps {
  readonly store: Pick<Store, 'searchAccess'>;
  readonly directory: Directory;
  readonly keyring: Keyring;
  readonly access: Pick<AccessWriter, 'write'>;
  readonly clock: Clock;
}

type Scope = Pick<AccessQuery, 'clinicIds' | 'organisationId'>;

/**
 * Which lines are theirs: who runs the installation sees all, who administrates clinics what was
 * done in these, everybody else what the own organisation's people did.
 */
function scopeOf({ kind, organisation, clinics }: Administrator): Scope {
  switch (kind) {
    case 'operator':
      return { clinicIds: null, organisationId: null };
    case 'clinics':
      if (clinics.length === 0) throw new NaervaerError('forbidden');
      return { clinicIds: clinics, organisationId: null };
    case undefined:
      throw new NaervaerError('forbidden');
    default:
      return { clinicIds: null, organisationId: organisation.id };
  }
}

function digitsOf(typed: string): string {
  const number = parseCitizenNumber(typed);
  if (number === undefined) throw new NaervaerError('badRequest');
  return number.digits;
}

export function createAccessRoutes({
  store,
  directory,
  keyring,
  access,
  clock,
}: Deps): AccessRoutes {
  const searcher = createAccessSearcher({ store, directory, keyring });

  const tell = (
    { personId, name, organisation }: Administrator,
    action: AccessAction,
    purpose: AccessPurpose,
    citizen: string | null,
    /** Each clinic whose lines were looked at finds it among its own. */
    clinicIds: readonly string[] | null,
  ): Promise<void> =>
    access.write(
      (clinicIds ?? [null]).map((clinicId): AccessFact => ({
        at: clock.now(),
        action,
        purpose,
        by: { personId, name, role: 'administrator', organisationId: organisation.id },
        clinicId: clinicId as ClinicId | null,
        consultationId: null,
        citizen,
        target: null,
      })),
    );

  return {
    async search(administrator, { citizen, clinicId, from, to, before }) {
      const scope = scopeOf(administrator);
      if (clinicId !== null && scope.clinicIds?.includes(clinicId) === false) {
        throw new NaervaerError('forbidden');
      }
      const clinicIds = clinicId === null ? scope.clinicIds : [clinicId];
      const digits = citizen === null ? null : digitsOf(citizen);
      const found = await searcher.find({
        ...scope,
        clinicIds,
        citizen: digits && keyring.pseudonymOf('citizen', digits),
        from,
        to,
        before,
        limit: PAGE,
      });
      const rows = await Promise.all(found.lines.map(searcher.rowOf));
      // After the search, so that it does not find itself; before the answer, or there is none.
      await tell(administrator, 'searchAccessLog', 'administration', digits, clinicIds);
      return { rows, before: found.before };
    },
    async copy(administrator, { citizen }) {
      const digits = digitsOf(citizen);
      const scope = scopeOf(administrator);
      const query = {
        ...scope,
        citizen: keyring.pseudonymOf('citizen', digits),
        from: 0,
        to: clock.now(),
        limit: PIECE,
      };
      const lines: FoundLine[] = [];
      let before: number | null = null;
      do {
        const piece = await searcher.find({ ...query, before });
        lines.push(...piece.lines);
        before = piece.before;
      } while (before !== null);
      await tell(administrator, 'copyAccessLog', 'citizensRight', digits, scope.clinicIds);
      const [today] = danishTime(clock.now());
      return {
        name: `adgangslog-${today}.csv`,
        type: 'text/csv; charset=utf-8',
        body: copyOf(lines.toReversed()),
      };
    },
  };
}
