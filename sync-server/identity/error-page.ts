import type { ServerResponse } from 'node:http';
import type { Mode } from '../config.ts';
import type { Organisation } from '../directory/index.ts';
import { html, sendPage } from '../pages/index.ts';
import type { Language } from '../pages/index.ts';
import { TEXTS } from './error-texts.ts';
import type { PageCode } from './error-texts.ts';
import type { App } from './login-state.ts';

const WORDS = {
  da: {
    ask: 'Hvem kan hjælpe:',
    again: 'Prøv igen',
    other: 'Brug en anden konto',
    home: 'Tilbage',
    code: 'Fejlkode',
  },
  en: {
    ask: 'Who can help:',
    again: 'Try again',
    other: 'Use another account',
    home: 'Back',
    code: 'Error code',
  },
} as const;

const STATUS: Record<PageCode, number> = {
  missingRole: 403,
  notEmployed: 403,
  unknownCvr: 403,
  levelTooLow: 403,
  signInTooOld: 403,
  missingClaims: 403,
  providerUnavailable: 503,
  providerRejected: 403,
  providerSetup: 403,
  noProvider: 403,
  unknownOrganisation: 404,
  sessionExpired: 401,
  badRequest: 400,
  tooFast: 429,
  internal: 500,
};

/** Whose account it is about: with another one it may work. */
const OF_ACCOUNT: readonly PageCode[] = ['missingRole', 'notEmployed', 'unknownCvr', 'levelTooLow'];

/** The code of an address; anything else was written by nobody here. */
export const pageCodeOf = (text: string | null): PageCode =>
  text !== null && Object.hasOwn(STATUS, text) ? (text as PageCode) : 'badRequest';

/** The page of a sign-in that did not work: what happened, whom to ask, what to do now. */
export function sendErrorPage(
  res: ServerResponse,
  code: PageCode,
  {
    lang,
    mode,
    organisation,
    app,
  }: {
    readonly lang: Language;
    readonly mode: Mode;
    readonly organisation: Organisation | undefined;
    /** Where the way back leads; null when the browser did not say: the start page. */
    readonly app: App | null;
  },
): void {
  const { title, text, support } = TEXTS[lang][code];
  const words = WORDS[lang];
  const again =
    organisation && app && `/auth/login?organisation=${organisation.id}&app=${app}&again=1`;
  sendPage(res, STATUS[code], {
    lang,
    mode,
    title,
    body: html`<section class="message">
      <h1>${title}</h1>
      <p>${text}</p>
      ${
        organisation
          ? html`<p class="ask"><strong>${words.ask}</strong><br />${organisation.support}</p>`
          : null
      }
      <div class="actions">
        ${
          again
            ? html`<a class="button primary" href="${again}"
                >${OF_ACCOUNT.includes(code) ? words.other : words.again}</a
              >`
            : null
        }
        <a class="${again ? 'button' : 'button primary'}" href="/${app ?? ''}">${words.home}</a>
      </div>
      <p class="muted">
        ${words.code}: <code>${code}</code>${
          organisation && support !== undefined ? html`<br />${support}` : null
        }
      </p>
    </section>`,
  });
}
