import { initialClinic, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { newCommandId } from '@naervaer/machines/protocol';
import type { ClinicId, ConsultationId, Outcome, Ydernummer } from '@naervaer/machines/protocol';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import { untilNight } from '@naervaer/sync-server/epochs/index.ts';
import '../../support/fresh-connections.ts';
import { eventually } from '../../support/eventually.ts';
import { openJournal } from '../../support/journal.ts';
import { demoPerson } from '../../support/sign-in.ts';
import { crankedServer } from './cranked-server.ts';
import { signedIn } from './person.ts';
import type { Person } from './person.ts';

const MINUTE = 60_000;
/** One jump of the clock: shorter than a caregiver's session lasts without a new token (60 min). */
const HOP = 20 * MINUTE;
/** How long the clients of a whole country take to come again at night. */
const NIGHT = MINUTE;
/** Between two things that people do: refills what a client may send in a second. */
const PAUSE = 1_000;

const FACTS = {
  clinicId: CLINIC.north,
  name: 'Lægehuset Nørrebro Torv',
  ydernummer: '057584' as Ydernummer,
};

/** One running server with one clinic, people at work there, and time that passes when told. */
export interface Practice {
  readonly origin: string;
  readonly clinicId: ClinicId;
  now(): number;
  /** Signs in at the organisation's provider, at the first call for each; in reach from then on. */
  person(name: string): Promise<Person>;
  /** A device more of somebody: a sign-in of its own, which ends with `leave`. */
  device(name: string): Promise<Person>;
  /** Time passes; whoever was in reach before is in reach after. */
  skip(ms: number): Promise<void>;
  /** All devices of some people are out of reach, and the server has noticed each. */
  lose(...people: readonly Person[]): Promise<void>;
  /** The clinic as its journal on the disk says, past all of the server's own code. */
  committed(): ClinicSnapshot;
  /** Resolves when all that was begun at the clinic is committed and shown to everybody in reach. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A colleague who does nothing but look on. */
export const OBSERVER = 'Sofie Granlund';

export async function openPractice(): Promise<Practice> {
  const server = await crankedServer();
  const people = new Map<string, Person>();
  const devices = new Set<Person>();
  const journal = openJournal(server.dataDir);
  let committed: { readonly clinic: ClinicSnapshot; readonly seq: number } | undefined;
  const everybody = (): Person[] =>
    [...people.values(), ...devices].filter(({ isGone }) => !isGone);
  const clinicId = CLINIC.north;

  const renew = async (): Promise<void> => {
    await Promise.all(everybody().map((person) => person.renew()));
  };
  /** Epochs turn at night, and every socket is closed within the minute after (DC5). */
  async function passNight(): Promise<void> {
    const epoch = async (): Promise<unknown> =>
      ((await (await fetch(`${server.origin}/health`)).json()) as { epoch: unknown }).epoch;
    const before = await epoch();
    // The server's own timer was set a moment after it had read the clock.
    await server.skip(untilNight(server.now()) + PAUSE);
    await eventually('the epoch of the new day', async () => (await epoch()) !== before);
    await renew();
    await server.skip(NIGHT + PAUSE);
    await Promise.all(everybody().map((person) => person.renew('now')));
  }
  try {
    // So that a run at any time of day is the same run.
    await passNight();
  } catch (error) {
    await server.close();
    throw error;
  }

  async function arrive(name: string): Promise<Person> {
    return signedIn({ origin: server.origin, who: demoPerson(name), now: server.now });
  }

  const practice: Practice = {
    origin: server.origin,
    clinicId,
    now: server.now,
    async person(name) {
      const present = people.get(name);
      if (present !== undefined) return present;
      const person = await arrive(name);
      people.set(name, person);
      return person;
    },
    async device(name) {
      const device = await arrive(name);
      devices.add(device);
      return device;
    },
    async skip(ms) {
      for (let left = ms; left > 0;) {
        const night = untilNight(server.now());
        const step = Math.min(left, HOP, night);
        if (step === night) await passNight();
        else {
          await server.skip(step);
          await renew();
        }
        left -= step;
      }
    },
    async lose(...lost) {
      const going = lost.filter(({ isHere }) => isHere);
      const { leaving } = await server.skip(0);
      for (const person of going) person.go();
      const missed = leaving + new Set(going.map(({ id }) => id)).size;
      await eventually(
        `${going.map(({ name }) => name).join(' and ')} being missed`,
        async () => (await server.skip(0)).leaving >= missed,
      );
    },
    committed() {
      let { clinic, seq } = committed ?? { clinic: initialClinic(FACTS), seq: 0 };
      for (const entry of journal.events(clinicId, seq)) {
        clinic = transitionClinic(clinic, entry.event);
        seq = entry.seq;
      }
      committed = { clinic, seq };
      return clinic;
    },
    async settle() {
      // Taken in turn by the clinic's actor, committed after all before it, and refused.
      const consultationId = newCommandId() as string as ConsultationId;
      const observer = await practice.person(OBSERVER);
      const told = await observer.ask({ type: 'claim', clinicId, consultationId });
      expectOutcome(told, { status: 'refused', code: 'unknownConsultation' });
      await Promise.all(
        everybody()
          .filter(({ isHere }) => isHere)
          .map(({ client }) => client.heard()),
      );
      await practice.skip(PAUSE);
    },
    async close() {
      for (const person of everybody()) person.leave();
      journal.close();
      await server.close();
    },
  };
  return practice;
}

/** @throws with both outcomes when they differ */
export function expectOutcome(told: Outcome, expected: Outcome): void {
  const [a, b] = [told, expected].map((outcome) =>
    JSON.stringify(outcome, Object.keys(outcome).sort()),
  );
  if (a !== b) throw new Error(`told ${a} instead of ${b}`);
}
