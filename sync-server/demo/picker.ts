import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Organisation } from '../directory/index.ts';
import { html, languageOf, sendPage } from '../pages/index.ts';
import type { Html, Language } from '../pages/index.ts';
import { canEnter, DEMO_PEOPLE } from './people.ts';
import type { DemoPerson } from './people.ts';

export const PICKER_TEXTS = {
  da: {
    title: 'Vælg, hvem du er',
    demo: 'Dette er et DEMO-login uden adgangskode. Ingen af personerne findes.',
    staff: 'Har adgang',
    none: 'Har ingen adgang endnu',
    noRole: 'Mangler jobfunktionsrollen',
    noClinic: 'Er ikke knyttet til en klinik',
    cancel: 'Fortryd',
    failed: 'Demo-login virkede ikke',
    failedText: 'Login er udløbet eller blev åbnet i en anden browser. Begynd forfra.',
    home: 'Til startsiden',
    roles: {
      caregiver: 'Personale',
      clinician: 'Klinikpersonale',
      citizen: 'Borger',
      administrator: 'Administrator',
      analyst: 'Analytiker',
    },
  },
  en: {
    title: 'Choose who you are',
    demo: 'This is a DEMO sign-in without a password. None of these people exist.',
    staff: 'Has access',
    none: 'Has no access yet',
    noRole: 'Lacks the job-function role',
    noClinic: 'Belongs to no clinic',
    cancel: 'Cancel',
    failed: 'The demo sign-in did not work',
    failedText: 'The sign-in has expired or was opened in another browser. Start again.',
    home: 'To the start page',
    roles: {
      caregiver: 'Care staff',
      clinician: 'Clinic staff',
      citizen: 'Citizen',
      administrator: 'Administrator',
      analyst: 'Analyst',
    },
  },
} as const;

function choice(person: DemoPerson, lang: Language): Html {
  const words = PICKER_TEXTS[lang];
  const isStaff = person.role !== 'citizen' && person.role !== 'analyst';
  const why = !isStaff || canEnter(person) ? null : person.hasRole ? words.noClinic : words.noRole;
  return html`<li>
    <button class="choice" name="person" value="${person.subject}">
      <strong>${person.givenName} ${person.familyName}</strong>
      <span>${words.roles[person.role]}${why === null ? null : ` · ${why}`}</span>
    </button>
  </li>`;
}

/** The demo provider's only page: tap a person instead of typing a password. */
export function sendPicker(
  req: IncomingMessage,
  res: ServerResponse,
  organisation: Organisation,
): void {
  const lang = languageOf(req);
  const words = PICKER_TEXTS[lang];
  const people = DEMO_PEOPLE.filter((person) => person.organisationId === organisation.id);
  const others = people.filter((person) => !canEnter(person));
  const list = (some: readonly DemoPerson[]): Html =>
    html`<ul class="list">
      ${some.map((person) => choice(person, lang))}
    </ul>`;
  sendPage(res, 200, {
    lang,
    mode: 'demo',
    title: `${words.title} · ${organisation.name}`,
    body: html`<p class="over">${organisation.name}</p>
      <h1>${words.title}</h1>
      <p class="lead">${words.demo}</p>
      <form method="post">
        <h2>${words.staff}</h2>
        ${list(people.filter(canEnter))}
        ${
          others.length > 0
            ? html`<h2>${words.none}</h2>
                ${list(others)}`
            : null
        }
        <div class="actions">
          <button class="button" name="cancel" value="yes">${words.cancel}</button>
        </div>
      </form>`,
  });
}
