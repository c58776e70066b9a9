/** The ten mistakes that the simulation must find, by name. */
export const FAULT_NAMES = [
  'toldBeforeCommit',
  'notIdempotent',
  'epochLeftOut',
  'twoHolders',
  'placeLost',
  'deadlineNotReArmed',
  'refusedTakesEffect',
  'readOnlyTakesWrite',
  'rowNotRemoved',
  'outOfOrder',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export const isFaultName = (name: string): name is FaultName =>
  (FAULT_NAMES as readonly string[]).includes(name);

/** One change of one file of the product's source, as it is loaded; the file itself stays. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** One mistake that somebody could make in the product's real code. */
export interface Fault {
  readonly name: FaultName;
  /** What is wrong then, for a reader of the table. */
  readonly words: string;
  readonly edits: readonly Edit[];
  /** Only rules of these titles watch, where the mistake shows itself sooner than by its name. */
  readonly rules?: readonly string[];
}

/** A fault that no longer fits the source that it was written for. */
export class FaultGone extends Error {
  override readonly name = 'FaultGone';
}

/** @throws {FaultGone} unless `find` stands in the source exactly once */
export function putInto(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new FaultGone(`${file} holds ${parts.length - 1} times: ${find}`);
  }
  return parts.join(replace);
}
