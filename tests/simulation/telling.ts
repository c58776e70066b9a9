import { kindOf } from './shortest.ts';
import type { Found } from './shortest.ts';
import type { Run } from './run.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A run in words: what people did, what network, disk and server did, and what came of it. */
export function storyInWords({ told, failure }: Run): string {
  const lines = told.map(
    ({ at, text }, index) => `${String(index + 1).padStart(3)}. ${clock.format(at)}  ${text}`,
  );
  const end = failure === undefined ? 'No rule was broken.' : `→ ${failure.message}`;
  return [...lines, `     ${end}`].join('\n');
}

/** How to play it again, and how to keep it. */
export function foundInWords(found: Found): string {
  const { seed, story, run, tries } = found;
  return [
    `A story of ${story.length} steps, shortened in ${tries} tries, seed ${seed}:`,
    '',
    storyInWords(run),
    '',
    'As a test, in tests/simulation/found/:',
    JSON.stringify({ name: run.failure === undefined ? '' : kindOf(run.failure), seed, story }),
  ].join('\n');
}
