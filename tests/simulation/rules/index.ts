import type { Rule } from '../facts.ts';
import { COMMAND_RULES } from './commands.ts';
import { DOCUMENT_RULES } from './documents.ts';
import { MACHINE_RULES } from './machines.ts';
import { STORAGE_RULES } from './storage.ts';
import { VIEW_RULES } from './views.ts';

/**
 * All that is watched in a simulated world. A number stands here more than once where the rule says
 * more than one thing. None of them keeps anything between worlds.
 */
export const RULES: readonly Rule[] = [
  ...STORAGE_RULES,
  ...MACHINE_RULES,
  ...COMMAND_RULES,
  ...DOCUMENT_RULES,
  ...VIEW_RULES,
];
