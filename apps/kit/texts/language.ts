import { createSignal, type Accessor } from 'solid-js';

/** Languages of every screen (P10). Danish is the default, English by a switch. */
export type Language = 'da' | 'en';
export const LANGUAGES = ['da', 'en'] as const;

/** A cookie, so that the server's own pages (start, sign-in, its errors) speak the same language. */
const COOKIE = 'naervaer-language';
const YEAR_SECONDS = 31_536_000;
const isPage = typeof document !== 'undefined';

const stored = (): Language =>
  isPage && /(?:^|;\s*)naervaer-language=en(?:;|$)/.test(document.cookie) ? 'en' : 'da';

const [read, write] = createSignal<Language>(stored());

/** The language that the page speaks now. */
export const language: Accessor<Language> = read;

if (isPage) document.documentElement.lang = read();

/** Changes the language of the page at once, and of every page of this browser's next visit. */
export function setLanguage(chosen: Language): void {
  if (isPage) {
    document.cookie = `${COOKIE}=${chosen}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
    document.documentElement.lang = chosen;
  }
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
