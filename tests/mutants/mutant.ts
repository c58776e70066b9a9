/** One small change of the source, and what the tests beside the machines said to it. */
export interface Mutant {
  /** From the root of the house: `machines/call/machine.ts`. */
  readonly file: string;
  /** Counted from one. */
  readonly line: number;
  /** The first line of the source that was changed, trimmed. */
  readonly source: string;
  /** The piece that was replaced, and what stands in its place; on one line. */
  readonly original: string;
  readonly replacement: string;
  /** `invalid`: what was changed does not even load, so it says nothing of the tests. */
  readonly fate: 'killed' | 'survived' | 'invalid';
}

/** A survivor that means nothing. Named by its words, so that it is found when lines move. */
export interface Named extends Pick<Mutant, 'file' | 'source' | 'original' | 'replacement'> {
  readonly why: string;
}
