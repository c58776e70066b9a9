import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel, Topic } from '../call/channel.ts';

type Take<T> = (message: T, from: PartyId) => void;

interface End {
  readonly me: PartyId;
  readonly takes: Map<Topic, Set<Take<unknown>>>;
  readonly bytes: Set<Take<Uint8Array>>;
}

function add<T>(to: Set<T>, take: T): () => void {
  to.add(take);
  return () => void to.delete(take);
}

function channelOf(own: End, other: End): Channel {
  return {
    open: () => [other.me],
    send(topic, message, to = other.me) {
      if (to !== other.me) return false;
      // As by a wire: what arrives is another object, and later.
      const text = JSON.stringify(message);
      setTimeout(() => {
        for (const take of other.takes.get(topic) ?? []) take(JSON.parse(text), own.me);
      });
      return true;
    },
    on(topic, take) {
      const takes = own.takes.get(topic) ?? new Set();
      own.takes.set(topic, takes);
      return add(takes, take);
    },
    onOpened(take) {
      take(other.me);
      return () => undefined;
    },
    sendBytes(bytes, to) {
      if (to !== other.me) return false;
      const copy = bytes.slice();
      setTimeout(() => {
        for (const take of other.bytes) take(copy, own.me);
      });
      return true;
    },
    buffered: () => 0,
    onBytes: (take) => add(own.bytes, take),
  };
}

/** The two ends of a channel that never leaves the page. */
export function createLoopback(one: PartyId, other: PartyId): readonly [Channel, Channel] {
  const [a, b] = [one, other].map((me): End => ({ me, takes: new Map(), bytes: new Set() }));
  if (!a || !b) throw new TypeError('two ends');
  return [channelOf(a, b), channelOf(b, a)];
}
