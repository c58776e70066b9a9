import type { ServerResponse } from 'node:http';
import type { Mode } from '../config.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Language } from './language.ts';

export interface Page {
  readonly lang: Language;
  /** Stands in the browser's tab; the body brings its own `<h1>`. */
  readonly title: string;
  readonly body: Html;
  readonly mode: Mode;
}

const DEMO = {
  da: 'Demo: opdigtede personer. Skriv ingen rigtige personoplysninger.',
  en: 'Demo: invented people. Do not type real personal data.',
} as const;

/** A whole document: no script, no inline style, nothing from another address. */
export function page({ lang, title, body, mode }: Page): string {
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <title>${title} – Nærvær</title>
        <link rel="stylesheet" href="/static/pages.css" />
        <link rel="icon" href="/static/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        ${mode === 'demo' ? html`<aside class="demo">${DEMO[lang]}</aside>` : null}
        <main>${body}</main>
      </body>
    </html> `.html;
}

/**
 * Sends a page that no cache keeps. Forms may post to the own origin only; where a provider's
 * logout answers a form with a redirect elsewhere, name that origin in `formTargets`.
 */
export function sendPage(
  res: ServerResponse,
  status: number,
  contents: Page,
  formTargets: readonly string[] = [],
): void {
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self'",
      `form-action 'self' ${formTargets.join(' ')}`.trim(),
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });
  res.end(page(contents));
}
