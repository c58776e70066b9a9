import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel, Topic } from '../../call/channel.ts';
import type { Clock } from '../clock.ts';
import type { PhotoRelay } from '../relay.ts';

/** A clock that moves only when told. */
export interface HandClock extends Clock {
  advance(ms: number): void;
}

export function handClock(): HandClock {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => now,
    after(ms, wake) {
      const entry = { at: now + ms, wake };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...waiting]
          .filter(({ at }) => at <= end)
          .toSorted((one, other) => one.at - other.at);
        if (!next) break;
        waiting.delete(next);
        now = Math.max(now, next.at);
        next.wake();
      }
      now = end;
    },
  };
}

export interface NetworkOptions {
  readonly clock: Clock;
  /** Of the bytes' channel, each way. */
  readonly bytesPerMs: number;
  readonly delayMs?: number;
  /** Part of everything that is lost although the way is there, which no real channel does. */
  readonly loss?: number;
  readonly random?: () => number;
}

export interface FakeNetwork {
  channel(of: 'one' | 'other'): Channel;
  /** What is on the way is lost. */
  cut(): void;
  heal(): void;
  /** Bytes of pieces that went out, heads included, from one to the other. */
  readonly sent: () => number;
  /** Says or sends something as a stranger would. */
  say(to: 'one' | 'other', message: unknown, from: PartyId): void;
  put(to: 'one' | 'other', bytes: Uint8Array, from: PartyId): void;
}

export const ONE = 'one' as PartyId;
export const OTHER = 'other' as PartyId;

/** Two ends of a `Channel` as its contract says: in order or not at all, gone with a way. */
export function fakeNetwork(options: NetworkOptions): FakeNetwork {
  const { clock, bytesPerMs, delayMs = 20, loss = 0, random = () => 1 } = options;
  let isOpen = true;
  let way = 0;
  let sent = 0;

  function end(me: PartyId, peer: PartyId) {
    const takers = new Set<readonly [Topic, (message: unknown, from: PartyId) => void]>();
    const byteTakers = new Set<(bytes: Uint8Array, from: PartyId) => void>();
    const openTakers = new Set<(to: PartyId) => void>();
    let buffered = 0;
    let freeAt = 0;
    const receive = {
      message(topic: Topic, message: unknown, from: PartyId) {
        for (const [on, take] of takers) if (on === topic) take(message, from);
      },
      bytes(bytes: Uint8Array, from: PartyId) {
        for (const take of byteTakers) take(bytes, from);
      },
      opened() {
        for (const take of openTakers) take(peer);
      },
      broken() {
        buffered = 0;
        freeAt = 0;
      },
    };
    const channel: Channel = {
      open: () => (isOpen ? [peer] : []),
      send(topic, message) {
        if (!isOpen) return false;
        const text = JSON.stringify(message);
        if (text.length > 16_384) throw new RangeError('message too long');
        const by = way;
        const isLost = random() < loss;
        clock.after(delayMs, () => {
          if (by === way && !isLost) other().message(topic, JSON.parse(text), me);
        });
        return true;
      },
      on(topic, take) {
        const entry = [topic, take] as const;
        takers.add(entry);
        return () => takers.delete(entry);
      },
      onOpened(take) {
        openTakers.add(take);
        if (isOpen) take(peer);
        return () => openTakers.delete(take);
      },
      sendBytes(bytes) {
        if (!isOpen || buffered > 1_000_000) return false;
        const copy = new Uint8Array(bytes);
        const by = way;
        const isLost = random() < loss;
        if (me === ONE) sent += copy.length;
        buffered += copy.length;
        freeAt = Math.max(freeAt, clock.now()) + copy.length / bytesPerMs;
        clock.after(freeAt - clock.now(), () => {
          if (by !== way) return;
          buffered -= copy.length;
          clock.after(delayMs, () => {
            if (by === way && !isLost) other().bytes(copy, me);
          });
        });
        return true;
      },
      buffered: () => buffered,
      onBytes(take) {
        byteTakers.add(take);
        return () => byteTakers.delete(take);
      },
    };
    const other = () => (me === ONE ? ends.other.receive : ends.one.receive);
    return { channel, receive };
  }
  const ends = { one: end(ONE, OTHER), other: end(OTHER, ONE) };

  return {
    channel: (of) => ends[of].channel,
    cut() {
      isOpen = false;
      way += 1;
      ends.one.receive.broken();
      ends.other.receive.broken();
    },
    heal() {
      isOpen = true;
      ends.one.receive.opened();
      ends.other.receive.opened();
    },
    sent: () => sent,
    say: (to, message, from) => ends[to].receive.message('photo', message, from),
    put: (to, bytes, from) => ends[to].receive.bytes(bytes, from),
  };
}

export interface FakeRelay extends PhotoRelay {
  readonly kept: Map<string, Uint8Array<ArrayBuffer>>;
  readonly puts: () => number;
  state: 'there' | 'unreachable' | 'refused';
}

/** The server's memory, as it is: no key, no names. */
export function fakeRelay(): FakeRelay {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  let puts = 0;
  const relay: FakeRelay = {
    kept,
    puts: () => puts,
    state: 'there',
    async put(photoId, block, sealed) {
      if (relay.state !== 'there') return relay.state;
      puts += 1;
      kept.set(`${photoId}/${block}`, sealed.slice());
      return 'kept';
    },
    async get(photoId, block) {
      if (relay.state !== 'there') return 'unreachable';
      return kept.get(`${photoId}/${block}`)?.slice() ?? 'gone';
    },
    forget(photoId) {
      for (const key of kept.keys()) if (key.startsWith(photoId)) kept.delete(key);
    },
  };
  return relay;
}
