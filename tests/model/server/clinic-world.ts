import { entriesOf } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { newCommandId } from '@naervaer/machines/protocol';
import type { CommandId, ConsultationId, PersonId } from '@naervaer/machines/protocol';
import { eventually } from '../../support/eventually.ts';
import { differencesOf } from './difference.ts';
import { OBSERVER } from './practice.ts';
import type { Practice } from './practice.ts';
import type { Person } from './person.ts';
import {
  essenceOf,
  expectedBoard,
  expectedConsultation,
  expectedLobby,
  shownBoard,
  shownConsultation,
  shownLobby,
} from './shown.ts';

/** Who plays whom of the model's people. */
const PLAYED_BY: Readonly<Record<string, { readonly name: string; readonly model: string }>> = {
  'nordby.doctor-1': { name: 'Anne Klitgård', model: 'Læge 1' },
  'nordby.doctor-2': { name: 'Henrik Solvang', model: 'Læge 2' },
  'kommune.nurse-1': { name: 'Mette Skovbjerg', model: 'Plejer 1' },
  'kommune.nurse-2': { name: 'Jonas Kærgaard', model: 'Plejer 2' },
};
export const DOCTORS = ['nordby.doctor-1', 'nordby.doctor-2'] as readonly string[] as PersonId[];
export const WAITERS = ['kommune.nurse-1', 'kommune.nurse-2'] as readonly string[] as PersonId[];

/** Long enough for a busy machine; what is expected has mostly come already. */
const PATIENCE = 12_000;

/** One path through a clinic that is empty and closed at the start. */
export interface ClinicWorld {
  readonly practice: Practice;
  readonly observer: Person;
  /** The model's consultations by their real ids, joined or not. */
  readonly ids: Map<ConsultationId, ConsultationId>;
  /** When each was first seen over. */
  readonly overSince: Map<ConsultationId, number>;
  played(id: PersonId): Promise<Person>;
  idOf(model: ConsultationId): ConsultationId;
  /** Waits until every client in reach shows what the model says. @throws with what differs */
  shows(snapshot: ClinicSnapshot): Promise<void>;
}

export async function clinicWorld(practice: Practice): Promise<ClinicWorld> {
  const observer = await practice.person(OBSERVER);
  const ids = new Map<ConsultationId, ConsultationId>();
  const overSince = new Map<ConsultationId, number>();
  const played = async (id: PersonId): Promise<Person> => {
    const part = PLAYED_BY[id];
    if (part === undefined) throw new Error(`nobody plays ${id}`);
    return practice.person(part.name);
  };
  const doctors = await Promise.all(DOCTORS.map(played));
  const waiters = await Promise.all(WAITERS.map(played));
  for (const waiter of waiters) await haveProfile(waiter);

  /** The model's names and ids as those of the people who play it. */
  function inReality<T>(facts: T): T {
    let text = JSON.stringify(facts);
    for (const [model, real] of ids) text = text.replaceAll(model, real);
    for (const [id, { name, model }] of Object.entries(PLAYED_BY)) {
      const person = [...doctors, ...waiters].find((each) => each.name === name);
      text = text
        .replaceAll(`"${id}"`, `"${person?.id ?? ''}"`)
        .replaceAll(`"${model}"`, `"${name}"`);
    }
    return JSON.parse(text) as T;
  }

  async function agree(what: string, read: () => unknown, expected: unknown): Promise<void> {
    let left: readonly string[] = [];
    const isSame = (): boolean => {
      left = differencesOf(read(), expected);
      return left.length === 0;
    };
    await eventually(what, isSame, PATIENCE).catch(() => {
      throw new Error(`${what}: ${left.join(', ')}`);
    });
  }

  return {
    practice,
    observer,
    ids,
    overSince,
    played,
    idOf(model) {
      const real = ids.get(model) ?? (newCommandId() as CommandId as string as ConsultationId);
      ids.set(model, real);
      return real;
    },
    async shows(snapshot) {
      const { clinicId } = practice;
      // What was before this path is still kept for an hour.
      const isOurs = (id: ConsultationId): boolean => [...ids.values()].includes(id);
      const inJournal = (): unknown => essenceOf(practice.committed(), isOurs);
      await agree('the journal', inJournal, inReality(essenceOf(snapshot)));
      const board = inReality(expectedBoard(snapshot));
      const lobby = inReality(expectedLobby(snapshot));
      for (const person of [observer, ...doctors].filter(({ isHere }) => isHere)) {
        const read = (): unknown => map(person.board(clinicId), shownBoard);
        await agree(`${person.name}'s board`, read, sorted(board));
      }
      for (const person of waiters.filter(({ isHere }) => isHere)) {
        const read = (): unknown => map(person.lobby(clinicId), shownLobby);
        await agree(`${person.name}'s lobby`, read, lobby);
      }
      for (const [model, { context }] of entriesOf(snapshot.context)) {
        const expected = expectedConsultation(snapshot, model);
        const id = ids.get(model);
        if (id === undefined || expected === undefined) throw new Error(`${model} never joined`);
        const waiter = await played(context.request.waiter.personId);
        for (const person of [observer, waiter].filter(({ isHere }) => isHere)) {
          const read = (): unknown => map(person.consultation(id), shownConsultation);
          await agree(`${person.name}'s view of the consultation`, read, inReality(expected));
        }
        if (context.endedAt !== null && !overSince.has(model)) overSince.set(model, practice.now());
      }
    },
  };
}

const map = <T, R>(value: T | undefined, read: (value: T) => R): R | undefined =>
  value === undefined ? undefined : read(value);

/** Rows stand in the order of their real ids, which the model's do not tell. */
const sorted = (board: ReturnType<typeof shownBoard>): typeof board => ({
  ...board,
  rows: [...board.rows].sort((a, b) => (a.consultationId < b.consultationId ? -1 : 1)),
});

/** T2: once for each caregiver. */
export async function haveProfile(waiter: Person): Promise<void> {
  const session = await waiter.session();
  const [unit] = session?.units ?? [];
  if (unit === undefined || session?.profile !== null) return;
  await waiter.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
}

/** Everybody in reach, nobody waiting, the clinic closed: as before the first path. */
export async function tidy({ practice, observer, played }: ClinicWorld): Promise<void> {
  const { clinicId } = practice;
  const people = await Promise.all([...DOCTORS, ...WAITERS].map(played));
  for (const person of people) await person.come();
  await practice.settle();
  const board = await eventually('the board', () => observer.board(clinicId));
  for (const { consultationId, holder } of board.rows) {
    const holding = people.find(({ id }) => id === holder?.personId);
    if (holding !== undefined) await holding.ask({ type: 'endCall', clinicId, consultationId });
    else
      await observer.ask({ type: 'reject', clinicId, consultationId, instead: 'phone', note: '' });
  }
  if (board.head.mode === 'open') await observer.ask({ type: 'closeClinic', clinicId });
  await eventually('an empty and closed clinic', () => {
    const now = observer.board(clinicId);
    return now?.head.mode === 'closed' && now.rows.length === 0;
  });
  for (const person of [observer, ...people]) person.forget();
}
