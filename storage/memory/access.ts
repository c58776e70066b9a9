import { StoreError } from '../store.ts';
import type { AccessLine } from '../store.ts';

/** The access log of the memory store (P3). */
export interface MemoryAccess {
  /** @throws {StoreError} `conflict` when a line's `seq` is not after the last */
  assertFits(lines: readonly AccessLine[]): void;
  append(line: AccessLine): void;
  after(seq: number, limit: number): readonly AccessLine[];
  head(): AccessLine | undefined;
  drop(seq: number): void;
}

export function createMemoryAccess(): MemoryAccess {
  let lines: AccessLine[] = [];

  return {
    assertFits: (more) => {
      let last = lines.at(-1)?.seq;
      for (const { seq } of more) {
        if (last !== undefined && seq <= last) throw new StoreError('conflict');
        last = seq;
      }
    },
    append: (line) => void lines.push({ ...line }),
    after: (seq, limit) => lines.filter((line) => line.seq > seq).slice(0, limit),
    head: () => lines.at(-1),
    drop: (seq) => {
      lines = lines.filter((line) => line.seq > seq);
    },
  };
}
