import { createSignal, type Accessor } from 'solid-js';

/** Languages of every screen (P10). Danish is the default, English by a switch. */
export type Language = 'da' | 'en';
export const LANGUAGES = ['da', 'en'] as const;

const KEY = 'naervaer.language';

function stored(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'da';
  } catch {
    // Storage is refused (private window, blocked cookies): the choice lasts as long as the page.
    return 'da';
  }
}

const [read, write] = createSignal<Language>(stored());

/** The language that the page speaks now. */
export const language: Accessor<Language> = read;

function tellDocument(chosen: Language): void {
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
}
tellDocument(read());

/** Changes the language of the page at once, and of this browser's next visit. */
export function setLanguage(chosen: Language): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // See `stored`.
  }
  tellDocument(chosen);
  write(chosen);
}

/** The BCP 47 tag for `Intl`: Danish dates and numbers, or British ones. */
export const locale = (): 'da-DK' | 'en-GB' => (read() === 'da' ? 'da-DK' : 'en-GB');

/**
 * One screen's words in both languages. A word that one language lacks does not compile.
 * @returns a reactive read of the words in the present language.
 */
export function texts<T>(by: { readonly da: T; readonly en: T }): () => T {
  return () => by[read()];
}
