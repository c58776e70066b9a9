import path from 'node:path';
import { withFile } from '../../support/command-line.ts';
import { RECORDS } from '../records.ts';
import { say } from './tables.ts';
import { nothingElse, outOf, parsed, Usage } from './usage.ts';
import type { Subcommand } from './usage.ts';

export const script: Subcommand = {
  name: 'script',
  summary: 'a written test plan for a person with two devices, in Danish or English',
  help: `npm run model -- script [--lang da|en] [--out <folder>]

Writes a numbered plan for an acceptance tester: press this, now that must be on the
screen. It takes every transition that a person can make, in few steps; the rest stands at the
end with the reason. As Markdown, and as an HTML page with boxes to tick, for printing.

  --lang da|en     without it da
  --out <folder>   without it .model/

For example
  npm run model -- script --lang da --out plan`,
  async run(given) {
    const { values, positionals } = parsed(given, {
      lang: { type: 'string' },
      out: { type: 'string' },
    });
    nothingElse(positionals);
    const lang = values.lang ?? 'da';
    if (lang !== 'da' && lang !== 'en') throw new Usage(`--lang wants da or en, not “${lang}”.`);
    const out = outOf(values.out, RECORDS);
    const { writeScript } = await import('../script/index.ts');
    const { files, summary } = await withFile(out, () => writeScript({ lang, out }));
    say(summary, ...files.map((file) => path.relative('', file)));
    return 0;
  },
};
