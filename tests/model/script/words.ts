import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { callTexts } from '../../../apps/kit/call/texts.ts';
import {
  clinicModeTexts,
  consultationStateTexts,
  insteadTexts,
  jobRoleTexts,
  refusalTexts,
  setLanguage,
} from '@naervaer/kit/texts';
import type { Language } from '@naervaer/kit/texts';
import { words as tabletWords } from '../../../apps/tablet/texts.ts';

const SCREENS = [
  'call-view',
  'clinic-bar',
  'clinic-board',
  'clinic-room',
  'now',
  'queue-row',
  'reject-dialog',
  'sign-in',
  'tell-dialog',
] as const;
type Screen = (typeof SCREENS)[number];

type Leaf = string | ((...given: never[]) => string) | { readonly [key: string]: Leaf };

/** Without Node's warning that this may change one day, which is no news to a tester. */
function stripped(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The texts of one of the board's screens, taken out of its source: they are not exported. */
async function wordsIn(screen: Screen): Promise<Readonly<Record<Language, Leaf>>> {
  const file = new URL(`../../../apps/board/${screen}.tsx`, import.meta.url);
  const source = await readFile(file, 'utf8');
  const found = /\nconst words = texts\((\{\n[^]*?\n\})\);\n/.exec(source);
  if (found === null) throw new Error(`no texts in ${screen}.tsx`);
  const script = stripped(`export default ${found[1]};`);
  const module = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as {
    default: Readonly<Record<Language, Leaf>>;
  };
  return module.default;
}

/** What stands on the screens, in one language. */
export interface Words {
  readonly language: Language;
  readonly tablet: ReturnType<typeof tabletWords>;
  readonly call: ReturnType<typeof callTexts>;
  readonly refusals: ReturnType<typeof refusalTexts>;
  readonly modes: ReturnType<typeof clinicModeTexts>;
  readonly states: ReturnType<typeof consultationStateTexts>;
  readonly instead: ReturnType<typeof insteadTexts>;
  readonly roles: ReturnType<typeof jobRoleTexts>;
  /**
   * A text of the board: `board('clinic-bar', 'about.open')`.
   * @throws when the screen has no such text
   */
  board(screen: Screen, key: string, ...given: readonly (string | number)[]): string;
}

export async function wordsOf(language: Language): Promise<Words> {
  const screens = new Map(
    await Promise.all(SCREENS.map(async (name) => [name, await wordsIn(name)] as const)),
  );
  setLanguage(language);
  return {
    language,
    tablet: tabletWords(),
    call: callTexts(),
    refusals: refusalTexts(),
    modes: clinicModeTexts(),
    states: consultationStateTexts(),
    instead: insteadTexts(),
    roles: jobRoleTexts(),
    board(screen, key, ...given) {
      const words = screens.get(screen)?.[language];
      const found = key
        .split('.')
        .reduce<Leaf | undefined>(
          (at, part) => (typeof at === 'object' ? at[part] : undefined),
          words,
        );
      if (typeof found === 'function') return found(...(given as never[]));
      if (typeof found !== 'string') throw new Error(`${screen}.tsx says no ${key}`);
      return found;
    },
  };
}
