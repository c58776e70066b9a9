import type { Stream } from '@naervaer/storage';
import type { Rule } from '../facts.ts';
import { rule } from './rule.ts';

const withoutGaps = rule(
  'ST1',
  'The journal is only added to: 1, 2, 3 … in each stream',
  (_clinics, broken) => {
    const last = new Map<Stream, number>();
    return ({ fact }) => {
      if (fact.kind !== 'committed') return;
      for (const { stream, events } of fact.batch) {
        for (const { seq } of events) {
          const before = last.get(stream) ?? 0;
          if (seq !== before + 1) broken(`event ${seq} of ${stream} came after event ${before}`);
          last.set(stream, seq);
        }
      }
    };
  },
);

export const STORAGE_RULES: readonly Rule[] = [withoutGaps];
