import type { ServerResponse } from 'node:http';
import type { EdgeCode } from '@naervaer/machines/protocol';
import type { Mode } from '../config.ts';
import type { Organisation } from '../directory/index.ts';
import { html, sendPage } from '../pages/index.ts';
import type { Language } from '../pages/index.ts';
import { statusOf } from '../http/json.ts';
import type { App } from './login-state.ts';

type Words = readonly [title: string, text: string];
type Known =
  | 'missingRole'
  | 'providerUnavailable'
  | 'providerRejected'
  | 'unknownOrganisation'
  | 'sessionExpired'
  | 'tooFast'
  | 'internal';

const TEXTS: Record<Language, Record<Known, Words>> = {
  da: {
    missingRole: [
      'Du har ikke adgang endnu',
      'Din konto har ikke den jobfunktionsrolle eller klinik, der giver adgang til videokonsultation.',
    ],
    providerUnavailable: [
      'Login svarer ikke',
      'Din organisations login kan ikke nås lige nu. Vent et øjeblik, og prøv igen.',
    ],
    providerRejected: [
      'Login kunne ikke godkendes',
      'Svaret fra din organisations login var ikke, som det skal være. Prøv igen.',
    ],
    unknownOrganisation: [
      'Vælg din organisation',
      'Organisationen findes ikke her. Vælg den igen.',
    ],
    sessionExpired: [
      'Login tog for lang tid',
      'Login blev ikke gjort færdigt i denne browser. Begynd forfra.',
    ],
    tooFast: [
      'Vent et øjeblik',
      'Der er lige nu for mange, der logger ind herfra på én gang. Vent et par minutter, og prøv igen.',
    ],
    internal: ['Noget gik galt', 'Login kunne ikke gennemføres. Prøv igen om lidt.'],
  },
  en: {
    missingRole: [
      'You do not have access yet',
      'Your account lacks the job-function role or the clinic that opens video consultations.',
    ],
    providerUnavailable: [
      'The sign-in does not answer',
      'Your organisation’s sign-in cannot be reached right now. Wait a moment and try again.',
    ],
    providerRejected: [
      'The sign-in was not accepted',
      'The answer from your organisation’s sign-in was not as it must be. Try again.',
    ],
    unknownOrganisation: [
      'Choose your organisation',
      'The organisation is not known here. Choose it again.',
    ],
    sessionExpired: [
      'The sign-in took too long',
      'The sign-in was not completed in this browser. Start again.',
    ],
    tooFast: [
      'Wait a moment',
      'Too many are signing in from here at once. Wait a few minutes and try again.',
    ],
    internal: [
      'Something went wrong',
      'The sign-in could not be completed. Try again in a moment.',
    ],
  },
};

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

const isKnown = (code: string): code is Known => code in TEXTS.da;

/** The page of a sign-in that did not work: what happened, whom to ask, what to do now. */
export function sendErrorPage(
  res: ServerResponse,
  code: EdgeCode,
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
  const shown = isKnown(code) ? code : 'internal';
  const [title, text] = TEXTS[lang][shown];
  const words = WORDS[lang];
  const again =
    organisation && app && `/auth/login?organisation=${organisation.id}&app=${app}&again=1`;
  sendPage(res, statusOf(code), {
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
                >${shown === 'missingRole' ? words.other : words.again}</a
              >`
            : null
        }
        <a class="${again ? 'button' : 'button primary'}" href="/${app ?? ''}">${words.home}</a>
      </div>
      <p class="muted">${words.code}: <code>${shown}</code></p>
    </section>`,
  });
}
