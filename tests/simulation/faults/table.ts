import { FAULTS } from './faults.ts';
import type { Found } from './found.ts';

const fileOf = (found: Found): string =>
  [...new Set(FAULTS.find(({ name }) => name === found.fault)?.edits.map(({ file }) => file))]
    .map((file) => `\`${file}\``)
    .join(', ');
const wordsOf = ({ fault }: Found): string =>
  FAULTS.find(({ name }) => name === fault)?.words ?? '';

/** One row for each fault, in Markdown. */
export const tableOf = (all: readonly Found[]): string =>
  [
    '| fault | rule that broke | first seed | stories until then | seconds | steps before | steps shortened |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...all.map(
      ({ fault, rule, seed, runs, seconds, steps, story }) =>
        `| \`${fault}\` | ${rule} | ${seed} | ${runs} | ${seconds} | ${steps} | ${story.length} |`,
    ),
    '',
  ].join('\n');

/** One fault with its shortest story, in Markdown. */
export const chapterOf = (found: Found): string =>
  [
    `### ${found.fault}`,
    '',
    `${wordsOf(found)} In ${fileOf(found)}.`,
    '',
    '```text',
    found.words,
    '```',
    '',
  ].join('\n');
