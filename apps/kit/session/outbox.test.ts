import type { CommandId } from '@naervaer/machines/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { openOutbox } from './outbox.ts';
import type { Tabs } from './tabs.ts';
import type { SessionVault } from './vault.ts';

const OPEN = { type: 'openClinic', clinicId: 'nordby' } as const;

/** A vault that outlives the pages that open it. */
function vaultOf(kept: Map<string, string>): SessionVault {
  return {
    async get<T>(key: string) {
      const text = kept.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    put: async (key, value) => void kept.set(key, JSON.stringify(value)),
    delete: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    destroy: async () => kept.clear(),
  };
}

const oneTab: Tabs = {
  name: () => 'tab',
  rename: () => undefined,
  hold: async () => () => undefined,
};

afterEach(() => void vi.useRealTimers());

it('CM4: what is said after the clock was set back, and after a reload, sorts after what was said before', async () => {
  const kept = new Map<string, string>();
  vi.useFakeTimers({ now: 2_000_000_000_000 });
  const before = await openOutbox(vaultOf(kept), oneTab);
  const ids: CommandId[] = [before.newId(), before.newId()];
  for (const id of ids) await before.add(id, OPEN);
  before.close();

  vi.setSystemTime(1_999_000_000_000);
  const after = await openOutbox(vaultOf(kept), oneTab);
  ids.push(after.newId(), after.newId());
  expect(ids.toSorted()).toEqual(ids);
});
