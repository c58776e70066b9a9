import { FAULT_NAMES } from './fault.ts';
import type { Fault, FaultName } from './fault.ts';

const HOST = 'sync-server/actors/host.ts';

type Mistake = Omit<Fault, 'name'>;

const MISTAKES: Readonly<Record<FaultName, Mistake>> = {
  toldBeforeCommit: {
    words: 'An `await` is forgotten: views and outcomes go out while the disk still writes.',
    edits: [{ file: HOST, find: 'await committer.add({', replace: 'void committer.add({' }],
  },
  notIdempotent: {
    words:
      'A command that comes again is decided again: nobody looks for its outcome, and the store takes a second one.',
    edits: [
      {
        file: 'sync-server/mailbox/mailbox.ts',
        find: 'if (earlier !== undefined) {',
        replace: 'if (earlier !== undefined && earlier.sessionId !== from.sessionId) {',
      },
      {
        file: 'storage/memory/journal.ts',
        find: '      if (outcome === null) continue;',
        replace: '      if (outcome !== undefined) continue;',
      },
      {
        file: 'storage/sqlite/journal.ts',
        find: "'INSERT INTO outcome (",
        replace: "'INSERT OR REPLACE INTO outcome (",
      },
    ],
  },
  epochLeftOut: {
    words: 'Every start of the server writes its views under the same epoch.',
    edits: [
      {
        file: 'sync-server/epochs/epochs.ts',
        find: 'let epoch = (await store.nextEpoch()) as Epoch;',
        replace: 'let epoch = 1 as Epoch;',
      },
    ],
  },
  twoHolders: {
    words:
      'A command is judged by the clinic as the disk has it, not by what is decided and on its way there.',
    edits: [
      {
        file: HOST,
        find: 'const refusal = refusalOf(actor.decided, event);',
        replace: 'const refusal = refusalOf(actor.committed, event);',
      },
      {
        file: HOST,
        find: 'transitionClinic(actor.decided, event) : actor.decided;',
        replace: 'transitionClinic(actor.committed, event) : actor.decided;',
      },
    ],
    rules: ['At most one clinician holds a consultation'],
  },
  placeLost: {
    words: 'Who comes back after a reconnect is put into the queue anew, at its end.',
    edits: [
      {
        file: 'machines/clinic/context.ts',
        find: 'queue: stands(next) ? context.queue : context.queue.filter((other) => other !== id),',
        replace: `queue:
      stands(next) && event.type !== 'BACK'
        ? context.queue
        : [...context.queue.filter((other) => other !== id), ...(stands(next) ? [id] : [])],`,
      },
    ],
  },
  deadlineNotReArmed: {
    words: 'A clinic that is loaded sets no timer: only its next event does.',
    edits: [
      {
        file: HOST,
        find: '    actors.set(clinicId, actor);\n    arm(actor);\n',
        replace: '    actors.set(clinicId, actor);\n',
      },
    ],
  },
  refusedTakesEffect: {
    words: 'What the disk refused is not taken back from the clinic in memory.',
    edits: [
      {
        file: HOST,
        find: '    actor.decided = actor.committed;\n',
        replace: '',
      },
    ],
  },
  readOnlyTakesWrite: {
    words: 'Whoever may read a document may write into it: `readOnly` is not set.',
    edits: [
      {
        file: 'sync-server/sync/hooks.ts',
        find: 'connectionConfig.readOnly = documentName !== sessionDocument(guest.sessionId);',
        replace: 'connectionConfig.readOnly = false;',
      },
    ],
  },
  rowNotRemoved: {
    words: 'The projector sets the rows that are there and forgets to delete those that are gone.',
    edits: [
      {
        file: 'sync-server/projector/projector.ts',
        find: '  for (const key of map.keys()) if (!wanted.has(key)) map.delete(key);\n',
        replace: '',
      },
    ],
  },
  outOfOrder: {
    words: 'Commands get a random id: the server sorts by it, and that is no longer the order.',
    edits: [
      {
        file: 'machines/protocol/ids.ts',
        find: 'v7({ msecs: Math.max(now, time + 1) }) as CommandId;',
        replace: 'crypto.randomUUID() as CommandId;',
      },
    ],
  },
};

export const FAULTS: readonly Fault[] = FAULT_NAMES.map((name) => ({ name, ...MISTAKES[name] }));
