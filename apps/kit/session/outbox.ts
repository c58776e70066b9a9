import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import {
  KEYS,
  NaervaerError,
  newCommandIdAfter,
  OUTBOX_LIMITS,
  PROTOCOL_VERSION,
  timeOfId,
} from '@naervaer/machines/protocol';
import type { CommandId, CommandInput, Outcome } from '@naervaer/machines/protocol';
import * as Y from 'yjs';
import { openShelf } from './shelf.ts';
import type { Entry } from './shelf.ts';
import { browserTabs } from './tabs.ts';
import type { Tabs } from './tabs.ts';
import type { SessionVault } from './vault.ts';

/**
 * The commands of one session (DC4). Each is `held` or `offered`:
 * - held: on this device only; it has never been in the shared document, so no server can know it
 * - offered: in the document, so it may have been sent, whatever the network says
 * That a command is offered is on the disk before it is in the document: a page that dies between
 * the two takes it for sent, never the other way round.
 */
export interface Outbox {
  readonly document: Y.Doc;
  /** An id that sorts after every command that this device has kept or made an id for (CM4). */
  newId(): CommandId;
  /**
   * Durable before it resolves. The same id again is the same command (CM2).
   * @throws {NaervaerError} `tooMany` when the outbox is full
   */
  add(id: CommandId, command: CommandInput): Promise<void>;
  /** Takes a held command back. @returns false when it is not held: it may have been sent */
  withdraw(id: CommandId): Promise<boolean>;
  /** The server listens: what is held is offered, and from now on everything at once. */
  flow(): void;
  /** Nobody listens: what is added now is held. */
  stop(): void;
  isHeld(id: CommandId): boolean;
  /** Known outcomes of this session, from before a reload too. */
  outcomeOf(id: CommandId): Accessor<Outcome | undefined>;
  readonly pending: Accessor<number>;
  close(): void;
}

/** Outcomes remembered after their command is gone: what a screen may still ask after a reload. */
const REMEMBERED = 64;
const SETTLED = 'settled';

export async function openOutbox(vault: SessionVault, tabs: Tabs = browserTabs): Promise<Outbox> {
  const document = new Y.Doc();
  const entries = document.getMap<unknown>(KEYS.outbox);
  const outcomes = document.getMap<Outcome>(KEYS.outcomes);
  const settled = new Map<string, Outcome>((await vault.get<[string, Outcome][]>(SETTLED)) ?? []);
  const shelf = await openShelf(vault, tabs);
  const held = new Map<string, Entry>(shelf.found.held);
  /** On the disk as offered, and on the way into the document. */
  const offering = new Map<string, Entry>();
  const [pending, setPending] = createSignal(0);
  const [version, setVersion] = createSignal(0);
  let isFlowing = false;
  /** The latest time in any id that is known here. */
  let newest = 0;

  document.transact(() => {
    for (const [id, entry] of shelf.found.offered) if (!settled.has(id)) entries.set(id, entry);
  });

  const heed = (id: string): void => {
    newest = Math.max(newest, timeOfId(id) || 0);
  };
  for (const id of [...held.keys(), ...entries.keys()]) heed(id);

  const save = (): Promise<void> =>
    shelf.save(() => ({
      held: [...held],
      offered: [...(entries.entries() as IterableIterator<[string, Entry]>), ...offering],
    }));
  const count = (): void => void setPending(entries.size + held.size + offering.size);
  const changed = (): void => {
    count();
    setVersion((n) => n + 1);
  };

  /** Into the document, once the disk knows it. @throws what the disk says; then nothing is sent */
  async function offer(fresh: readonly (readonly [string, Entry])[]): Promise<void> {
    for (const [id, entry] of fresh) offering.set(id, entry);
    try {
      await save();
      document.transact(() => fresh.forEach(([id, entry]) => entries.set(id, entry)));
    } finally {
      for (const [id] of fresh) offering.delete(id);
      changed();
    }
  }

  async function offerHeld(): Promise<void> {
    const all = [...held];
    if (all.length === 0) return;
    held.clear();
    try {
      await offer(all);
    } catch {
      // Not written as offered, so not offered: the next line is the next try.
      for (const [id, entry] of all) held.set(id, entry);
      changed();
    }
  }

  /** The outcome first, then the removal: a page that dies between asks the server again. */
  async function settle(): Promise<void> {
    const told = [...outcomes.entries()].filter(([id]) => entries.has(id));
    if (told.length === 0) return;
    for (const [id, outcome] of told) settled.set(id, outcome);
    for (const id of [...settled.keys()].slice(0, -REMEMBERED)) settled.delete(id);
    await vault.put(SETTLED, [...settled]);
    document.transact(() => told.forEach(([id]) => entries.delete(id)));
    changed();
  }

  // Also what another tab of this session settled: then it is kept no longer here either.
  const onEntries = ({ keysChanged }: Y.YMapEvent<unknown>): void => {
    for (const id of keysChanged) heed(id);
    count();
    void save().catch(() => undefined);
  };
  const onOutcomes = (): void => void settle().catch(() => undefined);
  count();
  try {
    if (shelf.found.isAdopted) await save();
    await shelf.tidy();
  } catch (error) {
    shelf.close();
    throw error;
  }
  entries.observe(onEntries);
  outcomes.observe(onOutcomes);

  return {
    document,
    pending,
    newId() {
      const id = newCommandIdAfter(newest, Date.now());
      heed(id);
      return id;
    },
    async add(id, command) {
      heed(id);
      if (entries.has(id) || held.has(id) || offering.has(id) || settled.has(id)) return;
      if (pending() >= OUTBOX_LIMITS.entries) throw new NaervaerError('tooMany');
      const entry: Entry = { id, v: PROTOCOL_VERSION, command };
      if (isFlowing) return offer([[id, entry]]);
      held.set(id, entry);
      changed();
      try {
        await save();
      } catch (error) {
        held.delete(id);
        changed();
        throw error;
      }
    },
    async withdraw(id) {
      if (!held.delete(id)) return false;
      changed();
      await save();
      return true;
    },
    flow() {
      isFlowing = true;
      void offerHeld();
    },
    stop() {
      isFlowing = false;
    },
    isHeld(id) {
      version();
      return held.has(id);
    },
    outcomeOf: (id) => () => {
      version();
      return settled.get(id);
    },
    close() {
      entries.unobserve(onEntries);
      outcomes.unobserve(onOutcomes);
      shelf.close();
      document.destroy();
    },
  };
}
