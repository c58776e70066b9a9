import { createSignal } from 'solid-js';
import type { PartyId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { createBucket } from './bucket.ts';
import type { Channel, Topic } from './channel.ts';
import type { Ways } from './ways.ts';

const TOPICS = ['told', 'text', 'photo'] as const satisfies readonly Topic[];
const Envelope = v.strictObject({ topic: v.picklist(TOPICS), message: v.unknown() });
/** Messages of one party, of all topics (SE3). An honest one says 40 a second; bytes do not count. */
const RATE = { burst: 600, perSecond: 100 } as const;

/** The channel's own side: who can be reached by what, and what came. */
export interface Hub {
  readonly channel: Channel;
  /** The way to a party is this one now; undefined: none. The same again says nothing. */
  lead(to: PartyId, by: Ways | undefined): void;
  /** What came from a party by its way; whatever is not understood is dropped. */
  words(text: string, from: PartyId): void;
  bytes(bytes: Uint8Array, from: PartyId): void;
}

/** @returns undefined for whatever is no message of ours; never throws */
function parse(text: string): v.InferOutput<typeof Envelope> | undefined {
  try {
    const parsed = v.safeParse(Envelope, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function createHub(): Hub {
  const [open, setOpen] = createSignal<readonly PartyId[]>([]);
  const ways = new Map<PartyId, Ways>();
  const buckets = new Map<PartyId, () => boolean>();
  const takers = new Map<Topic, Set<(message: unknown, from: PartyId) => void>>(
    TOPICS.map((topic) => [topic, new Set()]),
  );
  const openers = new Set<(to: PartyId) => void>();
  const byters = new Set<(bytes: Uint8Array, from: PartyId) => void>();

  const channel: Channel = {
    open,
    send(topic, message, to) {
      const text = JSON.stringify({ topic, message });
      let isOut = false;
      for (const [party, way] of ways) {
        if (to === undefined || to === party) isOut = way.sendWords(text) || isOut;
      }
      return isOut;
    },
    on(topic, take) {
      takers.get(topic)?.add(take);
      return () => takers.get(topic)?.delete(take);
    },
    onOpened(take) {
      openers.add(take);
      for (const party of open()) take(party);
      return () => openers.delete(take);
    },
    sendBytes: (bytes, to) => ways.get(to)?.sendBytes(bytes) ?? false,
    buffered: (to) => ways.get(to)?.buffered ?? 0,
    onBytes(take) {
      byters.add(take);
      return () => byters.delete(take);
    },
  };

  return {
    channel,
    lead(to, by) {
      if (ways.get(to) === by) return;
      if (by) ways.set(to, by);
      else ways.delete(to);
      setOpen(Array.from(ways.keys()));
      if (by) for (const take of openers) take(to);
    },
    words(text, from) {
      const mayPass = buckets.get(from) ?? createBucket(RATE);
      buckets.set(from, mayPass);
      const parsed = mayPass() ? parse(text) : undefined;
      if (!parsed) return;
      for (const take of takers.get(parsed.topic) ?? []) take(parsed.message, from);
    },
    bytes(bytes, from) {
      for (const take of byters) take(bytes, from);
    },
  };
}
