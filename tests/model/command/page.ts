import path from 'node:path';
import { withFile } from '../../support/command-line.ts';
import { RECORDS } from '../records.ts';
import { say } from './tables.ts';
import { nothingElse, outOf, parsed } from './usage.ts';
import type { Subcommand } from './usage.ts';

export const page: Subcommand = {
  name: 'page',
  summary: 'one page to look at: every machine drawn, coloured by what was walked',
  help: `npm run model -- page [--out <file>]

Writes one HTML page that needs nothing else: every machine as a drawing, its states
and transitions coloured by how often which level has walked them, and every path with
its last result. Run the levels first, so that there is something to colour.

  --out <file>   without it .model/page.html

For example
  npm run model -- run
  npm run model -- page`,
  async run(given) {
    const { values, positionals } = parsed(given, { out: { type: 'string' } });
    nothingElse(positionals);
    const file = outOf(values.out, path.join(RECORDS, 'page.html'));
    const { writePage } = await import('../page/index.ts');
    say(await withFile(file, () => writePage(file)), path.relative('', file));
    return 0;
  },
};
