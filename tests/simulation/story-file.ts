import { Usage } from '../support/command-line.ts';
import { DEVICES } from './story.ts';
import type { Story } from './story.ts';

const KINDS: readonly unknown[] = [
  'act',
  'wait',
  'night',
  'reload',
  'close',
  'secondTab',
  'signOut',
  'revoke',
  'cut',
  'heal',
  'kill',
  'stop',
  'start',
  'diskFull',
  'jump',
];

function isStep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('do' in value)) return false;
  if (!KINDS.includes(value.do)) return false;
  const names: readonly unknown[] = [...DEVICES, 'server'];
  return !('on' in value) || names.includes(value.on);
}

/**
 * What `--replay` reads: one `{seed, story}`, as it is printed when a rule was broken.
 * @throws {Usage} when it is none; a story that cannot be played must not look like a broken rule.
 */
export function storyFromText(text: string): { readonly seed: number; readonly story: Story } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Usage('That file is no JSON; --replay wants {"seed": …, "story": […]}.');
  }
  if (typeof value === 'object' && value !== null && 'seed' in value && 'story' in value) {
    const { seed, story } = value;
    const isWhole = typeof seed === 'number' && Number.isSafeInteger(seed);
    if (isWhole && Array.isArray(story) && story.every(isStep))
      return { seed, story: story as Story };
  }
  throw new Usage('There is no story in that file; --replay wants {"seed": …, "story": […]}.');
}
