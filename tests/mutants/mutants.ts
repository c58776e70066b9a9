import { existsSync } from 'node:fs';
import { reportOf } from './report.ts';
import { runMutants } from './run.ts';
import { scoreOf } from './score.ts';
import { SURVIVORS } from './survivors.ts';

const HELP = `npm run mutants [-- FOLDER …]

Changes the machines, one small piece at a time, and looks whether a test beside them notices.
Prints the score by folder and every mutant that nobody noticed. Exit code 1 when fewer than 95 %
are killed, or a survivor has no reason in tests/mutants/survivors.ts; 2 when the command was not understood.

  npm run mutants                      all of machines/, about ten minutes
  npm run mutants -- machines/lock     one folder, half a minute
`;

const asked = process.argv.slice(2);
const option = asked.find((word) => word.startsWith('-'));
if (asked.includes('--help') || asked.includes('-h')) {
  process.stdout.write(HELP);
} else if (option !== undefined) {
  process.stderr.write(`There is no option ${option}.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  const folders = asked.length === 0 ? ['machines'] : asked.map((path) => path.replace(/\/+$/, ''));
  const unknown = folders.find((folder) => !/^machines(\/|$)/.test(folder) || !existsSync(folder));
  if (unknown === undefined) {
    const score = scoreOf(await runMutants(folders), SURVIVORS);
    process.stdout.write(`${reportOf(score)}\n`);
    process.exitCode = score.isGood ? 0 : 1;
  } else {
    process.stderr.write(`${unknown} is no folder of machines/\n\n${HELP}`);
    process.exitCode = 2;
  }
}
