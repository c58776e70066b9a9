import '../kernel/globals.ts';
import { RuleBroken } from '../facts.ts';
import { readFound } from './found.ts';

/**
 * Plays what was recorded of the faults named, or of all, with whatever fault this process was
 * started with, and prints one line of JSON each.
 */
const { play } = await import('../run.ts');
const { RULES } = await import('../rules/index.ts');

const wanted = process.argv.slice(2);
for (const { fault, seed, story } of readFound()) {
  if (wanted.length > 0 && !wanted.includes(fault)) continue;
  const { failure } = await play(story, { seed, rules: RULES });
  const rule = failure instanceof RuleBroken ? failure.rule : null;
  console.log(JSON.stringify({ fault, rule, sentence: failure?.message ?? null }));
}
process.exit(0);
