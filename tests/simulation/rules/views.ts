import { isDeepStrictEqual } from 'node:util';
import type { BoardView, ClinicId } from '@naervaer/machines/protocol';
import { parseDocumentName } from '@naervaer/machines/protocol';
import type { ClinicFactsInWorld, Fact, Page, Rule } from '../facts.ts';
import { createBook } from './book.ts';
import type { ClinicBook } from './book.ts';
import { createForgeries } from './forgeries.ts';
import { rule } from './rule.ts';
import { epochIn, firstLike, isLike, keyOf, lastLike, lookOf, seenOf } from './seen.ts';
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

/** Keeps the journal's book, and tells what is looked at honestly. */
function createViewer(clinics: readonly ClinicFactsInWorld[]) {
  const book = createBook(clinics);
  const forgeries = createForgeries();
  const isTampered = ({ page, shown }: Look): boolean => forgeries.isOwn(page, keyOf(shown));
  return {
    book,
    isTampered,
    /** What a screen or a copy shows, with its clinic; nothing of who tampered with it. */
    see(fact: Fact): { readonly look: Look; readonly seen: Seen | undefined } | undefined {
      book.see(fact);
      forgeries.see(fact);
      const look = lookOf(fact);
      if (look === undefined || isTampered(look)) return undefined;
      return { look, seen: seenOf(book, look.shown) };
    },
  };
}

const shownAfterCommit = rule(
  'CM3',
  'Screens and copies show only states that the disk has',
  (clinics, broken) => {
    const viewer = createViewer(clinics);
    return ({ fact }) => {
      const sighting = viewer.see(fact);
      if (sighting?.look.shown.view === undefined) return;
      const { look, seen } = sighting;
      if (seen === undefined) return broken(`${look.words} is of something that no disk has`);
      if (lastLike(seen) < 0) {
        broken(`${look.words} shows what no disk ever had (${difference(seen)})`);
      }
    };
  },
);

/**
 * What a page showed once it never takes back: also over a cut, a restart and a new epoch, because
 * what was shown was on the disk. Between two pages, also of one device, nothing is promised: one
 * may lag behind the other for as long as its network does.
 */
const neverBack = rule('DC2', 'No screen and no copy goes back in time', (clinics, broken) => {
  const viewer = createViewer(clinics);
  /** Of each page and view: the oldest state of the clinic that it may show now. */
  const floors = new Map<Page, Map<string, number>>();
  return ({ fact }) => {
    const sighting = viewer.see(fact);
    if (sighting?.look.shown.view === undefined || sighting.seen === undefined) return;
    const { look, seen } = sighting;
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
    const viewer = createViewer(clinics);
    /** How many events each clinic had when the epoch began. */
    const begun = new Map<number, ReadonlyMap<ClinicId, number>>();
    return ({ fact }) => {
      const sighting = viewer.see(fact);
      if (fact.kind === 'serverStarted') {
        // A number that is used a second time tells nothing of its copies.
        const isUsed = begun.has(fact.epoch);
        const floor = ({ facts, prefixes }: ClinicBook): [ClinicId, number] => [
          facts.clinicId,
          isUsed ? 0 : prefixes.length - 1,
        ];
        begun.set(fact.epoch, new Map(viewer.book.clinics.map(floor)));
      }
      if (fact.kind !== 'copied' || sighting?.look.shown.view === undefined) return;
      const { look, seen } = sighting;
      const epoch = epochIn(parseDocumentName(fact.document));
      if (seen === undefined || epoch === undefined) return;
      const floor = begun.get(epoch)?.get(seen.clinic.facts.clinicId);
      if (floor === undefined || lastLike(seen, floor) >= 0) return;
      // What no state ever looked like is another rule's.
      if (lastLike(seen) < 0) return;
      broken(`${look.words} holds what was over before the server started`);
    };
  },
);

const converged = rule(
  'DC4',
  'When all has come to rest, every screen shows what the journal says',
  (clinics, broken) => {
    const viewer = createViewer(clinics);
    const looking = new Map<Page, Map<string, Look>>();
    const screens = new Set<Page>();
    const ofPage = (page: Page): Map<string, Look> => {
      const looks = looking.get(page) ?? new Map<string, Look>();
      looking.set(page, looks);
      return looks;
    };
    return ({ fact }) => {
      const sighting = viewer.see(fact);
      if (sighting !== undefined) ofPage(sighting.look.page).set(sighting.look.key, sighting.look);
      if (fact.kind === 'shown') screens.add(fact.page);
      if (fact.kind === 'hidden') ofPage(fact.page).delete(`shown ${keyOf(fact.shown)}`);
      if (fact.kind !== 'settled') return;
      for (const { page } of fact.pages) {
        for (const look of ofPage(page).values()) {
          const { key, shown, words } = look;
          // Copies that a screen no longer asks for may rest as they are.
          if (key.startsWith('copied') && screens.has(page)) continue;
          const seen = seenOf(viewer.book, shown);
          if (seen === undefined || viewer.isTampered(look)) continue;
          if (isLike(seen, seen.clinic.now)) continue;
          broken(`all is quiet, and ${words} is not what the journal says (${difference(seen)})`);
        }
      }
    };
  },
);

export const VIEW_RULES: readonly Rule[] = [shownAfterCommit, neverBack, noOlderEpoch, converged];
