import type { AccessRow, Instant } from '@naervaer/machines/protocol';
import type { AccessLine, AccessQuery, Store } from '@naervaer/storage';
import type { Directory } from '../directory/index.ts';
import type { Keyring } from '../keys/index.ts';
import { readBody } from './line.ts';
import type { AccessBody } from './line.ts';

/** A line as it is found, with the names of today. */
export interface FoundLine {
  readonly seq: number;
  readonly at: Instant;
  readonly body: AccessBody;
  readonly organisation: string | null;
  readonly clinic: string | null;
}

export interface AccessSearcher {
  /** Newest first; what no server wrote is left to `verify`. */
  find(query: AccessQuery): Promise<{
    readonly lines: readonly FoundLine[];
    /** The last line that was looked at; null when there is none behind it. */
    readonly before: number | null;
  }>;
  rowOf(line: FoundLine): Promise<AccessRow>;
}

/** Signs of a pseudonym that are shown. */
const SHOWN = 8;

interface Deps {
  readonly store: Pick<Store, 'searchAccess'>;
  readonly directory: Pick<Directory, 'organisation' | 'clinic'>;
  readonly keyring: Pick<Keyring, 'openText'>;
}

export function createAccessSearcher({ store, directory, keyring }: Deps): AccessSearcher {
  function foundIn({ seq, at, json }: AccessLine): FoundLine[] {
    const body = readBody(json);
    if (body === undefined) return [];
    const { organisationId, clinicId } = body;
    return [
      {
        seq,
        at,
        body,
        // Of what was removed since, the id is all that is left.
        organisation:
          organisationId && (directory.organisation(organisationId)?.name ?? organisationId),
        clinic: clinicId && (directory.clinic(clinicId)?.name ?? clinicId),
      },
    ];
  }

  return {
    async find(query) {
      const lines = await store.searchAccess({ ...query, limit: query.limit + 1 });
      const page = lines.slice(0, query.limit);
      return {
        lines: page.flatMap(foundIn),
        before: lines.length > page.length ? (page.at(-1)?.seq ?? null) : null,
      };
    },
    async rowOf({ seq, at, body, organisation, clinic }) {
      const { action, purpose, personId, name, role, consultationId, citizen, target } = body;
      // A name whose seal is broken is no reason to hide the line.
      const opened = name === null ? '' : await keyring.openText(name).catch(() => '');
      return {
        seq,
        at,
        action,
        purpose,
        person: personId === null ? null : { name: opened || personId, role: role ?? '' },
        organisation,
        clinic,
        consultationId: consultationId as AccessRow['consultationId'],
        citizen: citizen?.slice(0, SHOWN) ?? null,
        target,
      };
    },
  };
}
