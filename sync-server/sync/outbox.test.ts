import { ACCEPTED, KEYS, newCommandId, OUTBOX_LIMITS } from '@naervaer/machines/protocol';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { From, Mailbox } from '../mailbox/index.ts';
import { createFlow } from '../flow.ts';
import { createOutboxReader } from './outbox.ts';

const from = { sessionId: 'one' } as unknown as From;

function setUp() {
  const document = new Y.Doc();
  const asked: string[] = [];
  const mailbox: Mailbox = {
    accept: async (_from, key) => {
      asked.push(key);
      return ACCEPTED;
    },
    idle: async () => undefined,
  };
  const still = { now: () => 0, after: () => () => undefined };
  const reader = createOutboxReader(document, mailbox, createFlow(still, 100, 1));
  const outbox = document.getMap(KEYS.outbox);
  return { reader, asked, outbox, outcomes: document.getMap(KEYS.outcomes) };
}

describe('the reader of one session document', () => {
  it('hands entries over once each, in the order of their creation (CM4)', async () => {
    const { reader, asked, outbox, outcomes } = setUp();
    const ids = [newCommandId(), newCommandId(), newCommandId()];
    for (const id of [...ids].reverse()) outbox.set(id, {});
    expect(reader.read(from)).toBe(true);
    expect(reader.read(from)).toBe(true);
    expect(asked).toEqual(ids);
    await Promise.resolve();
    expect([...outcomes.keys()].sort()).toEqual(ids);
  });

  it('takes an outcome away with its command, and answers nothing that was withdrawn (DC4)', async () => {
    const { reader, outbox, outcomes } = setUp();
    const [told, withdrawn] = [newCommandId(), newCommandId()];
    outbox.set(told, {});
    reader.read(from);
    await Promise.resolve();
    outbox.set(withdrawn, {});
    reader.read(from);
    outbox.delete(withdrawn);
    await Promise.resolve();
    expect([...outcomes.keys()]).toEqual([told]);
    outbox.delete(told);
    reader.read(from);
    expect(outcomes.size).toBe(0);
  });

  it('hands over nothing of an outbox that holds more than the bound (SE3)', () => {
    const { reader, asked, outbox } = setUp();
    for (let at = 0; at <= OUTBOX_LIMITS.entries; at += 1) outbox.set(newCommandId(), {});
    expect(reader.read(from)).toBe(false);
    expect(asked).toEqual([]);
  });

  it('is not asked for ever by a client that takes its outcomes away (SE3)', async () => {
    const { reader, asked, outbox, outcomes } = setUp();
    for (let at = 0; at < OUTBOX_LIMITS.entries; at += 1) outbox.set(newCommandId(), {});
    expect(reader.read(from)).toBe(true);
    await Promise.resolve();
    outcomes.clear();
    expect(reader.read(from)).toBe(false);
    expect(asked).toHaveLength(100);
  });
});
