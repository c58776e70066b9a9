import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { ClinicId, ConsultationId, PersonId } from '@naervaer/machines/protocol';
import type { Entry } from '@naervaer/storage';
import type { ClinicFactsInWorld, Fact } from '../facts.ts';
import { after, eventOf, unopened } from './pure.ts';
import { ownerOf } from './words.ts';

/** One event that the disk has now, and the clinic before and after it as a replay has it. */
export interface Written {
  readonly clinic: ClinicBook;
  readonly entry: Entry;
  readonly event: ClinicEvent;
  readonly before: ClinicSnapshot;
  readonly after: ClinicSnapshot;
}

export interface ClinicBook {
  readonly facts: ClinicFactsInWorld;
  /** The clinic after 0, 1, 2 … events. */
  readonly prefixes: readonly ClinicSnapshot[];
  readonly now: ClinicSnapshot;
}

/** All clinics as the disk has them, replayed from the first event on without any snapshot. */
export interface Book {
  /** Writes a committed batch down; looks at no other fact. */
  see(fact: Fact): readonly Written[];
  clinic(id: ClinicId): ClinicBook | undefined;
  readonly clinics: readonly ClinicBook[];
  /** The clinic whose journal knows the consultation. */
  clinicOf(id: ConsultationId): ClinicBook | undefined;
}

class Volume implements ClinicBook {
  readonly facts: ClinicFactsInWorld;
  readonly prefixes: ClinicSnapshot[];
  constructor(facts: ClinicFactsInWorld) {
    this.facts = facts;
    this.prefixes = [unopened(facts)];
  }
  get now(): ClinicSnapshot {
    const last = this.prefixes.at(-1);
    if (last === undefined) throw new Error('a clinic without a beginning');
    return last;
  }
}

export function createBook(clinics: readonly ClinicFactsInWorld[]): Book {
  const volumes = new Map(clinics.map((facts) => [`clinic/${facts.clinicId}`, new Volume(facts)]));
  const places = new Map<ConsultationId, Volume>();

  return {
    see(fact) {
      if (fact.kind !== 'committed') return [];
      return fact.batch.flatMap((entry) => {
        const clinic = volumes.get(entry.stream);
        if (clinic === undefined) return [];
        return entry.events.map((kept): Written => {
          const event = eventOf(kept);
          const before = clinic.now;
          const next = after(before, event);
          clinic.prefixes.push(next);
          if (event.type === 'JOIN') places.set(event.consultationId, clinic);
          return { clinic, entry, event, before, after: next };
        });
      });
    },
    clinic: (id) => volumes.get(`clinic/${id}`),
    get clinics() {
      return [...volumes.values()];
    },
    clinicOf: (id) => places.get(id),
  };
}

/** What people and consultations are called in a sentence. */
export interface Names {
  see(fact: Fact): void;
  person(id: PersonId): string;
  /** `the consultation of Anna` */
  consultation(id: ConsultationId): string;
}

export function createNames(): Names {
  const people = new Map<PersonId, string>();
  const waiters = new Map<ConsultationId, PersonId>();
  const person = (id: PersonId): string => people.get(id) ?? id;
  return {
    see(fact) {
      if ('page' in fact) {
        if (!people.has(fact.page.personId)) people.set(fact.page.personId, ownerOf(fact.page));
      }
      if (fact.kind !== 'committed') return;
      for (const { events } of fact.batch) {
        for (const kept of events) {
          const event = eventOf(kept);
          if (event.type === 'JOIN') waiters.set(event.consultationId, event.waiter.personId);
        }
      }
    },
    person,
    consultation(id) {
      const waiter = waiters.get(id);
      return waiter === undefined ? 'a consultation' : `the consultation of ${person(waiter)}`;
    },
  };
}
