import { isDeepStrictEqual } from 'node:util';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { KEYS, parseDocumentName } from '@naervaer/machines/protocol';
import type {
  BoardHead,
  BoardRow,
  ConsultationView,
  DocumentName,
  LobbyView,
} from '@naervaer/machines/protocol';
import type { Fact, Page, ShownView } from '../facts.ts';
import type { Book, ClinicBook } from './book.ts';
import { boardOf, consultationOf, inFixedOrder, lobbyOf } from './pure.ts';

/** A view as somebody has it, ready to be compared. */
export interface Seen {
  readonly key: string;
  readonly clinic: ClinicBook;
  readonly view: unknown;
  /** What the view would be of that state of the clinic. */
  readonly of: (snapshot: ClinicSnapshot) => unknown;
}

/** One thing that is looked at, whatever it shows now. */
export const keyOf = (shown: ShownView): string =>
  shown.kind === 'consultation'
    ? `consultation/${shown.consultationId}`
    : `${shown.kind}/${shown.clinicId}`;

/** How a sentence calls it. */
export const nameOf = (kind: ShownView['kind']): string =>
  kind === 'board'
    ? 'the board'
    : kind === 'lobby'
      ? 'the clinic’s state'
      : 'the view of a consultation';

const withoutPeers = (view: ConsultationView): ConsultationView => ({ ...view, peers: [] });

/** @returns undefined for a consultation that no journal knows */
export function seenOf(book: Book, shown: ShownView): Seen | undefined {
  const key = keyOf(shown);
  switch (shown.kind) {
    case 'board': {
      const clinic = book.clinic(shown.clinicId);
      const view = shown.view && inFixedOrder(shown.view);
      return clinic && { key, clinic, view, of: boardOf };
    }
    case 'lobby': {
      const clinic = book.clinic(shown.clinicId);
      return clinic && { key, clinic, view: shown.view, of: lobbyOf };
    }
    case 'consultation': {
      const { consultationId: id } = shown;
      const clinic = book.clinicOf(id);
      const view = shown.view && withoutPeers(shown.view);
      return clinic && { key, clinic, view, of: (snapshot) => consultationOf(snapshot, id) };
    }
  }
}

export const isLike = ({ view, of }: Seen, snapshot: ClinicSnapshot | undefined): boolean =>
  snapshot !== undefined && isDeepStrictEqual(view, of(snapshot));

/** The last state of the clinic, from `from` on, that looks like this; -1 for none. */
export function lastLike(seen: Seen, from = 0): number {
  const { prefixes } = seen.clinic;
  for (let at = prefixes.length - 1; at >= from; at -= 1) {
    if (isLike(seen, prefixes[at])) return at;
  }
  return -1;
}

/** The first state of the clinic, from `from` on, that looks like this; -1 for none. */
export function firstLike(seen: Seen, from = 0): number {
  const { prefixes } = seen.clinic;
  for (let at = from; at < prefixes.length; at += 1) if (isLike(seen, prefixes[at])) return at;
  return -1;
}

/** What somebody has before them, or in a copy: a screen and a copy may differ in time. */
export interface Look {
  readonly page: Page;
  readonly shown: ShownView;
  /** Of the same thing looked at in the same way. */
  readonly key: string;
  /** As a sentence calls it: `the board on Bo's computer`. */
  readonly words: string;
}

/** The view in a fact, unless it is nonsense. */
export function lookOf(fact: Fact): Look | undefined {
  if (fact.kind !== 'shown' && fact.kind !== 'copied') return undefined;
  const shown = fact.kind === 'shown' ? fact.shown : shownIn(fact);
  if (shown === undefined) return undefined;
  const words = `${nameOf(shown.kind)} on ${fact.page.device}`;
  return { page: fact.page, shown, key: `${fact.kind} ${keyOf(shown)}`, words };
}

export type Copied = Extract<Fact, { kind: 'copied' }>;

/** A copy of a document read as our own clients read it; undefined for a session's, or nonsense. */
export function shownIn({ document, content }: Copied): ShownView | undefined {
  const name = parseDocumentName(document);
  if (name === undefined) return undefined;
  switch (name.kind) {
    case 'session':
      return undefined;
    case 'board': {
      const head = content[KEYS.board]?.[KEYS.head] as BoardHead | undefined;
      const rows = Object.values(content[KEYS.rows] ?? {}) as BoardRow[];
      return { kind: 'board', clinicId: name.clinicId, view: head && { head, rows } };
    }
    case 'lobby': {
      const view = content[KEYS.lobby]?.[KEYS.view] as LobbyView | undefined;
      return { kind: 'lobby', clinicId: name.clinicId, view };
    }
    case 'consultation': {
      const view = content[KEYS.consultation]?.[KEYS.view] as ConsultationView | undefined;
      return { kind: 'consultation', consultationId: name.consultationId, view };
    }
  }
}

export const epochIn = (name: DocumentName | undefined): number | undefined =>
  name === undefined || name.kind === 'session' ? undefined : name.epoch;
