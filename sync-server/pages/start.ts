import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { canEnter, DEMO_CITIZENS, DEMO_PEOPLE } from '../demo/people.ts';
import type { DemoPerson } from '../demo/people.ts';
import type { Directory } from '../directory/index.ts';
import type { RelayState } from '../media/index.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { languageOf } from './language.ts';
import type { Language } from './language.ts';
import { sendPage } from './page.ts';

/** Behind these it says what is coming. */
const LATER: readonly string[] = ['/visit/'];

const TEXTS = {
  da: {
    title: 'Nærvær',
    lead: 'Virtuelt venteværelse og videokonsultation for almen praksis.',
    doors: [
      ['/board/', 'Klinikken', 'For læger og klinikpersonale: én tavle med alle, der venter.'],
      ['/tablet/', 'Tabletten', 'For plejepersonale: stil en borger i kø og tal med lægen.'],
      ['/visit/', 'Borger og gæst', 'Kommer senere: selv logge ind eller åbne et link.'],
      ['/insight/', 'Indblik', 'For administratorer: organisationer, klinikker og adgangslog.'],
    ],
    relay: {
      configured: 'Der er et relæ (TURN). Opkald kommer også igennem strenge netværk.',
      local:
        'Der kører et lokalt relæ (TURN) på denne maskine. Det er nok til at prøve på samme maskine.',
      none: 'Der er intet relæ (TURN). Opkald virker kun, hvor enhederne kan nå hinanden direkte.',
    },
    relayTitle: 'Opkald:',
    doorsTitle: 'Indgange',
    people: 'Personer i demoen',
    peopleLead: 'Vælg en af dem, når du logger ind. Der er ingen adgangskoder.',
    administrators: 'Indblik',
    administratorsLead: 'Hver ser sit eget; driften ser det hele.',
    things: 'Det, du skal skrive',
    citizens: 'Borgere',
    citizensLead: 'Brug disse numre. Dagen er lagt 60 til, så de kan ikke tilhøre nogen.',
    without: 'har ikke adgang: bliver afvist ved login',
    clinics: 'Klinikker',
    clinicsLead: 'Søg på ydernummer, navn eller adresse.',
    language: ['?lang=en', 'English'],
  },
  en: {
    title: 'Nærvær',
    lead: 'Virtual waiting room and video consultation for general practice.',
    doors: [
      ['/board/', 'The clinic', 'For doctors and clinic staff: one board of everybody who waits.'],
      ['/tablet/', 'The tablet', 'For care staff: put a citizen in the queue and see the doctor.'],
      ['/visit/', 'Citizen and guest', 'Comes later: sign in alone or open a link.'],
      ['/insight/', 'Insight', 'For administrators: organisations, clinics and the access log.'],
    ],
    relay: {
      configured: 'There is a relay (TURN). Calls get through strict networks too.',
      local:
        'A local relay (TURN) runs on this machine. It is enough to try things on one machine.',
      none: 'There is no relay (TURN). Calls work only where devices reach each other directly.',
    },
    relayTitle: 'Calls:',
    doorsTitle: 'Entrances',
    people: 'People of the demo',
    peopleLead: 'Pick one of them when you sign in. There are no passwords.',
    administrators: 'Insight',
    administratorsLead: 'Each sees their own; who runs the installation sees it all.',
    things: 'What you have to type',
    citizens: 'Citizens',
    citizensLead: 'Use these numbers. 60 is added to the day, so they can be nobody’s.',
    without: 'no access: refused at the sign-in',
    clinics: 'Clinics',
    clinicsLead: 'Search by provider number, name or address.',
    language: ['?lang=da', 'Dansk'],
  },
} as const;

const names = (people: readonly DemoPerson[], without: string): Html =>
  html`<ul class="plain">
    ${people.map(
      (person) =>
        html`<li>${person.name}${canEnter(person) ? null : html` <small>${without}</small>`}</li>`,
    )}
  </ul>`;

/** One of each organisation: who they are is told by what they administrate. */
const administrators = (directory: Directory): Html => {
  const entering = DEMO_PEOPLE.filter((one) => one.role === 'administrator' && canEnter(one));
  const first = [...Map.groupBy(entering, ({ organisationId }) => organisationId).values()];
  return html`<ul class="plain">
    ${first.flatMap(([person]) => {
      if (person === undefined) return [];
      const { name, organisationId, clinics } = person;
      const organisation = directory.organisation(organisationId)?.name ?? organisationId;
      const what = directory.clinic(clinics[0] ?? '')?.name;
      return [
        html`<li>
          ${name} <small>${organisation}${what === undefined ? null : html`: ${what}`}</small>
        </li>`,
      ];
    })}
  </ul>`;
};

const numbers = (rows: readonly { readonly number: string; readonly name: string }[]): Html =>
  html`<ul class="plain">
    ${rows.map(({ name, number }) => html`<li><code>${number}</code> ${name}</li>`)}
  </ul>`;

function demo(lang: Language, directory: Directory): Html {
  const t = TEXTS[lang];
  const entering = DEMO_PEOPLE.filter(({ role }) => role === 'caregiver' || role === 'clinician');
  const byOrganisation = Map.groupBy(entering, ({ organisationId }) => organisationId);
  const clinics = directory.clinics().map(({ name, ydernummer }) => ({ name, number: ydernummer }));
  return html`<section>
      <h2>${t.people}</h2>
      <p>${t.peopleLead}</p>
      <div class="columns">
        ${[...byOrganisation].map(
          ([id, people]) =>
            html`<div class="card">
              <h3>${directory.organisation(id)?.name ?? id}</h3>
              ${names(people, t.without)}
            </div>`,
        )}
        <div class="card">
          <h3>${t.administrators}</h3>
          <p class="muted">${t.administratorsLead}</p>
          ${administrators(directory)}
        </div>
      </div>
    </section>
    <section>
      <h2>${t.things}</h2>
      <div class="columns wide">
        <div class="card">
          <h3>${t.citizens}</h3>
          <p class="muted">${t.citizensLead}</p>
          ${numbers(DEMO_CITIZENS)}
        </div>
        <div class="card">
          <h3>${t.clinics}</h3>
          <p class="muted">${t.clinicsLead}</p>
          ${numbers(clinics)}
        </div>
      </div>
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
    const secure = about.config.publicUrl.protocol === 'https:' ? '; Secure' : '';
    const cookie = `naervaer-language=${chosen}; Path=/; SameSite=Lax; Max-Age=31536000${secure}`;
    response.writeHead(303, { Location: '/', 'Set-Cookie': cookie }).end();
    return;
  }
  const lang = languageOf(request);
  const t = TEXTS[lang];
  const [href, other] = t.language;
  const hasRelay = about.relay.kind !== 'none';
  const body = html`<header class="start">
      <div>
        <h1>${t.title}</h1>
        <p class="lead">${t.lead}</p>
      </div>
      <a class="button" href="${href}" lang="${lang === 'da' ? 'en' : 'da'}">${other}</a>
    </header>
    <nav class="doors" aria-label="${t.doorsTitle}">
      ${t.doors.map(
        ([to, name, words]) =>
          html`<a class="${LATER.includes(to) ? 'door later' : 'door'}" href="${to}"
            ><strong>${name}</strong><span>${words}</span></a
          >`,
      )}
    </nav>
    <p class="${hasRelay ? 'relay' : 'relay missing'}">
      <strong>${t.relayTitle}</strong> ${t.relay[about.relay.kind]}
    </p>
    ${about.config.mode === 'demo' ? demo(lang, about.directory) : null}`;
  sendPage(response, 200, { lang, title: t.lead, body, mode: about.config.mode });
}
