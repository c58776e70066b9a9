import { isDeepStrictEqual } from 'node:util';
import type { BoardView, ClinicId } from '@naervaer/machines/protocol';
import { parseDocumentName } from '@naervaer/machines/protocol';
import type { Page, Rule } from '../facts.ts';
import { createBook } from './book.ts';
import type { ClinicBook } from './book.ts';
import { createForgeries } from './forgeries.ts';
import { rule } from './rule.ts';
import {
  epochIn,
  firstLike,
  isLike,
  keyOf,
  lastLike,
  lookOf,
  nameOf,
  seenOf,
  shownIn,
} from './seen.ts';
import type { Look, Seen } from './seen.ts';

const brief = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

/** The first place where two values differ, with both. */
function differs(shown: unknown, wanted: unknown, path = ''): string | undefined {
  if (isDeepStrictEqual(shown, wanted)) return undefined;
  const here = `${path === '' ? 'it' : path} is ${brief(shown)}, the journal has ${brief(wanted)}`;
  if (typeof shown !== 'object' || typeof wanted !== 'object') return here;
  if (shown === null || wanted === null) return here;
  const [left, right] = [shown, wanted] as Readonly<Record<string, unknown>>[];
  for (const key of Object.keys({ ...wanted, ...shown })) {
    const inner = differs(left?.[key], right?.[key], path === '' ? key : `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return here;
}

/** What is wrong with a view, beside the newest state of its clinic. */
function difference({ view, of, clinic }: Seen): string {
  const wanted = of(clinic.now);
  if (wanted === undefined) return 'it should be gone';
  if (view === undefined) return 'it shows nothing';
  const rows = (board: unknown): number | undefined =>
    (board as Partial<BoardView>).rows?.length ?? undefined;
  return rows(view) === rows(wanted)
    ? (differs(view, wanted) ?? '')
    : `${rows(view)} rows, the journal has ${rows(wanted)}`;
}

const shownAfterCommit = rule(
  'CM3',
  'Screens and copies show only states that the disk has',
  (clinics, broken) => {
    const book = createBook(clinics);
    const forgeries = createForgeries();
    return ({ fact }) => {
      book.see(fact);
      forgeries.see(fact);
      const look = lookOf(fact);
      if (look?.shown.view === undefined) return;
      if (forgeries.isOwn(look.page, keyOf(look.shown))) return;
      const seen = seenOf(book, look.shown);
      if (seen === undefined) return broken(`${look.words} is of something that no disk has`);
      if (lastLike(seen) < 0) {
        broken(`${look.words} shows what no disk ever had (${difference(seen)})`);
      }
    };
  },
);

const neverBack = rule('DC2', 'No screen and no copy goes back in time', (clinics, broken) => {
  const book = createBook(clinics);
  const forgeries = createForgeries();
  /** Of each page and view: the oldest state of the clinic that it may show now. */
  const floors = new Map<Page, Map<string, number>>();
  return ({ fact }) => {
    book.see(fact);
    forgeries.see(fact);
    const look = lookOf(fact);
    if (look?.shown.view === undefined) return;
    if (forgeries.isOwn(look.page, keyOf(look.shown))) return;
    const seen = seenOf(book, look.shown);
    if (seen === undefined) return;
    const ofPage = floors.get(look.page) ?? new Map<string, number>();
    floors.set(look.page, ofPage);
    const at = firstLike(seen, ofPage.get(look.key) ?? 0);
    if (at >= 0) ofPage.set(look.key, at);
    else if (lastLike(seen) >= 0) broken(`${look.words} goes back to what it showed before`);
  };
});

const noOlderEpoch = rule(
  'DC2',
  'A copy of an epoch holds nothing from before the epoch began',
  (clinics, broken) => {
    const book = createBook(clinics);
    const forgeries = createForgeries();
    /** How many events each clinic had when the epoch began. */
    const begun = new Map<number, ReadonlyMap<ClinicId, number>>();
    return ({ fact }) => {
      book.see(fact);
      forgeries.see(fact);
      if (fact.kind === 'serverStarted') {
        // A number that is used a second time tells nothing of its copies.
        const isUsed = begun.has(fact.epoch);
        const floor = ({ facts, prefixes }: ClinicBook): [ClinicId, number] => [
          facts.clinicId,
          isUsed ? 0 : prefixes.length - 1,
        ];
        begun.set(fact.epoch, new Map(book.clinics.map(floor)));
      }
      if (fact.kind !== 'copied' || forgeries.isOwn(fact.page, fact.document)) return;
      const epoch = epochIn(parseDocumentName(fact.document));
      const shown = shownIn(fact);
      if (shown?.view === undefined || epoch === undefined) return;
      const seen = seenOf(book, shown);
      const floor = seen && begun.get(epoch)?.get(seen.clinic.facts.clinicId);
      if (seen === undefined || floor === undefined || lastLike(seen, floor) >= 0) return;
      // What no state ever looked like is another rule's.
      if (lastLike(seen) < 0) return;
      broken(
        `${nameOf(shown.kind)} on ${fact.page.device} holds what was over before the server started`,
      );
    };
  },
);

const converged = rule(
  'DC4',
  'When all has come to rest, every screen shows what the journal says',
  (clinics, broken) => {
    const book = createBook(clinics);
    const forgeries = createForgeries();
    const looking = new Map<Page, Map<string, Look>>();
    const screens = new Set<Page>();
    const ofPage = (page: Page): Map<string, Look> => {
      const looks = looking.get(page) ?? new Map<string, Look>();
      looking.set(page, looks);
      return looks;
    };
    return ({ fact }) => {
      book.see(fact);
      forgeries.see(fact);
      const look = lookOf(fact);
      if (look !== undefined) ofPage(look.page).set(look.key, look);
      if (fact.kind === 'shown') screens.add(fact.page);
      if (fact.kind === 'hidden') ofPage(fact.page).delete(`shown ${keyOf(fact.shown)}`);
      if (fact.kind !== 'settled') return;
      for (const { page } of fact.pages) {
        for (const { key, shown, words } of ofPage(page).values()) {
          // Copies that a screen no longer asks for may rest as they are.
          if (key.startsWith('copied') && screens.has(page)) continue;
          const seen = seenOf(book, shown);
          if (seen === undefined || forgeries.isOwn(page, keyOf(shown))) continue;
          if (isLike(seen, seen.clinic.now)) continue;
          broken(`all is quiet, and ${words} is not what the journal says (${difference(seen)})`);
        }
      }
    };
  },
);

export const VIEW_RULES: readonly Rule[] = [shownAfterCommit, neverBack, noOlderEpoch, converged];
