import { coverage } from './command/coverage.ts';
import { list } from './command/list.ts';
import { page } from './command/page.ts';
import { paths } from './command/paths.ts';
import { print } from './command/print.ts';
import { run } from './command/run.ts';
import { script } from './command/script.ts';
import { say, tableOf } from './command/tables.ts';
import { Usage } from './command/usage.ts';

/** `npm run model`: tests out of the machines, for a tester (M1–M5). Exit code 2: not understood. */

const SUBCOMMANDS = [list, print, paths, run, coverage, page, script];

const HELP = `npm run model -- <subcommand> [options]

Makes tests out of the models of Nærvær, and runs them.

A model, here called a machine, says in which states a thing can be and which events
lead from one to the next. A clinic is closed, open or closing; OPEN leads from closed
to open. Whoever follows the events from the beginning walks a path. This command
finds the paths, so that nothing is forgotten, and walks them:

  pure      through the machine alone, as fast as it goes
  server    with a real server and real connections
  browser   in real browsers, each event done and each state read as a person would

${tableOf(SUBCOMMANDS.map(({ name, summary }) => [name, summary])).join('\n')}

npm run model -- <subcommand> --help tells more. With --json begin with
“npm run -s model”, so that npm itself says nothing.

For example
  npm run model
  npm run model -- print consultation
  npm run model -- paths consultation --to ended
  npm run model -- run --level pure
  npm run model -- run clinic --level server --people 4 --steps 200 --seed 7
  npm run model -- page

More: docs/testing.md`;

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === 'help' && rest.length > 0) return main([...rest, '--help']);
  if (first === '--help' || first === '-h' || first === 'help') {
    say(HELP);
    return 0;
  }
  const isNamed = first !== undefined && !first.startsWith('-');
  const subcommand = isNamed ? SUBCOMMANDS.find(({ name }) => name === first) : list;
  if (subcommand === undefined)
    throw new Usage(
      `There is no subcommand “${first}”. There is: ${SUBCOMMANDS.map(({ name }) => name).join(', ')}.`,
    );
  const given = isNamed || first === undefined ? rest : [first, ...rest];
  if (given.includes('--help') || given.includes('-h')) {
    say(subcommand.help);
    return 0;
  }
  return subcommand.run(given);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Usage)) throw error;
  console.error(`${error.message}\nnpm run model -- --help tells what there is.`);
  process.exitCode = 2;
}
