import type { Fact, Page } from '../facts.ts';

/** Who wrote into which document without being allowed to: their own screen is their own affair. */
export interface Forgeries {
  see(fact: Fact): void;
  /** The page tampered with its copy of the document, or of any with this beginning. */
  isOwn(page: Page, document: string): boolean;
  /** Keys that somebody else wrote into the document. */
  keysIn(document: string, except: Page): readonly string[];
  readonly keys: ReadonlySet<string>;
}

export function createForgeries(): Forgeries {
  const all: Extract<Fact, { kind: 'forged' }>[] = [];
  const keys = new Set<string>();
  return {
    see(fact) {
      if (fact.kind !== 'forged') return;
      all.push(fact);
      keys.add(fact.key);
    },
    isOwn: (page, document) =>
      all.some((one) => one.page === page && one.document.startsWith(document)),
    keysIn: (document, except) =>
      all.filter((one) => one.document === document && one.page !== except).map(({ key }) => key),
    keys,
  };
}
