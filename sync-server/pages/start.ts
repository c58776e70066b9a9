import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { DEMO_CITIZENS, DEMO_PEOPLE } from '../demo/people.ts';
import type { DemoPerson } from '../demo/people.ts';
import type { Directory } from '../directory/index.ts';
import type { RelayState } from '../media/index.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { languageOf } from './language.ts';
import type { Language } from './language.ts';
import { sendPage } from './page.ts';

const TEXTS = {
  da: {
    title: 'Nærvær',
    lead: 'Virtuelt venteværelse og videokonsultation for almen praksis.',
    doors: [
      ['/board/', 'Klinikken', 'For læger og klinikpersonale: én tavle med alle, der venter.'],
      ['/tablet/', 'Tabletten', 'For plejepersonale: stil en borger i kø og tal med lægen.'],
      ['/visit/', 'Borger og gæst', 'Kommer senere: selv logge ind eller åbne et link.'],
      ['/insight/', 'Overblik', 'Kommer senere: administration og opfølgning.'],
    ],
    relay: {
      configured: 'Der er et relæ (TURN). Opkald kommer også igennem strenge netværk.',
      local:
        'Der kører et lokalt relæ (TURN) på denne maskine. Det er nok til at prøve på samme maskine.',
      none: 'Der er intet relæ (TURN). Opkald virker kun, hvor enhederne kan nå hinanden direkte.',
    },
    relayTitle: 'Forbindelse til opkald',
    people: 'Personer i demoen',
    peopleLead: 'Vælg en af dem, når du logger ind. Der er ingen adgangskoder.',
    citizens: 'Borgere i demoen',
    citizensLead: 'Brug disse numre. Dagen er lagt 60 til, så de kan ikke tilhøre nogen.',
    without: 'uden jobfunktionsrolle: bliver afvist ved login',
    clinics: 'Klinikker i demoen',
    language: ['?lang=en', 'English'],
  },
  en: {
    title: 'Nærvær',
    lead: 'Virtual waiting room and video consultation for general practice.',
    doors: [
      ['/board/', 'The clinic', 'For doctors and clinic staff: one board of everybody who waits.'],
      ['/tablet/', 'The tablet', 'For care staff: put a citizen in the queue and see the doctor.'],
      ['/visit/', 'Citizen and guest', 'Comes later: sign in alone or open a link.'],
      ['/insight/', 'Insight', 'Comes later: administration and follow-up.'],
    ],
    relay: {
      configured: 'There is a relay (TURN). Calls get through strict networks too.',
      local:
        'A local relay (TURN) runs on this machine. It is enough to try things on one machine.',
      none: 'There is no relay (TURN). Calls work only where devices reach each other directly.',
    },
    relayTitle: 'The way of the calls',
    people: 'People of the demo',
    peopleLead: 'Pick one of them when you sign in. There are no passwords.',
    citizens: 'Citizens of the demo',
    citizensLead: 'Use these numbers. 60 is added to the day, so they can be nobody’s.',
    without: 'without the job-function role: refused at the sign-in',
    clinics: 'Clinics of the demo',
    language: ['?lang=da', 'Dansk'],
  },
} as const;

const names = (people: readonly DemoPerson[], without: string): Html =>
  html`<ul>
    ${people.map(
      ({ givenName, familyName, hasRole }) =>
        html`<li>
          ${givenName} ${familyName}${hasRole ? null : html` <small>(${without})</small>`}
        </li>`,
    )}
  </ul>`;

function demo(lang: Language, directory: Directory): Html {
  const t = TEXTS[lang];
  const entering = DEMO_PEOPLE.filter(({ role }) => role === 'caregiver' || role === 'clinician');
  const byOrganisation = Map.groupBy(entering, ({ organisationId }) => organisationId);
  return html`<section>
      <h2>${t.people}</h2>
      <p>${t.peopleLead}</p>
      <div class="columns">
        ${[...byOrganisation].map(
          ([id, people]) =>
            html`<div>
              <h3>${directory.organisation(id)?.name ?? id}</h3>
              ${names(people, t.without)}
            </div>`,
        )}
      </div>
    </section>
    <section>
      <h2>${t.citizens}</h2>
      <p>${t.citizensLead}</p>
      <ul>
        ${DEMO_CITIZENS.map(({ name, number }) => html`<li><code>${number}</code> ${name}</li>`)}
      </ul>
    </section>
    <section>
      <h2>${t.clinics}</h2>
      <ul>
        ${directory
          .clinics()
          .map(({ name, ydernummer }) => html`<li><code>${ydernummer}</code> ${name}</li>`)}
      </ul>
    </section>`;
}

/** `/`: leads to the four applications and says what this installation can do. */
export function sendStartPage(
  request: IncomingMessage,
  response: ServerResponse,
  about: {
    readonly config: Config;
    readonly directory: Directory;
    readonly relay: RelayState;
  },
): void {
  const chosen = new URL(request.url ?? '/', about.config.publicUrl).searchParams.get('lang');
  if (chosen === 'da' || chosen === 'en') {
    const cookie = `naervaer-language=${chosen}; Path=/; SameSite=Lax; Max-Age=31536000`;
    response.writeHead(303, { Location: '/', 'Set-Cookie': cookie }).end();
    return;
  }
  const lang = languageOf(request);
  const t = TEXTS[lang];
  const [href, other] = t.language;
  const body = html`<header class="start">
      <h1>${t.title}</h1>
      <p class="lead">${t.lead}</p>
      <p><a href="${href}">${other}</a></p>
    </header>
    <nav class="doors">
      ${t.doors.map(
        ([to, name, words]) =>
          html`<a class="door" href="${to}"><strong>${name}</strong><span>${words}</span></a>`,
      )}
    </nav>
    <section>
      <h2>${t.relayTitle}</h2>
      <p>${t.relay[about.relay.kind]}</p>
    </section>
    ${about.config.mode === 'demo' ? demo(lang, about.directory) : null}`;
  sendPage(response, 200, { lang, title: t.lead, body, mode: about.config.mode });
}
