import type { PartyId } from '@naervaer/machines/protocol';
import { batch, createSignal, untrack } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { Channel } from '../call/channel.ts';
import { createBucket } from '../call/bucket.ts';
import { createReader } from './reader.ts';
import type { HeardLine } from './reader.ts';
import { LINES, parseText } from './wire.ts';
import { createWriter } from './writer.ts';

/** One line on the screen. */
export interface TextLine {
  /** Null: this page's own. */
  readonly from: PartyId | null;
  readonly text: string;
}

/**
 * Text beside the voice, letter by letter (C6; EN 301 549, 6.2): each party has a line that the
 * others see while it is typed. In memory only: a page that is reloaded has forgotten it.
 */
export interface RealTimeText {
  /** Finished lines of everybody, the newest last; at most 200. */
  readonly finished: Accessor<readonly TextLine[]>;
  /** Lines of others that are being typed now. */
  readonly live: Accessor<readonly TextLine[]>;
  /** The own line that is being typed. */
  readonly draft: Accessor<string>;
  /** The own line as it stands; a line break in it (of a paste) finishes what stands before it. */
  write(text: string): void;
  /** Finishes the own line, unless nothing is on it. */
  finish(): void;
  readonly isOpen: Accessor<boolean>;
  setOpen(isOpen: boolean): void;
  /** Lines of others that came or changed while it was closed. */
  readonly unread: Accessor<number>;
  /** Who wrote the last of them. */
  readonly unreadFrom: Accessor<PartyId | null>;
  close(): void;
}

/** Messages of one party: at once, and per second after that (SE3). An honest page needs 30. */
const RATE = { burst: 400, perSecond: 50 } as const;
/** Answers go together: one for all that came within so many milliseconds. */
const ANSWER_MS = 200;

interface Shown extends TextLine {
  readonly page: string;
  readonly line: number;
}

const newPage = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** Lives until `close()`; whoever makes it cleans it up. */
export function createRealTimeText(
  channel: Pick<Channel, 'open' | 'send' | 'on' | 'onOpened'>,
): RealTimeText {
  const page = newPage();
  const writer = createWriter(channel, page);
  const reader = createReader();
  const [finished, setFinished] = createSignal<readonly Shown[]>([]);
  const [live, setLive] = createSignal<readonly Shown[]>([]);
  const [draft, setDraft] = createSignal('');
  const [isOpen, setIsOpen] = createSignal(false);
  const [unread, setUnread] = createSignal<ReadonlySet<string>>(new Set());
  const [unreadFrom, setUnreadFrom] = createSignal<PartyId | null>(null);
  const buckets = new Map<PartyId, () => boolean>();
  const answers = new Map<PartyId, ReturnType<typeof setTimeout>>();
  let ownLine = 0;

  const isSame = (a: Shown, b: Shown): boolean =>
    a.from === b.from && a.page === b.page && a.line === b.line;

  /** Where it was finished; one that a break held up stands before the later ones of its writer. */
  function putFinished(line: Shown): void {
    setFinished((all) => {
      const later = all.findIndex(
        (each) => each.from === line.from && each.page === line.page && each.line > line.line,
      );
      const at = later === -1 ? all.length : later;
      return [...all.slice(0, at), line, ...all.slice(at)].slice(-LINES);
    });
  }

  function show(heard: HeardLine): void {
    const line: Shown = heard;
    batch(() => {
      if (heard.isDone) {
        setLive((all) => all.filter((each) => !isSame(each, line)));
        if (heard.text.trim() !== '') putFinished(line);
      } else {
        setLive((all) => {
          const isNew = !all.some((each) => isSame(each, line));
          return isNew
            ? [...all, line].slice(-LINES)
            : all.map((each) => (isSame(each, line) ? line : each));
        });
      }
      if (isOpen() || heard.text === '') return;
      const key = `${heard.from} ${heard.page} ${heard.line}`;
      // More than are kept cannot be read any more.
      setUnread((keys) => (keys.has(key) || keys.size >= LINES ? keys : new Set(keys).add(key)));
      setUnreadFrom(heard.from);
    });
  }

  function answer(to: PartyId): void {
    if (answers.has(to)) return;
    const timer = setTimeout(() => {
      answers.delete(to);
      channel.send('text', reader.have(to), to);
    }, ANSWER_MS);
    answers.set(to, timer);
  }

  function take(message: unknown, from: PartyId): void {
    const mayPass = buckets.get(from) ?? createBucket(RATE);
    buckets.set(from, mayPass);
    if (!mayPass()) return;
    const said = parseText(message);
    if (said === undefined) return;
    if (said.type === 'have') {
      writer.hear(said, from);
      return;
    }
    const lost = reader.abandoned(from, said.page);
    const heard = reader.take(said, from);
    for (const line of lost) show(line);
    if (heard !== undefined) show(heard);
    answer(from);
  }

  function finish(): void {
    const text = writer.finish();
    setDraft('');
    if (text === undefined) {
      writer.write('');
      return;
    }
    putFinished({ from: null, page, line: ownLine, text });
    ownLine += 1;
  }

  // Whoever makes it in a memo would make it anew with each way that opens.
  const stops = untrack(() => [
    channel.on('text', take),
    channel.onOpened((to) => {
      channel.send('text', reader.have(to), to);
      writer.opened(to);
    }),
  ]);

  return {
    finished,
    live,
    draft,
    write(text) {
      const parts = text.split(/\r\n|\r|\n/);
      const last = parts.pop() ?? '';
      batch(() => {
        for (const part of parts) {
          writer.write(part);
          finish();
        }
        setDraft(last);
        writer.write(last);
      });
    },
    finish: () => batch(finish),
    isOpen,
    setOpen(open) {
      batch(() => {
        setIsOpen(open);
        setUnread(new Set<string>());
        setUnreadFrom(null);
      });
    },
    unread: () => unread().size,
    unreadFrom,
    close() {
      for (const stop of stops) stop();
      for (const timer of answers.values()) clearTimeout(timer);
      writer.close();
      batch(() => {
        setFinished([]);
        setLive([]);
        setDraft('');
        setUnread(new Set<string>());
      });
    },
  };
}
