import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { ClinicId } from '@naervaer/machines/protocol';
import type { History, Journal } from './history.ts';
import { brokenInvariants } from './invariants.ts';
import { clinicsOf } from './objects.ts';
import { report } from './report.ts';
import { search } from './search.ts';
import { shortestWithout } from './shortest.ts';
import { explainByJournal } from './witness.ts';
import { createWords, outcomeInWords, secondsInWords } from './words.ts';
import type { Words } from './words.ts';

/** States that a search looks at before it gives up: about half a minute. */
export const MOST_STATES = 100_000;

/** What became of one clinic's search. */
export interface Searched {
  readonly clinic: string;
  readonly verdict: 'explained' | 'none' | 'gaveUp';
  readonly operations: number;
  readonly sights: number;
  readonly states: number;
  readonly milliseconds: number;
  /** In words; empty unless there is no order. */
  readonly report: readonly string[];
}

export interface Verdict {
  /** No check found anything, and none gave up. */
  readonly isExplained: boolean;
  /** What a single sight or two tellings show to be wrong, without any order. */
  readonly invariants: readonly string[];
  /** What the journal's own order does not explain; undefined when there is no journal. */
  readonly journal: readonly string[] | undefined;
  readonly journalMilliseconds: number;
  readonly searched: readonly Searched[];
}

/**
 * Checks a history in three ways that do not lean on each other: single sights, the journal's own
 * order, and a search that does not ask the server. (docs/history.md)
 * @param journals by clinic; without them only what needs no server is checked
 */
export function check(
  history: History,
  journals?: ReadonlyMap<ClinicId, Journal>,
  most: number = MOST_STATES,
): Verdict {
  const words = createWords(history);
  const hidden = new Map(
    [...(journals ?? [])].map(([id, { events }]) => [id, events.filter(isOfHost)]),
  );
  const clinics = clinicsOf(history, hidden);
  const invariants = [...brokenInvariants(history, words), ...changedAnswers(history, words)];
  const begin = performance.now();
  const journal =
    journals &&
    clinics.flatMap((clinic) => {
      const kept = journals.get(clinic.clinic.id);
      return kept === undefined ? [] : explainByJournal(clinic, kept, words);
    });
  const journalMilliseconds = performance.now() - begin;
  const searched = clinics.map((clinic): Searched => {
    const started = performance.now();
    const { verdict, states } = search(clinic, most);
    const shortest =
      verdict === 'explained'
        ? undefined
        : shortestWithout(history, hidden, clinic.clinic.id, most);
    const milliseconds = performance.now() - started;
    return {
      clinic: clinic.clinic.name,
      // A beginning without an order is proof for the whole, also where the whole was too much.
      verdict: shortest === undefined ? verdict : 'none',
      operations: clinic.sessions.flat().length,
      sights: clinic.pages.flatMap(({ sights }) => sights).length,
      states,
      milliseconds,
      report: shortest === undefined ? [] : report(history, shortest, words),
    };
  });
  return {
    isExplained:
      invariants.length === 0 &&
      (journal ?? []).length === 0 &&
      searched.every(({ verdict }) => verdict === 'explained'),
    invariants,
    journal,
    journalMilliseconds,
    searched,
  };
}

const isOfHost = ({ type }: ClinicEvent): boolean => type === 'AWAY' || type === 'BACK';

/** CM2: whoever is told again is told the same. */
function changedAnswers(history: History, words: Words): string[] {
  const first = new Map<string, string>();
  return history.flatMap((line) => {
    if (line.kind !== 'told') return [];
    const now = outcomeInWords(line.outcome);
    const before = first.get(line.id) ?? now;
    first.set(line.id, before);
    return before === now
      ? []
      : [`${secondsInWords(line.at)}: ${words.line(line)}; before it was ${before}`];
  });
}
