import type { Entry, Store } from '@naervaer/storage';
import type { AccessChain } from '../audit/index.ts';
import type { Sealer } from '../keys/index.ts';
import type { Draft } from './draft.ts';
import { sealDraft } from './seal.ts';

/**
 * Gathers drafts while the last commit runs and stores them in one transaction (ST1): one sync of
 * the disk for as many commands as arrived meanwhile. It never waits on purpose. What is personal
 * is sealed on the way (ST2), all of a group at once, and its access lines are linked to the log's
 * end (P3). Drafts come to the disk in the order of the calls.
 */
export interface Committer {
  /** Resolves when the draft is on disk; rejects when nothing of it is. */
  add(draft: Draft): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Drafts in one transaction at most, so that one group never holds the disk for long. */
const GROUP = 256;

interface Waiting {
  readonly draft: Draft;
  /** Begun when the draft came, beside the commit that runs. */
  readonly sealing: Promise<Entry>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

interface Sealed extends Waiting {
  readonly entry: Entry;
}

interface Deps {
  readonly store: Pick<Store, 'commit'>;
  readonly sealer: Sealer;
  readonly access: AccessChain;
}

export function createCommitter({ store, sealer, access }: Deps): Committer {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP);
      waiting = waiting.slice(GROUP);
      const sealed = await sealedOf(group);
      if (sealed.length === 0) continue;
      try {
        await storeAll(sealed);
        for (const { done } of sealed) done();
      } catch (error) {
        await failOne(sealed, error);
      }
    }
    // In the same turn as the last look: a draft that comes a moment later starts a new run.
    running = undefined;
  }

  /** What could not be sealed fails alone. */
  async function sealedOf(group: readonly Waiting[]): Promise<readonly Sealed[]> {
    const results = await Promise.allSettled(group.map(({ sealing }) => sealing));
    return group.flatMap((one, index) => {
      const result = results[index];
      if (result?.status === 'fulfilled') return [{ ...one, entry: result.value }];
      one.failed(result?.reason);
      return [];
    });
  }

  async function storeAll(group: readonly Sealed[]): Promise<void> {
    const facts = group.flatMap(({ draft }) => draft.access);
    if (facts.length === 0) {
      await store.commit(group.map(({ entry }) => entry));
    } else {
      const linked = await access.link(facts);
      const lines = [...linked.lines];
      const batch = group.map(({ entry, draft }) => ({
        ...entry,
        access: lines.splice(0, draft.access.length),
      }));
      const [first, ...others] = batch;
      if (first === undefined) return;
      await store.commit([{ ...first, records: [...first.records, ...linked.head] }, ...others]);
      access.stored(linked);
    }
    sealer.stored(group.flatMap(({ entry }) => entry.keys));
  }

  /** One bad entry must not take its neighbours along: a failed group is tried one by one. */
  async function failOne(group: readonly Sealed[], error: unknown): Promise<void> {
    if (group.length === 1) {
      for (const { failed } of group) failed(error);
      return;
    }
    for (const one of group) {
      try {
        await storeAll([one]);
        one.done();
      } catch (alone) {
        one.failed(alone);
      }
    }
  }

  return {
    add(draft) {
      return new Promise((done, failed) => {
        const sealing = sealDraft(sealer, draft);
        // Looked at when its group's turn comes; until then nobody listens.
        sealing.catch(() => undefined);
        waiting.push({ draft, sealing, done, failed });
        // The first of a group starts after this turn, so that one turn's commands share it.
        running ??= Promise.resolve().then(drain);
      });
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}
