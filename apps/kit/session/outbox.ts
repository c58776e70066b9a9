import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import {
  KEYS,
  NaervaerError,
  newCommandId,
  OUTBOX_LIMITS,
  PROTOCOL_VERSION,
} from '@naervaer/machines/protocol';
import type { CommandId, CommandInput, Outcome } from '@naervaer/machines/protocol';
import * as Y from 'yjs';
import { fromBase64, toBase64 } from './base64.ts';
import type { SessionVault } from './vault.ts';

/** The commands of one session, kept in its document and, encrypted, in the browser (DC4). */
export interface Outbox {
  readonly document: Y.Doc;
  /** Durable before it resolves. @throws {NaervaerError} `tooMany` when the outbox is full */
  add(command: CommandInput): Promise<CommandId>;
  /** Known outcomes of this session, from before a reload too. */
  outcomeOf(id: CommandId): Accessor<Outcome | undefined>;
  readonly pending: Accessor<number>;
  close(): void;
}

/** Outcomes remembered after their command is gone: what a screen may still ask after a reload. */
const REMEMBERED = 64;
const SETTLED = 'settled';
const PREFIX = 'outbox/';

/** One line for this tab, so that two tabs never overwrite each other's commands. */
function tabKey(): string {
  const kept = sessionStorage.getItem('naervaer-tab');
  const id = kept ?? crypto.randomUUID();
  if (kept === null) sessionStorage.setItem('naervaer-tab', id);
  return `${PREFIX}${id}`;
}

export async function openOutbox(vault: SessionVault): Promise<Outbox> {
  const document = new Y.Doc();
  const entries = document.getMap<unknown>(KEYS.outbox);
  const outcomes = document.getMap<Outcome>(KEYS.outcomes);
  const key = tabKey();
  const settled = new Map<string, Outcome>((await vault.get<[string, Outcome][]>(SETTLED)) ?? []);
  const [pending, setPending] = createSignal(0);
  const [version, setVersion] = createSignal(0);
  let saving: Promise<void> = Promise.resolve();

  for (const name of await vault.keys(PREFIX)) {
    const kept = await vault.get<string>(name);
    if (kept !== undefined) {
      Y.applyUpdate(document, fromBase64(kept));
    }
  }
  setPending(entries.size);

  /** The whole document each time: it is small, and one value cannot be half written. */
  function save(): Promise<void> {
    saving = saving.then(async () => {
      await vault.put(key, toBase64(Y.encodeStateAsUpdate(document)));
    });
    return saving;
  }

  /** The outcome first, then the removal: a page that dies between asks the server again. */
  async function settle(): Promise<void> {
    const told = [...outcomes.entries()].filter(([id]) => entries.has(id));
    if (told.length === 0) return;
    for (const [id, outcome] of told) settled.set(id, outcome);
    for (const id of [...settled.keys()].slice(0, -REMEMBERED)) settled.delete(id);
    await vault.put(SETTLED, [...settled]);
    document.transact(() => told.forEach(([id]) => entries.delete(id)));
    setVersion((n) => n + 1);
    await save();
  }

  const onEntries = (): void => void setPending(entries.size);
  const onOutcomes = (): void => void settle().catch(() => undefined);
  entries.observe(onEntries);
  outcomes.observe(onOutcomes);

  return {
    document,
    pending,
    async add(command) {
      if (entries.size >= OUTBOX_LIMITS.entries) throw new NaervaerError('tooMany');
      const id = newCommandId();
      document.transact(() => entries.set(id, { id, v: PROTOCOL_VERSION, command }));
      await save();
      return id;
    },
    outcomeOf: (id) => () => {
      version();
      return settled.get(id);
    },
    close() {
      entries.unobserve(onEntries);
      outcomes.unobserve(onOutcomes);
      document.destroy();
    },
  };
}
