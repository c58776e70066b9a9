import type { CommandInput } from '@naervaer/machines/protocol';
import type { Tabs } from './tabs.ts';
import type { SessionVault } from './vault.ts';

/** One command as it is kept and sent. */
export interface Entry {
  readonly id: string;
  readonly v: number;
  readonly command: CommandInput;
}

interface Kept {
  readonly held: readonly (readonly [string, Entry])[];
  readonly offered: readonly (readonly [string, Entry])[];
}

/**
 * Where a tab keeps its outbox in the vault: one value per tab, so that two tabs never overwrite
 * each other's commands. What a closed tab left is taken over by the next one that opens; what a
 * living tab keeps is left to it, or two would send it and one might take it back.
 */
export interface Shelf {
  readonly found: Kept & { readonly isAdopted: boolean };
  /** Writes one after the other; each writes what `read` says when its turn comes. */
  save(read: () => Kept): Promise<void>;
  /** Deletes what was taken over; after the first save. */
  tidy(): Promise<void>;
  close(): void;
}

const PREFIX = 'outbox/';
const EMPTY: Kept = { held: [], offered: [] };

/** This tab's place on the shelf; another one when the tab was duplicated and its twin lives. */
async function takeKey(
  tabs: Tabs,
): Promise<{ readonly key: string; readonly release: () => void }> {
  const id = tabs.name() ?? crypto.randomUUID();
  const release = await tabs.hold(`naervaer-${PREFIX}${id}`, 'reload');
  tabs.rename(release === undefined ? undefined : id);
  return release === undefined ? takeKey(tabs) : { key: `${PREFIX}${id}`, release };
}

export async function openShelf(vault: SessionVault, tabs: Tabs): Promise<Shelf> {
  const { key, release } = await takeKey(tabs);
  const adopted: { readonly key: string; readonly kept: Kept; readonly release: () => void }[] = [];
  let own: Kept | undefined;
  try {
    own = await vault.get<Kept>(key);
    for (const other of await vault.keys(PREFIX)) {
      if (other === key) continue;
      const letGo = await tabs.hold(`naervaer-${other}`, 'now');
      if (letGo === undefined) continue;
      const place = { key: other, kept: EMPTY, release: letGo };
      adopted.push(place);
      place.kept = (await vault.get<Kept>(other)) ?? EMPTY;
    }
  } catch (error) {
    // Whoever opens next, this tab too, finds all of it free.
    for (const each of adopted) each.release();
    release();
    throw error;
  }
  const all = [...(own === undefined ? [] : [own]), ...adopted.map(({ kept }) => kept)];
  let saving: Promise<void> = Promise.resolve();

  return {
    found: {
      held: all.flatMap(({ held }) => held),
      offered: all.flatMap(({ offered }) => offered),
      isAdopted: adopted.length > 0,
    },
    save(read) {
      // One that failed does not stop the next.
      saving = saving.catch(() => undefined).then(() => vault.put(key, read() satisfies Kept));
      return saving;
    },
    async tidy() {
      for (const each of adopted) {
        await vault.delete(each.key);
        each.release();
      }
    },
    close() {
      for (const each of adopted) each.release();
      release();
    },
  };
}
