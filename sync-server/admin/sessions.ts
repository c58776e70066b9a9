import { NaervaerError, SessionId } from '@naervaer/machines/protocol';
import type { AdminChange, PersonId, SessionsPage } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { administratorOf, may } from '../access/index.ts';
import { beginningOf } from '../directory/index.ts';
import type { Directory } from '../directory/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Administrator } from './types.ts';

export type EndSessions = Extract<AdminChange, { type: 'endSessions' }>;

/** Who is signed in, and putting them out (P1): a stolen tablet, a colleague who left in a hurry. */
export interface SignedInPeople {
  /**
   * Of an organisation its people, of clinics those who work there, of an installation everybody.
   * @param before of the last page, as the address has it; null for the first
   * @throws {NaervaerError} `badRequest` for what is no session's id
   */
  list(who: Administrator, before: string | null): Promise<SessionsPage>;
  /**
   * Ends every session of one person; of who has none, nothing happens. The sessions are gone
   * before the log is written: what protects does not wait for the disk to take a line.
   * @throws {NaervaerError} `forbidden` when the table has no cell for it (SE1) · `unknownTarget`
   * for a person who is not of that organisation
   */
  end(who: Administrator, asked: EndSessions): Promise<void>;
}

interface Deps {
  readonly directory: Directory;
  readonly identity: Pick<Identity, 'sessionsOf' | 'endSessionsOf'>;
}

export function createSignedInPeople({ directory, identity }: Deps): SignedInPeople {
  const colleaguesOf = ({ clinics }: Administrator): readonly PersonId[] => [
    ...new Set(clinics.flatMap((id) => directory.employeesOf(id).map((one) => one.id))),
  ];

  function peopleOf(who: Administrator): Parameters<Identity['sessionsOf']>[0] {
    switch (who.kind) {
      case 'operator':
        return { people: null, begins: null };
      case 'clinics':
        return { people: colleaguesOf(who), begins: null };
      default:
        return { people: null, begins: beginningOf(who.organisation.id) };
    }
  }

  return {
    async list(who, before) {
      const from = v.safeParse(v.nullable(SessionId), before);
      if (!from.success) throw new NaervaerError('badRequest');
      return identity.sessionsOf(peopleOf(who), from.output);
    },
    async end(who, { organisationId, personId }) {
      const isTheirs = personId.startsWith(beginningOf(organisationId));
      const worksIn = (isTheirs && (await directory.person(personId))?.clinics) || [];
      const relations = administratorOf(who, { organisationId, worksIn });
      if (!may('administrator', relations, 'administer endSessions')) {
        throw new NaervaerError('forbidden');
      }
      if (!isTheirs) throw new NaervaerError('unknownTarget');
      await identity.endSessionsOf(personId, {
        personId: who.personId,
        name: who.name,
        role: 'administrator',
        organisationId: who.organisation.id,
      });
    },
  };
}
