import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel } from '../call/channel.ts';
import { parseMessage } from './messages.ts';

export interface AsksDeps {
  readonly channel: Channel;
  readonly isParty: (partyId: PartyId) => boolean;
  /** Who may ask us: nobody where no photos are taken. */
  readonly mayAsk: (partyId: PartyId) => boolean;
  readonly onChange: () => void;
}

/** "The doctor asks for a photo": one wish at a time, each way. */
export interface Asks {
  /** Whom we asked and who has not answered. */
  readonly asked: () => PartyId | null;
  /** Who said no last, until asked again. */
  readonly declinedBy: () => PartyId | null;
  /** Who asks us. */
  readonly askedBy: () => PartyId | null;
  ask(of: PartyId): void;
  /** We want it no more. */
  withdraw(): void;
  /** A photo came. */
  came(from: PartyId): void;
  /** One takes the photo, or (`isNo`) says no. */
  answer(isNo: boolean): void;
  close(): void;
}

/** A wish is said again with every new way, for what is said while there is none is lost. */
export function createAsks({ channel, isParty, mayAsk, onChange }: AsksDeps): Asks {
  let asked: { readonly of: PartyId; readonly n: number } | null = null;
  let declinedBy: PartyId | null = null;
  let wish: { readonly from: PartyId; readonly n: number } | null = null;
  const answered = new Map<PartyId, { readonly n: number; readonly isNo: boolean }>();

  const stops = [
    channel.onOpened((to) => {
      if (asked?.of === to) channel.send('photo', { type: 'ask', n: asked.n }, to);
    }),
    channel.on('photo', (unknown, from) => {
      const message = isParty(from) ? parseMessage(unknown) : undefined;
      if (message?.type === 'ask') {
        if (!mayAsk(from)) return;
        const last = answered.get(from);
        if (last?.n === message.n) {
          if (last.isNo) channel.send('photo', { type: 'decline', n: last.n }, from);
          return;
        }
        wish = { from, n: message.n };
      } else if (message?.type === 'unask' && wish?.from === from) {
        wish = null;
      } else if (message?.type === 'decline' && asked?.of === from && message.n === asked.n) {
        asked = null;
        declinedBy = from;
      } else return;
      onChange();
    }),
  ];

  return {
    asked: () => asked?.of ?? null,
    declinedBy: () => declinedBy,
    askedBy: () => wish?.from ?? null,
    ask(of) {
      asked = { of, n: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 };
      declinedBy = null;
      channel.send('photo', { type: 'ask', n: asked.n }, of);
      onChange();
    },
    withdraw() {
      if (asked) channel.send('photo', { type: 'unask' }, asked.of);
      asked = null;
      declinedBy = null;
      onChange();
    },
    came(from) {
      if (asked?.of === from) asked = null;
      if (declinedBy === from) declinedBy = null;
    },
    answer(isNo) {
      if (!wish) return;
      answered.set(wish.from, { n: wish.n, isNo });
      if (isNo) channel.send('photo', { type: 'decline', n: wish.n }, wish.from);
      wish = null;
      onChange();
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
