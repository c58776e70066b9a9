import type { Random } from './random.ts';

/** Changes to a valid message, of which some leave it almost valid: there the mistakes are. */
export interface Mutator {
  /** One message made from a valid one. */
  mutate(frame: Uint8Array): Uint8Array;
}

/** What breaks parsers: numbers that are too large, negative, cut off, or no numbers at all. */
const NUMBERS: readonly (readonly number[])[] = [
  [0],
  [127],
  [128],
  [255, 255, 255, 255, 15],
  [255, 255, 255, 255, 255, 255, 255, 255, 127],
  [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
  [128, 128, 128, 128, 128, 128, 128, 128, 0],
];

const bytesOf = (length: number, random: Random): Uint8Array =>
  Uint8Array.from({ length }, () => random.below(256));

/** A name and what follows it; every message begins with one. */
function split(frame: Uint8Array): { name: Uint8Array; rest: Uint8Array } | undefined {
  const length = frame[0] ?? 128;
  // Names of documents are shorter than 128 bytes, so that their length is one byte.
  if (length > 127 || length + 1 > frame.length) return undefined;
  return { name: frame.subarray(1, length + 1), rest: frame.subarray(length + 1) };
}

const named = (name: Uint8Array, rest: Uint8Array): Uint8Array => {
  const length = name.length < 128 ? [name.length] : [128 | (name.length & 127), name.length >> 7];
  return Buffer.concat([Uint8Array.from(length), name, rest]);
};

/**
 * @param frames valid messages to splice with
 * @param names names of documents, own ones and others'
 */
export function createMutator(
  random: Random,
  frames: readonly Uint8Array[],
  names: readonly string[],
): Mutator {
  /**
   * A place in a message, mostly behind its name: a message to a document that nobody has opened
   * waits, and a socket on which too many wait is closed before what lies behind is tried.
   */
  function at(bytes: Uint8Array): number {
    const behind = random.next() < 0.9 ? Math.min((bytes[0] ?? 0) + 1, bytes.length) : 0;
    return behind + random.below(bytes.length - behind + 1);
  }

  const ways: readonly ((frame: Uint8Array) => Uint8Array)[] = [
    function flipBits(frame) {
      const copy = Uint8Array.from(frame);
      for (let count = 1 + random.below(4); count > 0 && copy.length > 0; count -= 1) {
        const where = Math.min(at(copy), copy.length - 1);
        copy[where] = (copy[where] ?? 0) ^ (1 << random.below(8));
      }
      return copy;
    },
    (frame) => frame.subarray(0, at(frame)),
    (frame) => (random.next() < 0.1 ? frame.subarray(at(frame)) : frame.subarray(0, at(frame))),
    function insert(frame) {
      const where = at(frame);
      const what = random.pick(NUMBERS) ?? [];
      return Buffer.concat([
        frame.subarray(0, where),
        Uint8Array.from(what),
        frame.subarray(where),
      ]);
    },
    function lie(frame) {
      if (frame.length === 0) return frame;
      const where = Math.min(at(frame), frame.length - 1);
      const what = Uint8Array.from(random.pick(NUMBERS) ?? []);
      return Buffer.concat([frame.subarray(0, where), what, frame.subarray(where + 1)]);
    },
    function repeat(frame) {
      const [from, to] = [at(frame), at(frame)].sort((a, b) => a - b) as [number, number];
      const piece = frame.subarray(from, Math.min(to, from + 2_000));
      const times = Array.from({ length: 1 + random.below(8) }, () => piece);
      return Buffer.concat([frame.subarray(0, to), ...times, frame.subarray(to)]);
    },
    function splice(frame) {
      const other = random.pick(frames) ?? frame;
      return Buffer.concat([frame.subarray(0, at(frame)), other.subarray(at(other))]);
    },
    function spliceInside(frame) {
      // The name and the kind stay, so that the rest is read as what it is not.
      const [mine, other] = [split(frame), split(random.pick(frames) ?? frame)];
      return mine && other ? named(mine.name, other.rest) : frame;
    },
    function rename(frame) {
      const mine = split(frame);
      if (random.next() < 0.6) return frame;
      const name = Buffer.from(random.pick(names) ?? '', 'utf8');
      return mine ? named(name, mine.rest) : frame;
    },
    function spoilName(frame) {
      const mine = split(frame);
      if (random.next() < 0.8) return frame;
      const tail = Buffer.from(
        random.pick(['\0tab', '/', '\0', '\u{1f9ba}', ' ', '/1', '%2f']) ?? '',
      );
      return mine ? named(Buffer.concat([mine.name, tail]), mine.rest) : frame;
    },
    function changeKind(frame) {
      const mine = split(frame);
      if (mine === undefined) return frame;
      return named(mine.name, Buffer.concat([bytesOf(1, random), mine.rest.subarray(1)]));
    },
    function spoilUpdate(frame) {
      // Behind name, kind, step and length lies Yjs' own: it is changed, and the length stays true.
      const mine = split(frame);
      if (mine === undefined || mine.rest.length < 8) return frame;
      const inside = Uint8Array.from(mine.rest);
      for (let count = 1 + random.below(6); count > 0; count -= 1) {
        inside[4 + random.below(inside.length - 4)] = random.below(256);
      }
      return named(mine.name, inside);
    },
    (frame) => (random.next() < 0.1 ? bytesOf(random.below(64), random) : frame),
  ];

  const spoilUpdate = ways.find(({ name }) => name === 'spoilUpdate') ?? ((frame) => frame);

  return {
    mutate(frame) {
      let changed = frame;
      // Twice is seldom better: most of it then fails at its beginning.
      for (let count = random.next() < 0.8 ? 1 : 2; count > 0; count -= 1) {
        // What lies deepest is reached least by the others.
        const way = random.next() < 0.3 ? spoilUpdate : random.pick(ways);
        changed = way?.(changed) ?? changed;
      }
      return changed;
    },
  };
}
