import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel, Topic } from '../call/channel.ts';

type End = Pick<Channel, 'open' | 'send' | 'on' | 'onOpened'>;

/** A room of several pages, whose ways break, lose and delay when the test says so. */
export interface FakeRoom {
  end(me: PartyId): End & { leave(): void };
  /** What is on its way is lost. */
  cut(): void;
  heal(): void;
  /** The next so many messages are lost, and nobody says so. */
  lose(count: number): void;
  /** Milliseconds that a message takes. */
  delay: number;
  readonly sent: number;
}

interface Member {
  readonly take: Set<(message: unknown, from: PartyId) => void>;
  readonly opened: Set<(to: PartyId) => void>;
}

export function fakeRoom(): FakeRoom {
  const members = new Map<PartyId, Member>();
  let isUp = true;
  let era = 0;
  let losing = 0;
  let sent = 0;
  const room = { delay: 40 };

  const meet = (a: PartyId, b: PartyId): void => {
    for (const take of members.get(a)?.opened ?? []) take(b);
    for (const take of members.get(b)?.opened ?? []) take(a);
  };
  const pairs = (): (readonly [PartyId, PartyId])[] => {
    const all = [...members.keys()];
    return all.flatMap((a, at) => all.slice(at + 1).map((b) => [a, b] as const));
  };

  return Object.assign(room, {
    get sent() {
      return sent;
    },
    cut() {
      isUp = false;
      era += 1;
    },
    heal() {
      if (isUp) return;
      isUp = true;
      for (const [a, b] of pairs()) meet(a, b);
    },
    lose(count: number) {
      losing = count;
    },
    end(me: PartyId) {
      const member: Member = { take: new Set(), opened: new Set() };
      members.set(me, member);
      const open = (): PartyId[] => (isUp ? [...members.keys()].filter((id) => id !== me) : []);
      return {
        open,
        send(_topic: Topic, message: unknown, to?: PartyId) {
          const text = JSON.stringify(message);
          const reached = open().filter((id) => to === undefined || id === to);
          const now = era;
          for (const id of reached) {
            const other = members.get(id);
            sent += 1;
            if (losing > 0) {
              losing -= 1;
              continue;
            }
            setTimeout(() => {
              if (era !== now || members.get(id) !== other) return;
              for (const take of other?.take ?? []) take(JSON.parse(text), me);
            }, room.delay);
          }
          return reached.length > 0;
        },
        on(_topic: Topic, take: (message: unknown, from: PartyId) => void) {
          member.take.add(take);
          return () => void member.take.delete(take);
        },
        onOpened(take: (to: PartyId) => void) {
          member.opened.add(take);
          for (const id of open()) {
            take(id);
            for (const theirs of members.get(id)?.opened ?? []) theirs(me);
          }
          return () => void member.opened.delete(take);
        },
        leave() {
          members.delete(me);
        },
      };
    },
  });
}
