import type { PartyId } from '@naervaer/machines/protocol';
import { LINES } from './wire.ts';
import type { LineMessage, TextMessage } from './wire.ts';

/** One line of somebody, as it stands. */
export interface HeardLine {
  readonly from: PartyId;
  readonly page: string;
  readonly line: number;
  readonly text: string;
  readonly isDone: boolean;
}

/** What one page of one party has said so far. */
interface Heard {
  readonly page: string;
  /** All lines before this one are here. */
  next: number;
  /** Of `next` and those after it. */
  readonly versions: Map<number, { version: number; isDone: boolean; text: string }>;
}

/** Reads what others write: each line once, in its newest version, whatever was lost or repeated. */
export interface Reader {
  /** @returns what is to be shown now; undefined for what is known already */
  take(message: LineMessage, from: PartyId): HeardLine | undefined;
  /** What we have of that party, for it to go on from. */
  have(from: PartyId): Extract<TextMessage, { type: 'have' }>;
  /** Lines that their page will never finish: it has been reloaded. */
  abandoned(from: PartyId, page: string): readonly HeardLine[];
}

export function createReader(): Reader {
  const parties = new Map<PartyId, Heard>();

  return {
    take({ page, first, line, version, text, isDone }, from) {
      const before = parties.get(from);
      const heard = before?.page === page ? before : { page, next: first, versions: new Map() };
      parties.set(from, heard);
      if (first > heard.next) {
        heard.next = first;
        for (const old of heard.versions.keys()) if (old < first) heard.versions.delete(old);
      }
      const known = heard.versions.get(line);
      if (line < heard.next || line - heard.next >= LINES) return undefined;
      // A line that is finished stays as it is.
      if (known !== undefined && (known.isDone || known.version >= version)) return undefined;
      heard.versions.set(line, { version, isDone, text });
      while (heard.versions.get(heard.next)?.isDone === true) {
        heard.versions.delete(heard.next);
        heard.next += 1;
      }
      return { from, page, line, text, isDone };
    },
    have(from) {
      const heard = parties.get(from);
      if (heard === undefined) return { type: 'have', page: null, line: 0, version: 0 };
      const version = heard.versions.get(heard.next)?.version ?? 0;
      return { type: 'have', page: heard.page, line: heard.next, version };
    },
    abandoned(from, page) {
      const heard = parties.get(from);
      if (heard === undefined || heard.page === page) return [];
      return [...heard.versions]
        .filter(([, { isDone, text }]) => !isDone && text.trim() !== '')
        .map(([line, { text }]) => ({ from, page: heard.page, line, text, isDone: true }));
    },
  };
}
