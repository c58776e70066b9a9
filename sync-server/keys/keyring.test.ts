import { createMemoryStore } from '@naervaer/storage';
import type { Store, StoredKey } from '@naervaer/storage';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { systemClock as clock } from '../clock.ts';
import { createKeyring } from './keyring.ts';
import { newMasterLine, parseMasters } from './masters.ts';
import type { MasterKey } from './masters.ts';
import type { Subject } from './types.ts';

const newMasters = (): readonly MasterKey[] => parseMasters(newMasterLine(new Date()));
const CITIZEN = { digits: '7203411234', name: 'Åse Holm' };
const subject = (name = 'one'): Subject => ({
  subject: name,
  stream: 'clinic/nordby',
  at: 1_000,
  citizen: CITIZEN,
  endedAt: null,
});
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

async function opened(store: Store = createMemoryStore(), masters = newMasters()) {
  const keyring = await createKeyring({ store, masters, clock });
  return { store, masters, keyring, sealer: keyring.sealer };
}

describe('sealing (ST2)', () => {
  it('opens what it sealed, over a restart too, and shows nothing of it', async () => {
    const { store, masters, sealer } = await opened();
    const { bytes, keys } = await sealer.seal(subject(), { reason: 'Et sår, der ikke vil hele' });
    expect(text(bytes)).not.toContain('hele');
    expect(decodeProtectedHeader(text(bytes))).toEqual({ alg: 'dir', enc: 'A256GCM' });
    await store.putKeys(keys);
    const again = await opened(store, masters);
    expect(await again.sealer.open('one', bytes)).toEqual({ reason: 'Et sår, der ikke vil hele' });
  });

  it('gives each subject a key of its own, however many come at once', async () => {
    const { sealer } = await opened();
    for (const round of [1, 2]) {
      const names = Array.from({ length: 50 }, (_, index) => `subject-${round}-${index}`);
      const all = await Promise.all(names.map((name) => sealer.seal(subject(name), name)));
      const wrapped = all.flatMap(({ keys }) => keys.map((key) => key.wrapped));
      expect(new Set(wrapped).size).toBe(50);
      for (const [index, { bytes }] of all.entries()) {
        expect(await sealer.open(names[index] ?? '', bytes)).toBe(names[index]);
      }
    }
  });

  it('hands the key out until it is stored, the same to all who seal meanwhile', async () => {
    const { store, sealer } = await opened();
    const [first, second] = await Promise.all([
      sealer.seal(subject(), 1),
      sealer.seal(subject(), 2),
    ]);
    expect(first.keys).toHaveLength(1);
    expect(second.keys).toEqual(first.keys);
    expect((await sealer.seal(subject(), 3)).keys).toEqual(first.keys);
    await store.putKeys(first.keys);
    sealer.stored(first.keys);
    expect((await sealer.seal(subject(), 4)).keys).toEqual([]);
    expect(await sealer.open('one', second.bytes)).toBe(2);
  });

  it('wraps each key with the first master key, names it, and knows whom it is about by hash only', async () => {
    const [first, second] = [newMasters(), newMasters()];
    const { keyring, sealer } = await opened(createMemoryStore(), [...first, ...second]);
    const [key] = (await sealer.seal(subject(), 1)).keys;
    expect(decodeProtectedHeader(key?.wrapped ?? '')).toMatchObject({
      alg: 'A256GCMKW',
      kid: first[0]?.id,
    });
    expect(key?.citizen).toBe(keyring.pseudonymOf('citizen', '720341-1234'));
    expect(key?.name).toBe(keyring.pseudonymOf('name', '  åse   HOLM '));
    expect(JSON.stringify(key)).not.toMatch(/Holm|720341/);
    expect(key?.citizen).not.toBe(keyring.pseudonymOf('name', '7203411234'));
  });

  it('knows nothing of what was sealed under a deleted key, and makes no new one for it', async () => {
    const { store, sealer } = await opened();
    const { bytes, keys } = await sealer.seal(subject(), 1);
    await store.putKeys(keys);
    sealer.stored(keys);
    expect(await sealer.sealAgain('one', 2)).toBeDefined();
    await store.deleteKeys(['one']);
    sealer.forget(['one']);
    expect(await sealer.open('one', bytes)).toBeUndefined();
    expect(await sealer.sealAgain('one', 2)).toBeUndefined();
  });

  it('does not keep a key that is forgotten while it is being read', async () => {
    const { store, masters, sealer } = await opened();
    const { bytes, keys } = await sealer.seal(subject(), 1);
    await store.putKeys(keys);
    const again = await opened(store, masters);
    const reading = again.sealer.open('one', bytes);
    again.sealer.forget(['one']);
    await reading;
    await store.deleteKeys(['one']);
    expect(await again.sealer.open('one', bytes)).toBeUndefined();
  });

  it('does not take what was changed by one bit, or belongs to another', async () => {
    const { sealer } = await opened();
    const { bytes } = await sealer.seal(subject(), { a: 1 });
    const changed = bytes.slice();
    changed[40] = (changed[40] ?? 0) === 65 ? 66 : 65;
    await expect(sealer.open('one', changed)).rejects.toThrow();
    await sealer.seal(subject('two'), 1);
    await expect(sealer.open('two', bytes)).rejects.toThrow();
  });
});

describe('the keyring', () => {
  it('has the same pseudonyms, secrets and texts after a restart and under a new master key', async () => {
    const { store, masters, keyring } = await opened();
    const sealed = await keyring.sealText('client secret');
    const again = (await opened(store, [...newMasters(), ...masters])).keyring;
    expect(again.pseudonymOf('citizen', '7203411234')).toBe(
      keyring.pseudonymOf('citizen', '720341-1234'),
    );
    expect(again.secretFor('access log')).toEqual(keyring.secretFor('access log'));
    expect(again.secretFor('access log')).not.toEqual(again.secretFor('another'));
    expect(again.secretFor('access log')).toHaveLength(32);
    expect(await again.openText(sealed)).toBe('client secret');
    const other = (await opened()).keyring;
    await expect(other.openText(sealed)).rejects.toMatchObject({ code: 'internal' });
    expect(other.pseudonymOf('citizen', '7203411234')).not.toBe(
      again.pseudonymOf('citizen', '7203411234'),
    );
  });

  it('stops with the name of the master key that is missing, and changes nothing', async () => {
    const { store, masters, sealer } = await opened();
    await store.putKeys((await sealer.seal(subject(), 1)).keys);
    const before = await store.keys();
    const [old] = masters;
    await expect(opened(store, newMasters())).rejects.toMatchObject({
      code: 'wrongKeys',
      message: expect.stringContaining(old?.id ?? ''),
    });
    const impostor = newMasters().map((key) => ({ ...key, id: old?.id ?? '' }));
    await expect(opened(store, impostor)).rejects.toMatchObject({ code: 'wrongKeys' });
    expect(await store.keys()).toEqual(before);
    const damaged = before.map((key): StoredKey => ({ ...key, wrapped: 'rubbish' }));
    await store.putKeys(damaged);
    await expect(opened(store, masters)).rejects.toMatchObject({ code: 'wrongKeys' });
  });
});
