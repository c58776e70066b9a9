import { FAULT_NAMES } from './fault.ts';
import type { Edit, Fault, FaultName } from './fault.ts';

const HOST = 'sync-server/actors/host.ts';

interface Mistake {
  readonly words: string;
  readonly edits: readonly Edit[];
}

const MISTAKES: Readonly<Record<FaultName, Mistake>> = {
  toldBeforeCommit: {
    words: 'An `await` is forgotten: views and outcomes go out while the disk still writes.',
    edits: [{ file: HOST, find: 'await committer.add({', replace: 'void committer.add({' }],
  },
  notIdempotent: {
    words: 'A command that comes again is decided again; nobody looks for its earlier outcome.',
    edits: [
      {
        file: 'sync-server/mailbox/mailbox.ts',
        find: 'if (earlier !== undefined) {',
        replace: 'if (earlier !== undefined && earlier.sessionId !== from.sessionId) {',
      },
    ],
  },
  epochLeftOut: {
    words:
      'Every start writes under the same epoch, and a page keeps its copy of a view over a reconnect.',
    edits: [
      {
        file: 'sync-server/epochs/epochs.ts',
        find: 'let epoch = (await store.nextEpoch()) as Epoch;',
        replace: 'let epoch = 1 as Epoch;',
      },
      {
        file: 'apps/kit/session/views.ts',
        find: 'if (hasOpened) queueMicrotask(() => replace(opened, epoch));',
        replace: 'if (hasOpened && isDropped) replace(opened, epoch);',
      },
    ],
  },
  twoHolders: {
    words: 'A claim is judged by what is on the disk, not by what is decided and on its way there.',
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
    words: 'Commands of one session do not wait for the one before.',
    edits: [
      {
        file: 'sync-server/mailbox/mailbox.ts',
        find: 'const before = turns.get(from.sessionId) ?? Promise.resolve();',
        replace: 'const before = Promise.resolve();',
      },
    ],
  },
};

export const FAULTS: readonly Fault[] = FAULT_NAMES.map((name) => ({ name, ...MISTAKES[name] }));
