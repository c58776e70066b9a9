import type {
  BoardRow,
  ClinicId,
  ConsultationId,
  Instead,
  Outcome,
} from '@naervaer/machines/protocol';
import { demoPerson, signIn } from '../../support/sign-in.ts';
import type { SignedInPerson } from '../../support/sign-in.ts';
import { joinOnBehalf } from '../../support/samples.ts';
import { syncClient } from '../../support/sync-client.ts';
import type { SyncClient } from '../../support/sync-client.ts';
import { eventually } from '../../support/eventually.ts';
import type { CrankedServer } from './server.ts';

export const CLINIC = {
  id: 'laegehuset-noerrebro-torv' as ClinicId,
  name: 'Lægehuset Nørrebro Torv',
  ydernummer: '057584',
};
export const DOCTOR = 'Anne Klitgård';
export const NURSE = 'Mette Skovbjerg';
export const COLLEAGUE = 'Jonas Kærgaard';

/** Sessions and sync tokens are old after this long, so whoever acts then signs in anew. */
const SIGN_IN_IS_OLD = 4 * 60_000;

/**
 * The people who are not looked at: whoever is behind the other screen, or in another house. They
 * act by a real client over the real socket, because only one screen is the test's subject at a time,
 * and are gone when they have acted.
 */
export interface Crew {
  as<T>(name: string, work: (client: SyncClient) => Promise<T>): Promise<T>;
  /** Time passes for the server. */
  skip(ms: number): Promise<void>;
  setOpen(isOpen: boolean): Promise<void>;
  rows(): Promise<readonly BoardRow[]>;
  /** Nobody is in the queue or in a call any more. */
  sweep(): Promise<void>;
  claim(name?: string): Promise<void>;
  release(): Promise<void>;
  reject(instead?: Instead): Promise<void>;
  end(): Promise<void>;
  /** The doctor's page is in the call. */
  enter(): Promise<void>;
  saveProfile(name: string): Promise<void>;
  join(name: string, citizen?: { readonly number: string; readonly name: string }): Promise<void>;
  /** From another device of the same person. */
  leave(name: string): Promise<void>;
  enterFrom(name: string): Promise<void>;
}

const isFine = (what: string, outcome: Outcome): void => {
  if (outcome.status === 'refused') throw new Error(`${what} was refused: ${outcome.code}`);
};

export function crewOf(server: CrankedServer): Crew {
  let people = new Map<string, Promise<SignedInPerson>>();
  /** Of the first sign-in among them at most, in milliseconds that were skipped. */
  let age = 0;
  const person = (name: string): Promise<SignedInPerson> => {
    const known = people.get(name) ?? signIn(server.origin, demoPerson(name));
    people.set(name, known);
    return known;
  };
  const clinicId = CLINIC.id;

  async function as<T>(name: string, work: (client: SyncClient) => Promise<T>): Promise<T> {
    const client = syncClient(await person(name));
    try {
      return await work(client);
    } finally {
      client.close();
    }
  }
  const rowsSeen = (client: SyncClient): Promise<readonly BoardRow[]> => {
    const board = client.board(clinicId);
    return eventually('the board', () => board.value()?.rows, 30_000);
  };
  /** On the one consultation that there is. */
  const onTheOne = (
    what: string,
    command: 'claim' | 'release' | 'endCall' | 'enterCall' | 'leaveQueue',
    name: string,
  ): Promise<void> =>
    as(name, async (client) => {
      const consultationId = await theOne(name, client);
      isFine(what, await client.ask({ type: command, clinicId, consultationId }));
    });
  async function theOne(name: string, client: SyncClient): Promise<ConsultationId> {
    const isDoctor = client.person.info.role === 'clinician';
    const all = isDoctor ? await rowsSeen(client) : await rows();
    const row = isDoctor ? all[0] : all.find(({ caregiver }) => caregiver.name === name);
    if (row === undefined) throw new Error(`${name} finds nobody on the board`);
    return row.consultationId;
  }
  const rows = (): Promise<readonly BoardRow[]> => as(DOCTOR, rowsSeen);

  return {
    as,
    rows,
    async skip(ms) {
      await server.skip(ms);
      age += ms;
      if (age <= SIGN_IN_IS_OLD) return;
      age = 0;
      people = new Map();
    },
    setOpen: (isOpen) =>
      as(DOCTOR, async (client) => {
        // That it stands so already is fine.
        await client.ask({ type: isOpen ? 'openClinic' : 'closeClinic', clinicId });
      }),
    sweep: () =>
      as(DOCTOR, async (client) => {
        for (const { consultationId, holder, state } of await rowsSeen(client)) {
          const on = { clinicId, consultationId };
          if (holder === null || state === 'called') {
            const rejected = await client.ask({
              type: 'reject',
              ...on,
              instead: 'phone',
              note: '',
            });
            if (rejected.status === 'accepted') continue;
          }
          const outcome = await client.ask({ type: 'endCall', ...on });
          if (outcome.status === 'accepted' || holder === null) continue;
          await as(holder.name, async (other) => {
            isFine('the end', await other.ask({ type: 'endCall', ...on }));
          });
        }
      }),
    claim: (name = DOCTOR) => onTheOne('the claim', 'claim', name),
    release: () => onTheOne('the release', 'release', DOCTOR),
    reject: (instead = 'phone') =>
      as(DOCTOR, async (client) => {
        const consultationId = await theOne(DOCTOR, client);
        const note = 'Vi ringer inden kl. 14';
        const on = { clinicId, consultationId };
        isFine('the rejection', await client.ask({ type: 'reject', ...on, instead, note }));
      }),
    end: () => onTheOne('the end', 'endCall', DOCTOR),
    enter: () => onTheOne('the doctor’s coming', 'enterCall', DOCTOR),
    saveProfile: (name) =>
      as(name, async (client) => {
        const [unit] = client.person.info.units;
        if (unit === undefined) throw new Error(`${name} works nowhere`);
        const saved = await client.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
        isFine('the profile', saved);
      }),
    join: (name, citizen) =>
      as(name, async (client) => {
        isFine('the join', await client.ask(joinOnBehalf(CLINIC.ydernummer, citizen)));
      }),
    leave: (name) => onTheOne('the leaving', 'leaveQueue', name),
    enterFrom: (name) => onTheOne('the waiter’s coming', 'enterCall', name),
  };
}
