import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel } from '../call/channel.ts';
import { LINES, cleanText } from './wire.ts';
import type { LineMessage, TextMessage } from './wire.ts';

/** A letter waits at most so long before it goes; 500 ms are allowed from hand to eye (C6). */
const SEND_MS = 100;
/** Without an answer for so long, what the other has not got is said again. */
const AGAIN_MS = 1_000;
/** Lines said again at once, so that a long break does not hold the new ones up. */
const AGAIN_LINES = 20;

interface OwnLine {
  readonly line: number;
  version: number;
  text: string;
  isDone: boolean;
}

/** What one reader has got of this page's lines, as it said itself. */
interface Reader {
  /** Nothing from before is told to who came later, as nobody repeats what was spoken. */
  readonly since: number;
  line: number;
  version: number;
  /** Has said something since the last look. */
  isNews: boolean;
  toldAllAt: number;
}

/** This page's own lines, and who has got them. */
export interface Writer {
  /** The present line as it stands now. */
  write(text: string): void;
  /** @returns the finished line, or undefined when nothing was on it */
  finish(): string | undefined;
  opened(to: PartyId): void;
  hear(have: Extract<TextMessage, { type: 'have' }>, from: PartyId): void;
  close(): void;
}

export function createWriter(channel: Pick<Channel, 'open' | 'send'>, page: string): Writer {
  const lines: OwnLine[] = [{ line: 0, version: 0, text: '', isDone: false }];
  const readers = new Map<PartyId, Reader>();
  let sentAt = -SEND_MS;
  let sending: ReturnType<typeof setTimeout> | undefined;
  let asking: ReturnType<typeof setTimeout> | undefined;

  const oldest = (): number => lines[0]?.line ?? 0;
  const present = (): OwnLine => {
    const last = lines.at(-1);
    if (last !== undefined && !last.isDone) return last;
    const next = {
      line: last === undefined ? 0 : last.line + 1,
      version: 0,
      text: '',
      isDone: false,
    };
    lines.push(next);
    // The oldest go, read or not.
    if (lines.length > LINES) lines.shift();
    return next;
  };

  function say({ line, version, text, isDone }: OwnLine, to: PartyId, { since }: Reader): void {
    const first = Math.max(oldest(), since);
    const message: LineMessage = { type: 'line', page, first, line, version, text, isDone };
    channel.send('text', message, to);
  }
  const missing = (reader: Reader): OwnLine[] =>
    lines.filter(
      ({ line, version }) =>
        version > 0 &&
        line >= reader.since &&
        (line > reader.line || (line === reader.line && version > reader.version)),
    );

  function tellPresent(line: OwnLine): void {
    clearTimeout(sending);
    sending = undefined;
    sentAt = performance.now();
    for (const to of channel.open()) {
      const reader = readers.get(to);
      if (reader !== undefined && line.line >= reader.since) say(line, to, reader);
    }
    askAgain();
  }

  function tellMissing(to: PartyId, reader: Reader, most: number): void {
    for (const line of missing(reader).slice(0, most)) say(line, to, reader);
  }

  /** As long as somebody who can be reached has not got all. */
  function askAgain(): void {
    asking ??= setTimeout(() => {
      asking = undefined;
      let isBehind = false;
      for (const to of channel.open()) {
        const reader = readers.get(to);
        if (reader === undefined || missing(reader).length === 0) continue;
        isBehind = true;
        if (!reader.isNews) tellMissing(to, reader, AGAIN_LINES);
        reader.isNews = false;
      }
      if (isBehind) askAgain();
    }, AGAIN_MS);
  }

  return {
    write(text) {
      const line = present();
      const clean = cleanText(text);
      if (clean === line.text) return;
      line.text = clean;
      line.version += 1;
      if (sending !== undefined) return;
      const wait = Math.max(0, sentAt + SEND_MS - performance.now());
      if (wait === 0) tellPresent(line);
      // It may be finished by then, and another begun.
      else sending = setTimeout(() => tellPresent(line), wait);
    },
    finish() {
      const line = present();
      if (line.text.trim() === '') return undefined;
      line.isDone = true;
      line.version += 1;
      tellPresent(line);
      return line.text;
    },
    opened(to) {
      const known = readers.get(to);
      // Before anybody came, one writes to whoever comes first.
      const since = known?.since ?? (readers.size === 0 ? 0 : present().line);
      const reader = known ?? {
        since,
        line: since,
        version: 0,
        isNews: false,
        toldAllAt: -AGAIN_MS,
      };
      readers.set(to, reader);
      tellMissing(to, reader, LINES);
      askAgain();
    },
    hear(have, from) {
      const reader = readers.get(from);
      if (reader === undefined) return;
      if (have.page === page) {
        reader.line = have.line;
        reader.version = have.version;
        reader.isNews = true;
        return;
      }
      // Its page is new: what it had is gone. Not more often than we would say it unasked.
      if (performance.now() - reader.toldAllAt < AGAIN_MS) return;
      reader.toldAllAt = performance.now();
      reader.line = reader.since;
      reader.version = 0;
      tellMissing(from, reader, LINES);
      askAgain();
    },
    close() {
      clearTimeout(sending);
      clearTimeout(asking);
      lines.length = 0;
      readers.clear();
    },
  };
}
