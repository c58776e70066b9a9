import { RuleBroken } from '../facts.ts';
import type { ClinicFactsInWorld, Rule, Sight } from '../facts.ts';

/** @throws {RuleBroken} */
export type Broken = (sentence: string) => never;

/** A rule as what it sees of each fact; `broken` ends the world with a sentence. */
export const rule = (
  id: string,
  title: string,
  watch: (clinics: readonly ClinicFactsInWorld[], broken: Broken) => (sight: Sight) => void,
): Rule => ({
  id,
  title,
  watch(clinics) {
    const see = watch(clinics, (sentence) => {
      throw new RuleBroken(id, sentence);
    });
    return { see };
  },
});
