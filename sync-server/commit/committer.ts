import type { Entry, Store } from '@naervaer/storage';

/**
 * Gathers entries while the last commit runs and stores them in one transaction (ST1): one sync of
 * the disk for as many commands as arrived meanwhile. It never waits on purpose.
 */
export interface Committer {
  /** Resolves when the entry is on disk; rejects when nothing of its group is. */
  add(entry: Entry): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Entries in one transaction at most, so that one group never holds the disk for long. */
const GROUP = 256;

interface Waiting {
  readonly entry: Entry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export function createCommitter(store: Pick<Store, 'commit'>): Committer {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP);
      waiting = waiting.slice(GROUP);
      try {
        await store.commit(group.map(({ entry }) => entry));
        for (const { done } of group) done();
      } catch (error) {
        await failOne(group, error);
      }
    }
    // In the same turn as the last look: an entry that comes a moment later starts a new run.
    running = undefined;
  }

  /** One bad entry must not take its neighbours along: a failed group is tried one by one. */
  async function failOne(group: readonly Waiting[], error: unknown): Promise<void> {
    if (group.length === 1) {
      for (const { failed } of group) failed(error);
      return;
    }
    for (const { entry, done, failed } of group) {
      try {
        await store.commit([entry]);
        done();
      } catch (alone) {
        failed(alone);
      }
    }
  }

  return {
    add(entry) {
      return new Promise((done, failed) => {
        waiting.push({ entry, done, failed });
        // The first of a group starts after this turn, so that one turn's commands share it.
        running ??= Promise.resolve().then(drain);
      });
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}
