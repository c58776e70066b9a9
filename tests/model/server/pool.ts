/** Things that cost seconds to open, each for one user at a time and then for the next one. */
export interface Pool<T> {
  /** One that nobody uses; opened when there is none. */
  take(): Promise<T>;
  /** For the next one. What is not given back is closed with the pool all the same. */
  give(one: T): void;
  close(): Promise<void>;
}

export function poolOf<T extends { close(): Promise<void> }>(open: () => Promise<T>): Pool<T> {
  const all = new Set<T>();
  const free: T[] = [];
  return {
    async take() {
      const found = free.pop();
      if (found !== undefined) return found;
      const one = await open();
      all.add(one);
      return one;
    },
    give: (one) => void free.push(one),
    async close() {
      free.length = 0;
      const closing = [...all];
      all.clear();
      await Promise.all(closing.map((one) => one.close()));
    },
  };
}
