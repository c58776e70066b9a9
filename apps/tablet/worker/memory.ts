import type { KeeperMessage } from '@naervaer/kit/session';

interface Kept {
  readonly sessionId: string;
  readonly info: unknown;
  /** When a page said it last. */
  at: number;
}

/** With no page that reminds of it for so long, nobody is going to ask: three minutes. */
const FORGOTTEN_MS = 180_000;

/**
 * What the worker knows of the session, over a reload of the page: in its memory, and never in a
 * cache or a database (DC4). It ends with the worker, which the browser stops when no page speaks.
 */
export interface Memory {
  /** @returns what is to be answered on the message's port, if it has one */
  hear(message: KeeperMessage, now: number): unknown;
}

export function createMemory(): Memory {
  let kept: Kept | undefined;
  /** A page that did not hear of the end yet may still remind of it. */
  const ended = new Set<string>();

  const isForgotten = (now: number): boolean => kept !== undefined && now - kept.at > FORGOTTEN_MS;

  return {
    hear(message, now) {
      if (isForgotten(now)) kept = undefined;
      switch (message.type) {
        case 'REMEMBER': {
          const { sessionId, info, isConfirmed } = message;
          const isOther = kept !== undefined && kept.sessionId !== sessionId;
          if (ended.has(sessionId) || (isOther && !isConfirmed)) return null;
          kept = { sessionId, info, at: now };
          return null;
        }
        case 'RECALL':
          return kept?.info ?? null;
        case 'FORGET':
          for (const id of [message.sessionId, kept?.sessionId]) if (id) ended.add(id);
          kept = undefined;
          return null;
      }
    },
  };
}
