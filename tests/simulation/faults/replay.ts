import '../kernel/globals.ts';
import { RuleBroken } from '../facts.ts';
import { FAULTS } from './faults.ts';
import { readFound } from './found.ts';

/**
 * Plays what was recorded of the fault named, which this process was started with, or without a
 * name and without a fault of all ten, and prints one line of JSON each.
 */
const { play } = await import('../run.ts');
const { RULES } = await import('../rules/index.ts');

/** Those named; without names all, in the code as it is and under every rule. */
const wanted = process.argv.slice(2);
const isFaulty = wanted.length > 0;
for (const { fault, seed, story } of readFound()) {
  if (isFaulty && !wanted.includes(fault)) continue;
  const titles = FAULTS.find(({ name }) => name === fault)?.rules;
  const rules = RULES.filter(({ title }) => titles?.includes(title) ?? true);
  const { failure } = await play(story, { seed, rules: isFaulty ? rules : RULES });
  const rule = failure instanceof RuleBroken ? failure.rule : null;
  console.log(JSON.stringify({ fault, rule, sentence: failure?.message ?? null }));
}
process.exit(0);
