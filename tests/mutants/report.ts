import { REQUIRED, percentOf } from './score.ts';
import type { FolderScore, Score } from './score.ts';

const short = (text: string): string => (text.length > 70 ? `${text.slice(0, 69)}…` : text);

/** The score by folder, every survivor with its reason, and the verdict, for a terminal. */
export function reportOf({ folders, total, survivors, stale, isGood }: Score): string {
  const row = (score: FolderScore): string =>
    `  ${score.folder.padEnd(24)}${`${score.killed} of ${score.all} killed`.padEnd(22)}${percentOf(score).toFixed(1)} %`;
  return [
    ...folders.map(row),
    row(total),
    '',
    ...survivors.flatMap(({ mutant, why }) => [
      `  ${mutant.file}:${mutant.line}  ${short(mutant.original)}  →  ${short(mutant.replacement)}`,
      `      ${why ?? 'NOT NAMED: kill it with a test, or name it in tests/mutants/survivors.ts'}`,
    ]),
    ...stale.map(
      ({ file, original, replacement }) =>
        `  ${file}  ${short(original)}  →  ${short(replacement)}\n      NAMED, BUT NO LONGER THERE: take it out of tests/mutants/survivors.ts`,
    ),
    '',
    isGood
      ? `At least ${REQUIRED} % are killed, and every survivor has a reason.`
      : `Not good: at least ${REQUIRED} % have to be killed, and every survivor needs a reason.`,
  ].join('\n');
}
