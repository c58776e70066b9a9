/** How many of one kind each key has open now. */
export interface Counter {
  /** @returns undefined when the key has as many as it may; else `left`, to call once it is gone */
  enter(key: string): { left(): void } | undefined;
}

export function createCounter(most: number): Counter {
  const open = new Map<string, number>();
  return {
    enter(key) {
      const count = open.get(key) ?? 0;
      if (count >= most) return undefined;
      open.set(key, count + 1);
      let isIn = true;
      return {
        left() {
          if (!isIn) return;
          isIn = false;
          const rest = (open.get(key) ?? 1) - 1;
          if (rest > 0) open.set(key, rest);
          else open.delete(key);
        },
      };
    },
  };
}
