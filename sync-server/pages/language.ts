import type { IncomingMessage } from 'node:http';

export type Language = 'da' | 'en';

/**
 * The language of a page that the server writes: the cookie `naervaer-language` when the person
 * chose one, else what the browser prefers; Danish when it says nothing (P10).
 */
export function languageOf(req: Pick<IncomingMessage, 'headers'>): Language {
  const chosen = /(?:^|;\s*)naervaer-language=(da|en)(?:;|$)/.exec(req.headers.cookie ?? '')?.[1];
  if (chosen === 'da' || chosen === 'en') return chosen;
  for (const entry of (req.headers['accept-language'] ?? '').toLowerCase().split(',')) {
    const tag = entry.trim().slice(0, 2);
    if (tag === 'da' || tag === 'en') return tag;
    // Norwegians and Swedes read Danish.
    if (['nb', 'nn', 'no', 'sv'].includes(tag)) return 'da';
  }
  return 'da';
}
