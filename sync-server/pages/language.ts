import type { IncomingMessage } from 'node:http';

export type Language = 'da' | 'en';

/** The language of a page that the server writes: Danish, unless the person chose (P10). */
export function languageOf(req: Pick<IncomingMessage, 'headers'>): Language {
  return /(?:^|;\s*)naervaer-language=en(?:;|$)/.test(req.headers.cookie ?? '') ? 'en' : 'da';
}
