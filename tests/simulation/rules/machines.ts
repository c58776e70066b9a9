import { refusalOf } from '@naervaer/machines/clinic';
import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { ConsultationId, Instant, PersonId } from '@naervaer/machines/protocol';
import type { Rule } from '../facts.ts';
import { createCommands, outcomesIn } from './asked.ts';
import { createBook, createNames } from './book.ts';
import type { ClinicBook, Names } from './book.ts';
import { createClerk } from './clerk.ts';
import type { Clerk } from './clerk.ts';
import { disagreement } from './disagreement.ts';
import { rule } from './rule.ts';

/** Who does it, and to which consultation: `Bo … (the consultation of Anna)`. */
function about(event: ClinicEvent, names: Names): { readonly who: string; readonly of: string } {
  const of = 'consultationId' in event ? ` (${names.consultation(event.consultationId)})` : '';
  if (event.type === 'JOIN') return { who: names.person(event.waiter.personId), of: '' };
  if (!('by' in event)) return { who: 'the server', of };
  return { who: names.person(typeof event.by === 'string' ? event.by : event.by.personId), of };
}

/** A book whose every event a clerk writes down as well. */
function createClerks() {
  const clerks = new Map<ClinicBook, Clerk>();
  return (clinic: ClinicBook): Clerk => {
    const clerk = clerks.get(clinic) ?? createClerk();
    clerks.set(clinic, clerk);
    return clerk;
  };
}

interface Wait {
  readonly due: Instant;
  /** By how long the server was up in all. */
  readonly until: number;
}

const inTime = rule(
  'MA2',
  'What is due happens while the server runs, restarts or not',
  (clinics, broken) => {
    /** A commit that waits for a slow disk, and one that is tried again. */
    const LATE_MS = 60_000;
    const book = createBook(clinics);
    const clerkOf = createClerks();
    const names = createNames();
    const waits = new Map<ClinicBook, Wait>();
    let isUp = false;
    let last: Instant | undefined;
    /** How long the server has been up in all. */
    let up = 0;
    /** The server's clock minus true time, but for what it drifts. */
    let offset = 0;

    return ({ fact, at }) => {
      names.see(fact);
      if (isUp && last !== undefined) up += at - last;
      last = at;
      if (fact.kind === 'serverStarted') isUp = true;
      if (fact.kind === 'serverDied') isUp = false;
      if (fact.kind === 'clockSet') {
        offset += fact.by;
        // A deadline is told by the server's clock: set back, it comes so much later.
        for (const [clinic, { due, until }] of waits) {
          waits.set(clinic, { due, until: until + Math.max(0, -fact.by) });
        }
      }
      if (fact.kind === 'unwritten') {
        // What could not be written has to be tried again, for as long as the disk takes nothing.
        for (const [clinic, { due, until }] of waits) {
          waits.set(clinic, { due, until: Math.max(until, up + LATE_MS) });
        }
      }
      for (const { clinic, event } of book.see(fact)) {
        const clerk = clerkOf(clinic);
        clerk.take(event);
        const { due } = clerk;
        if (due === undefined) waits.delete(clinic);
        else if (waits.get(clinic)?.due !== due) {
          // Events never go back in time, so after a clock was set back they run ahead of it.
          const ahead = Math.max(0, event.at - (at + offset));
          waits.set(clinic, { due, until: up + Math.max(0, due - event.at) + ahead + LATE_MS });
        }
      }
      for (const [clinic, { due, until }] of waits) {
        if (up <= until) continue;
        const clerk = clerkOf(clinic);
        const open = clerk.open.find((one) => one.due === due);
        const one = open ?? clerk.over.find((one) => one.due === due);
        const what = one === undefined ? 'a consultation' : names.consultation(one.id);
        const late = Math.round((up - until + LATE_MS) / 1000);
        broken(
          `${what} is still ${open?.state ?? 'remembered'}, ${late} seconds after that was to end by itself, and the server ran`,
        );
      }
    };
  },
);

const allowed = rule(
  'MA3',
  'The journal holds nothing that the clinic refuses or that changes nothing',
  (clinics, broken) => {
    const book = createBook(clinics);
    const names = createNames();
    return ({ fact }) => {
      names.see(fact);
      for (const { event, before, after } of book.see(fact)) {
        const { who, of } = about(event, names);
        const refusal = refusalOf(before, event);
        if (refusal !== undefined) {
          broken(
            `the journal holds ${event.type} by ${who}${of}, which its clinic refuses (${refusal.code})`,
          );
        }
        if (after === before) {
          broken(`the journal holds ${event.type} by ${who}${of}, which changes nothing in it`);
        }
      }
    };
  },
);

const oneHolder = rule('MA4', 'At most one clinician holds a consultation', (clinics, broken) => {
  const book = createBook(clinics);
  const names = createNames();
  const clerkOf = createClerks();
  const commands = createCommands();

  function holderOf(id: ConsultationId): PersonId | null {
    const clinic = book.clinicOf(id);
    return clinic === undefined ? null : (clerkOf(clinic).caseOf(id)?.holder ?? null);
  }
  const two = (one: PersonId, other: PersonId, id: ConsultationId): void =>
    broken(`${names.person(one)} and ${names.person(other)} both have ${names.consultation(id)}`);

  return ({ fact }) => {
    names.see(fact);
    commands.see(fact);
    for (const { clinic, event } of book.see(fact)) {
      if (event.type === 'CLAIM') {
        const holder = holderOf(event.consultationId);
        const { personId } = event.by;
        if (holder !== null && holder !== personId) two(holder, personId, event.consultationId);
      }
      clerkOf(clinic).take(event);
    }
    if (fact.kind !== 'committed') return;
    for (const { entry, outcome } of outcomesIn(fact.batch)) {
      // One that left its event was written down above, at its place among the others.
      if (entry.events.length > 0 || outcome.outcome.status !== 'accepted') continue;
      const asked = commands.asked(outcome.commandId);
      if (asked?.command.type !== 'claim') continue;
      const id = asked.command.consultationId as ConsultationId;
      const holder = holderOf(id);
      if (holder !== null && holder !== asked.page.personId) {
        two(holder, asked.page.personId, id);
      }
    }
  };
});

const alwaysTrue = rule(
  'MA4',
  'One consultation and one place each: what is always true of a clinic',
  (clinics, broken) => {
    const book = createBook(clinics);
    const names = createNames();
    const clerkOf = createClerks();
    return ({ fact }) => {
      names.see(fact);
      for (const written of book.see(fact)) {
        const { clinic, event } = written;
        const clerk = clerkOf(clinic);
        const wrong = clerk.take(event);
        if (wrong !== undefined) {
          const { who, of } = about(event, names);
          broken(`${who} ${wrong}${of}`);
        }
        const differs = disagreement(written.after, clerk, names);
        if (differs !== undefined) broken(differs);
      }
    };
  },
);

export const MACHINE_RULES: readonly Rule[] = [oneHolder, alwaysTrue, allowed, inTime];
