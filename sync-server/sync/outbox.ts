import { KEYS, OUTBOX_LIMITS } from '@naervaer/machines/protocol';
import type { Outcome } from '@naervaer/machines/protocol';
import type * as Y from 'yjs';
import type { From, Mailbox } from '../mailbox/index.ts';
import type { Flow } from '../flow.ts';

/** Marks what the server writes, so that its own change does not wake it again. */
const ORIGIN = { source: 'local', skipStoreHooks: true } as const;

/**
 * Reads the commands of one session document and answers into it. Lives as long as the document:
 * what was handed to the mailbox is remembered, so that each change hands over only what is new.
 */
export interface OutboxReader {
  /** Looks for entries without an outcome. @returns false for more of them, or faster, than may be. */
  read(from: From): boolean;
}

export function createOutboxReader(document: Y.Doc, mailbox: Mailbox, flow: Flow): OutboxReader {
  const outbox = document.getMap<unknown>(KEYS.outbox);
  const outcomes = document.getMap<Outcome>(KEYS.outcomes);
  const underWay = new Set<string>();

  function answer(id: string, outcome: Outcome): void {
    underWay.delete(id);
    // The client withdrew it meanwhile, or the document was closed: it will ask again if it wants.
    if (!outbox.has(id)) return;
    document.transact(() => outcomes.set(id, outcome), ORIGIN);
  }

  return {
    read(from) {
      if (outbox.size > OUTBOX_LIMITS.entries || outcomes.size > 2 * OUTBOX_LIMITS.entries) {
        return false;
      }
      // UUIDv7 sorts by creation: the order in which the person said it (CM4).
      for (const id of [...outbox.keys()].sort()) {
        if (outcomes.has(id) || underWay.has(id)) continue;
        // Also one that was asked before: a client may take its outcome away and ask again for ever.
        if (!flow.take()) return false;
        underWay.add(id);
        void mailbox.accept(from, id, outbox.get(id)).then((outcome) => answer(id, outcome));
      }
      // DC4: an outcome removes the command; a command that is gone needs no outcome any more.
      const told = [...outcomes.keys()].filter((id) => !outbox.has(id));
      if (told.length > 0) {
        document.transact(() => told.forEach((id) => outcomes.delete(id)), ORIGIN);
      }
      return true;
    },
  };
}
