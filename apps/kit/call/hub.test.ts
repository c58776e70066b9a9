import { describe, expect, it, vi } from 'vitest';
import type { PartyId } from '@naervaer/machines/protocol';
import { createHub } from './hub.ts';
import { parseTold } from './told.ts';
import type { Ways } from './ways.ts';

const WAITER = 'waiter' as PartyId;
const GUEST = 'guest-1' as PartyId;

function way(): Ways & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    isOpen: true,
    buffered: 7,
    sendWords: (text) => said.push(text) > 0,
    sendBytes: () => true,
  };
}

describe('the channel of a call', () => {
  it('says to one or to all, by topic, and tells whether anybody got it', () => {
    const { channel, lead } = createHub();
    expect(channel.send('text', 'nobody')).toBe(false);
    const [one, other] = [way(), way()];
    lead(WAITER, one);
    lead(GUEST, other);
    expect(channel.open()).toEqual([WAITER, GUEST]);
    expect(channel.send('text', 'all')).toBe(true);
    expect(channel.send('photo', { n: 1 }, GUEST)).toBe(true);
    expect(one.said.map((text) => JSON.parse(text))).toEqual([{ topic: 'text', message: 'all' }]);
    expect(other.said).toHaveLength(2);
    expect(channel.buffered(GUEST)).toBe(7);
    lead(GUEST, undefined);
    expect(channel.send('text', 'gone', GUEST)).toBe(false);
    expect(channel.buffered(GUEST)).toBe(0);
  });

  it('tells of each new way, of one that is there at once, and not twice of the same', () => {
    const { channel, lead } = createHub();
    const opened: PartyId[] = [];
    const first = way();
    lead(WAITER, first);
    const stop = channel.onOpened((to) => opened.push(to));
    lead(WAITER, first);
    expect(opened).toEqual([WAITER]);
    lead(WAITER, way());
    expect(opened).toEqual([WAITER, WAITER]);
    stop();
    lead(WAITER, way());
    expect(opened).toHaveLength(2);
  });

  it.each(['', '{', 'null', '[]', '{"topic":"other","message":1}', '{"topic":"text","x":1}'])(
    'drops what is no message: %s (SE3)',
    (text) => {
      const { channel, words } = createHub();
      const heard: unknown[] = [];
      channel.on('text', (message) => heard.push(message));
      words(text, WAITER);
      words('{"topic":"text","message":"good"}', WAITER);
      expect(heard).toEqual(['good']);
    },
  );

  it('hears of a flood what an honest page could say, and the others as before (SE3)', () => {
    vi.useFakeTimers();
    const { channel, words } = createHub();
    let heard = 0;
    const others: unknown[] = [];
    channel.on('photo', (message, from) => (from === GUEST ? others.push(message) : (heard += 1)));
    for (let at = 0; at < 5_000; at += 1) words('{"topic":"photo","message":1}', WAITER);
    expect(heard).toBe(600);
    words('{"topic":"photo","message":"good"}', GUEST);
    vi.advanceTimersByTime(1_000);
    for (let at = 0; at < 5_000; at += 1) words('{"topic":"photo","message":1}', WAITER);
    expect([heard, others]).toEqual([700, ['good']]);
    vi.useRealTimers();
  });

  it('takes of what the other side tells what has the form, and nothing else (SE3)', () => {
    const told = { isUnheard: true, isWeak: false, isMicrophoneOn: true, isCameraOn: false };
    expect(parseTold(told)).toEqual(told);
    for (const wrong of [null, 'told', { ...told, isWeak: 1 }, { ...told, more: true }]) {
      expect(parseTold(wrong)).toBeUndefined();
    }
  });
});
