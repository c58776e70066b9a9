import { expect, it } from 'vitest';
import type { StoredKey } from '../store.ts';
import type { OnFreshStore } from './opened.ts';
import { entry, events, expectRejected, NOON, STREAM } from './samples.ts';

export const key = (subject: string, parts: Partial<StoredKey> = {}): StoredKey => ({
  subject,
  stream: STREAM,
  wrapped: `wrapped-${subject}`,
  citizen: null,
  name: null,
  madeAt: NOON,
  endedAt: null,
  ...parts,
});

/** The doors of the data keys (ST2). */
export function keysContract(onFresh: OnFreshStore): void {
  it(
    'ST2: stores a key in the transaction of the first events under it, or neither',
    onFresh(async (store) => {
      await store.commit([entry({ events: events(1, 1), keys: [key('one')] })]);
      expect(await store.key('one')).toEqual(key('one'));
      const bad = entry({ events: events(7, 7), keys: [key('two')], ended: [] });
      await expectRejected(store.commit([bad]), 'conflict');
      expect(await store.key('two')).toBeUndefined();
    }),
  );

  it(
    'leaves a key that is there already as it is: what it sealed must stay readable',
    onFresh(async (store) => {
      await store.commit([entry({ keys: [key('one')] })]);
      await store.commit([entry({ keys: [key('one', { wrapped: 'another' })] })]);
      expect(await store.key('one')).toEqual(key('one'));
      await store.putKeys([key('one', { wrapped: 'put' })]);
      expect((await store.key('one'))?.wrapped).toBe('put');
    }),
  );

  it(
    'finds keys by the hash of a citizen or of a name, and by nothing else',
    onFresh(async (store) => {
      const [a, b] = [key('a', { citizen: 'c1', name: 'n1' }), key('b', { citizen: 'c2' })];
      const c = key('c', { citizen: 'c1', name: 'n2', stream: 'clinic/other' });
      await store.putKeys([c, b, a]);
      expect(await store.keys()).toEqual([a, b, c]);
      expect(await store.keys({ citizen: 'c1' })).toEqual([a, c]);
      expect(await store.keys({ name: 'n2' })).toEqual([c]);
      expect(await store.keys({ name: 'c1' })).toEqual([]);
    }),
  );

  it(
    'P2: knows since when what a key closes is over; the first time counts',
    onFresh(async (store) => {
      const day = key('day', { stream: null, endedAt: NOON + 5 });
      await store.commit([entry({ keys: [key('one'), key('two'), day] })]);
      expect(await store.endedKeys(NOON + 9)).toEqual([day]);
      await store.commit([entry({ ended: [{ subject: 'two', at: NOON + 2 }] })]);
      await store.commit([
        entry({
          ended: [
            { subject: 'two', at: NOON + 8 },
            { subject: 'nobody', at: NOON },
          ],
        }),
      ]);
      const two = key('two', { endedAt: NOON + 2 });
      expect(await store.endedKeys(NOON + 1)).toEqual([]);
      expect(await store.endedKeys(NOON + 2)).toEqual([two]);
      expect(await store.endedKeys(NOON + 5)).toEqual([two, day]);
      expect(await store.key('nobody')).toBeUndefined();
    }),
  );

  it(
    'P2: a key can be made and ended in one transaction',
    onFresh(async (store) => {
      await store.commit([entry({ keys: [key('one')], ended: [{ subject: 'one', at: NOON }] })]);
      expect((await store.key('one'))?.endedAt).toBe(NOON);
    }),
  );

  it(
    'puts a key under another master key, and brings back none that was deleted meanwhile',
    onFresh(async (store) => {
      await store.putKeys([key('stays'), key('ended'), key('deleted'), key('changed')]);
      const read = await store.keys();
      await store.commit([entry({ ended: [{ subject: 'ended', at: NOON }] })]);
      await store.deleteKeys(['deleted']);
      await store.putKeys([key('changed', { wrapped: 'meanwhile' })]);
      await store.rewrapKeys(
        read.map(({ subject, wrapped }) => ({ subject, from: wrapped, to: `new-${subject}` })),
      );
      expect(await store.keys()).toEqual([
        key('changed', { wrapped: 'meanwhile' }),
        key('ended', { wrapped: 'new-ended', endedAt: NOON }),
        key('stays', { wrapped: 'new-stays' }),
      ]);
    }),
  );

  it(
    'deletes keys and leaves the events, of which nothing can be read any more',
    onFresh(async (store) => {
      await store.commit([entry({ events: events(1, 1), keys: [key('one'), key('two')] })]);
      await store.deleteKeys(['one', 'nobody']);
      expect(await store.key('one')).toBeUndefined();
      expect(await store.keys()).toEqual([key('two')]);
      expect((await store.load(STREAM)).events).toEqual(events(1, 1));
    }),
  );
}
