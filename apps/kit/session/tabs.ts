/** What tells the tabs of one browser apart, and which of them live. */
export interface Tabs {
  /** What this tab was called, over reloads; undefined for a new one. */
  name(): string | undefined;
  rename(name: string | undefined): void;
  /**
   * Takes a lock that ends with the page.
   * @param patience `reload` waits as long as a page takes to let go of its own former life
   * @returns what releases it, or undefined when somebody else has it
   */
  hold(lock: string, patience: 'now' | 'reload'): Promise<(() => void) | undefined>;
}

const LET_GO_MS = 2_000;
const NAME = 'naervaer-tab';

export const browserTabs: Tabs = {
  name: () => sessionStorage.getItem(NAME) ?? undefined,
  rename(name) {
    if (name === undefined) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, name);
  },
  hold: (lock, patience) =>
    new Promise((resolve) => {
      const options =
        patience === 'now' ? { ifAvailable: true } : { signal: AbortSignal.timeout(LET_GO_MS) };
      navigator.locks
        .request(lock, options, (held) => {
          if (held === null) return resolve(undefined);
          return new Promise<void>((release) => resolve(release));
        })
        .catch(() => resolve(undefined));
    }),
};
