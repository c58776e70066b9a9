import { consultationIn, openEntriesOf, refusalOf, waitingIn } from '@naervaer/machines/clinic';
import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { Instant } from '@naervaer/machines/protocol';
import type { Rule } from '../facts.ts';
import { createBook, createNames } from './book.ts';
import type { ClinicBook, Names, Written } from './book.ts';
import { createClerk } from './clerk.ts';
import type { Clerk } from './clerk.ts';
import { rule } from './rule.ts';

/** Who does it, and to which consultation: `Bo … (the consultation of Anna)`. */
function about(event: ClinicEvent, names: Names): { readonly who: string; readonly of: string } {
  const of = 'consultationId' in event ? ` (${names.consultation(event.consultationId)})` : '';
  if (event.type === 'JOIN') return { who: names.person(event.waiter.personId), of: '' };
  if (!('by' in event)) return { who: event.type, of };
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

const inTime = rule(
  'MA2',
  'What is due happens while the server runs, restarts or not',
  (clinics, broken) => {
    /** A commit that waits for a slow disk, and one that is tried again. */
    const LATE_MS = 60_000;
    const book = createBook(clinics);
    const clerkOf = createClerks();
    const waits = new Map<ClinicBook, { readonly due: Instant; readonly until: number }>();
    let isUp = false;
    let last: Instant | undefined;
    /** How long the server has been up in all. */
    let up = 0;

    return ({ fact, at }) => {
      if (isUp && last !== undefined) up += at - last;
      last = at;
      if (fact.kind === 'serverStarted') isUp = true;
      if (fact.kind === 'serverDied') isUp = false;
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
          waits.set(clinic, { due, until: up + Math.max(0, due - event.at) + LATE_MS });
        }
      }
      for (const [{ facts }, { until }] of waits) {
        if (up <= until) continue;
        const late = Math.round((up - until + LATE_MS) / 1000);
        broken(
          `a deadline in ${facts.name} passed ${late} seconds ago while the server ran, and nothing happened`,
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
            `${event.type} by ${who}${of} stands in the journal, and the clinic refuses it (${refusal.code})`,
          );
        }
        if (after === before)
          broken(`${event.type} by ${who}${of} stands there and changes nothing`);
      }
    };
  },
);

function disagreement({ clinic, after }: Written, clerk: Clerk, names: Names): string | undefined {
  const { name } = clinic.facts;
  if (after.value !== clerk.mode) return `${name} is ${after.value}; it ought to be ${clerk.mode}`;
  const open = openEntriesOf(after.context);
  if (open.length !== clerk.open.length) {
    return `${name} has ${open.length} consultations; there ought to be ${clerk.open.length}`;
  }
  for (const { id, state, holder } of clerk.open) {
    const is = consultationIn(after.context, id);
    if (is?.value !== state) {
      return `${names.consultation(id)} is ${is?.value ?? 'gone'}; it ought to be ${state}`;
    }
    const held = is.context.holder?.personId ?? null;
    if (held === holder) continue;
    const said = (of: typeof held): string => (of === null ? 'nobody' : names.person(of));
    return `${said(held)} holds ${names.consultation(id)}; it ought to be ${said(holder)}`;
  }
  const places = waitingIn(after.context);
  const wanted = clerk.open.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  const index = wanted.findIndex((id, index) => places[index] !== id);
  const [behind, before] = [wanted[index], places[index]];
  if (behind === undefined) return undefined;
  return before === undefined
    ? `${names.consultation(behind)} lost its place in the queue`
    : `${names.consultation(before)} stands before ${names.consultation(behind)}, which came first`;
}

const alwaysTrue = rule(
  'MA4',
  'One holder, one consultation, one place each: what is always true of a clinic',
  (clinics, broken) => {
    const book = createBook(clinics);
    const names = createNames();
    const clerkOf = createClerks();

    /** `Bo and Eva both hold the consultation of Anna` */
    function bothHold(event: ClinicEvent, clerk: Clerk): string | undefined {
      if (event.type !== 'CLAIM') return undefined;
      const holder = clerk.caseOf(event.consultationId)?.holder ?? null;
      if (holder === null || holder === event.by.personId) return undefined;
      return `${names.person(holder)} and ${names.person(event.by.personId)} both hold ${names.consultation(event.consultationId)}`;
    }

    return ({ fact }) => {
      names.see(fact);
      for (const written of book.see(fact)) {
        const { clinic, event } = written;
        const clerk = clerkOf(clinic);
        const both = bothHold(event, clerk);
        if (both !== undefined) broken(both);
        const wrong = clerk.take(event);
        if (wrong !== undefined) {
          const { who, of } = about(event, names);
          broken(`${who} ${wrong}${of}`);
        }
        const differs = disagreement(written, clerk, names);
        if (differs !== undefined) broken(differs);
      }
    };
  },
);

const everyEndStays = rule(
  'MA4',
  'What is over never changes, and stays readable for an hour',
  (clinics, broken) => {
    const READABLE_MS = 60 * 60_000;
    const book = createBook(clinics);
    const names = createNames();
    return ({ fact }) => {
      names.see(fact);
      for (const { before, after, event } of book.see(fact)) {
        for (const [key, was] of Object.entries(before.context.consultations)) {
          if (was.context.endedAt === null) continue;
          const id = key as keyof typeof before.context.consultations;
          const is = after.context.consultations[id];
          if (is === was) continue;
          if (is !== undefined) broken(`${names.consultation(id)} is over, and changed`);
          const isOneOfMany = event.type === 'JOIN';
          if (!isOneOfMany && event.at < was.context.endedAt + READABLE_MS) {
            broken(
              `${names.consultation(id)} is forgotten before its waiter could read how it ended`,
            );
          }
        }
      }
    };
  },
);

export const MACHINE_RULES: readonly Rule[] = [alwaysTrue, everyEndStays, allowed, inTime];
