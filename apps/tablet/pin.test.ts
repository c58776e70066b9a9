import type { Vault } from '@naervaer/kit/session';
import { expect, it } from 'vitest';
import { createPin } from './pin.ts';

function vaultOf(kept: Map<string, string>, isFull = false): Vault {
  return {
    async get<T>(key: string) {
      const text = kept.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    async put(key, value) {
      if (isFull) throw new Error('full');
      kept.set(key, JSON.stringify(value));
    },
    delete: async (key) => void kept.delete(key),
  };
}

it('T10: the code that was chosen opens, in the next life of the page too, and no other one does', async () => {
  const kept = new Map<string, string>();
  await createPin(vaultOf(kept)).choose('2580');
  const again = createPin(vaultOf(kept));
  expect(await again.isRight('2580')).toBe(true);
  expect(await again.isRight('2581')).toBe(false);
  expect([...kept.values()].join()).not.toContain('2580');
});

it('T10: the same code is kept as another text each time', async () => {
  const texts = await Promise.all(
    [1, 2].map(async () => {
      const kept = new Map<string, string>();
      await createPin(vaultOf(kept)).choose('2580');
      return [...kept.values()].join();
    }),
  );
  expect(texts[0]).not.toBe(texts[1]);
});

it('T10: before any was chosen none is right', async () => {
  expect(await createPin(vaultOf(new Map())).isRight('0000')).toBe(false);
});

it('T10: on a full disk the code works as long as the page lives', async () => {
  const pin = createPin(vaultOf(new Map(), true));
  await pin.choose('2580');
  expect(await pin.isRight('2580')).toBe(true);
});
