import type { Mutant, Named } from './mutant.ts';

/** Percent of the mutants that have to be killed (M6). */
export const REQUIRED = 95;

export interface FolderScore {
  readonly folder: string;
  readonly killed: number;
  readonly all: number;
}

export interface Score {
  readonly folders: readonly FolderScore[];
  readonly total: FolderScore;
  readonly survivors: readonly { readonly mutant: Mutant; readonly why: string | undefined }[];
  /** Named survivors of the files that were tested now, which no longer survive. */
  readonly stale: readonly Named[];
  readonly isGood: boolean;
}

export const percentOf = ({ killed, all }: FolderScore): number =>
  all === 0 ? 100 : (100 * killed) / all;

const folderOf = ({ file }: Mutant): string => file.split('/').slice(0, -1).join('/');
const keyOf = ({ file, source, original, replacement }: Omit<Named, 'why'>): string =>
  JSON.stringify([file, source, original, replacement]);

const scoreOfFolder = (folder: string, mutants: readonly Mutant[]): FolderScore => ({
  folder,
  killed: mutants.filter(({ fate }) => fate === 'killed').length,
  all: mutants.length,
});

/** Good: enough are killed, every survivor has a reason, and no reason is left over. */
export function scoreOf(mutants: readonly Mutant[], named: readonly Named[]): Score {
  const valid = mutants.filter(({ fate }) => fate !== 'invalid');
  const folders = [...Map.groupBy(valid, folderOf)]
    .map(([folder, of]) => scoreOfFolder(folder, of))
    .sort((a, b) => a.folder.localeCompare(b.folder));
  const total = scoreOfFolder('all', valid);
  const why = new Map(named.map((one) => [keyOf(one), one.why]));
  const survivors = valid
    .filter(({ fate }) => fate === 'survived')
    .map((mutant) => ({ mutant, why: why.get(keyOf(mutant)) }));
  const surviving = new Set(survivors.map(({ mutant }) => keyOf(mutant)));
  const tested = new Set(valid.map(({ file }) => file));
  const stale = named.filter((one) => tested.has(one.file) && !surviving.has(keyOf(one)));
  const isGood =
    percentOf(total) >= REQUIRED &&
    stale.length === 0 &&
    survivors.every(({ why }) => why !== undefined);
  return { folders, total, survivors, stale, isGood };
}
