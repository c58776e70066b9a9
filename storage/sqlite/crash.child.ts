import { writeSync } from 'node:fs';
import { newSessionId } from '@naervaer/machines/protocol';
import type { CommandId } from '@naervaer/machines/protocol';
import { entry, event, outcome } from '../contract/samples.ts';
import { createSqliteStore } from './store.ts';

/**
 * Started by `crash.test.ts` as a process of its own: commits batch after batch until it is killed,
 * and says each number aloud once its commit resolved.
 */
const [file = ''] = process.argv.slice(2);
const store = createSqliteStore({ file });
/** Large enough for the log to be folded into the file every hundred batches or so. */
const sealed = new Uint8Array(20_000).fill(7);

const first = (await store.load('clinic/a')).events.length + 1;
for (let number = first; ; number += 1) {
  const commandId = `command-${number}` as CommandId;
  await store.commit([
    entry({ stream: 'clinic/a', events: [{ ...event(number), sealed }] }),
    entry({
      stream: 'clinic/b',
      events: [{ ...event(number), sealed }],
      outcome: { ...outcome(commandId), sessionId: newSessionId() },
      records: [{ kind: 'unit', id: `unit-${number}`, json: '{}' }],
    }),
  ]);
  writeSync(1, `${number}\n`);
}
