import { StoreError } from '../store.ts';
import type { AccessLine, AccessQuery } from '../store.ts';

/** The access log of the memory store (P3). */
export interface MemoryAccess {
  /** @throws {StoreError} `conflict` when a line's `seq` is not after the last */
  assertFits(lines: readonly AccessLine[]): void;
  append(line: AccessLine): void;
  after(seq: number, limit: number): readonly AccessLine[];
  search(query: AccessQuery): readonly AccessLine[];
  head(): AccessLine | undefined;
  drop(seq: number): void;
}

const byTime = (a: AccessLine, b: AccessLine): number => b.at - a.at || b.seq - a.seq;

function matches(query: Omit<AccessQuery, 'before' | 'limit'>, { at, json }: AccessLine): boolean {
  const { citizen, clinicId, organisationId } = JSON.parse(json) as Record<string, unknown>;
  return (
    at >= query.from &&
    at <= query.to &&
    (query.citizen === null || query.citizen === citizen) &&
    (query.organisationId === null || query.organisationId === organisationId) &&
    (query.clinicIds === null || query.clinicIds.some((id) => id === clinicId))
  );
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
    search: ({ before, limit, ...query }) => {
      const found = lines.filter((line) => matches(query, line)).sort(byTime);
      const start = before === null ? 0 : found.findIndex(({ seq }) => seq === before) + 1;
      return before !== null && start === 0 ? [] : found.slice(start, start + limit);
    },
    head: () => lines.at(-1),
    drop: (seq) => {
      lines = lines.filter((line) => line.seq > seq);
    },
  };
}
