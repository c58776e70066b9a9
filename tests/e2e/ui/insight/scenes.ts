import type { Page, Route } from 'playwright-core';
import type { Scene, Scenes } from '../scene.ts';
import { LOG, sessionOf, SIGNED_IN, STATES, TRIALS, type StateName } from './answers.ts';

interface Behaviour {
  readonly trial?: keyof typeof TRIALS;
  /** What a change is answered with; without one it is accepted. */
  readonly refusal?: { readonly status: number; readonly code: string };
  readonly log?: typeof LOG;
  /** Who is signed in; a code is a refusal. */
  readonly sessions?: typeof SIGNED_IN | string;
}

const json = (route: Route, body: unknown, status = 200): Promise<void> =>
  route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) });

/** Answers as a server would; the app's own code is all there. */
function office(name: StateName, behaviour: Behaviour = {}): NonNullable<Scene['serve']> {
  const isClinic = ['clinic', 'quiet', 'two'].includes(name);
  const session = isClinic
    ? sessionOf('Lise Frederiksen', 'Lægeklinikker')
    : sessionOf('Pia Højvang', name === 'municipality' ? 'Aaby Kommune' : 'Nærvær Drift');
  return async (page) => {
    await page.route('**/api/session?*', (route) => json(route, session));
    await page.route('**/api/admin/state?*', (route) => json(route, STATES[name]));
    await page.route('**/api/admin/change?*', (route) => {
      const { refusal } = behaviour;
      return refusal === undefined
        ? json(route, {})
        : json(route, { code: refusal.code }, refusal.status);
    });
    await page.route('**/api/admin/try-provider?*', (route) =>
      json(route, TRIALS[behaviour.trial ?? 'warned']),
    );
    await page.route('**/api/admin/sessions?*', (route) => {
      const { sessions = SIGNED_IN } = behaviour;
      return typeof sessions === 'string'
        ? json(route, { code: sessions }, 500)
        : json(route, sessions);
    });
    await page.route('**/api/admin/access-log?*', (route) => json(route, behaviour.log ?? LOG));
  };
}
const at = (query: string, name: StateName, behaviour?: Behaviour): Scene => ({
  query,
  serve: office(name, behaviour),
});
/** The browser's own words of an answer that is a refusal, or of none. */
const FAILED = /^error: Failed to load resource/;
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();

/** Every screen and state of insight. */
export const INSIGHT_SCENES: Scenes = {
  'signed-out': {
    serve: (page) => page.route('**/api/session?*', (route) => json(route, null)),
  },
  'session-over': {
    async serve(page) {
      await office('clinic')(page);
      await page.clock.install();
    },
    async act(page) {
      await page.getByRole('heading', { name: 'Lægehuset Søndergade' }).waitFor();
      await page.route('**/api/session?*', (route) => json(route, null));
      await page.clock.runFor(6_000);
      await page.getByText('Du er logget ud. Log ind igen').waitFor();
    },
  },
  /** Nobody touches the page: it looks, which is no use, asks nothing else, and sees the end. */
  'left-alone': {
    async serve(page) {
      await office('clinic')(page);
      await page.clock.install();
    },
    async act(page) {
      await page.getByRole('heading', { name: 'Lægehuset Søndergade' }).waitFor();
      const asked = { looks: 0, uses: 0 };
      page.on('request', (request) => {
        if (request.url().endsWith('&look=1')) asked.looks += 1;
        else asked.uses += 1;
      });
      // An answer has eight seconds of the same clock: small steps.
      const pass = async (minutes: number): Promise<void> => {
        for (let ms = 0; ms < minutes * 60_000; ms += 5_000) await page.clock.runFor(5_000);
      };
      await pass(5);
      if (asked.uses > 0) throw new Error('a page that nobody uses keeps its session');
      if (asked.looks === 0) throw new Error('a page that nobody uses does not see its end');
      await page.route('**/api/session?*', (route) => json(route, null));
      await pass(1);
      await page.getByText('Du er logget ud. Log ind igen').waitFor();
    },
  },
  'no-server': {
    expects: FAILED,
    serve: (page) => page.route('**/api/session?*', (route) => route.abort()),
  },
  operator: at('', 'operator'),
  beginning: at('', 'beginning'),
  'two-clinics': at('', 'two'),
  nothing: at('', 'nothing'),
  unknown: at('organisations/nobody', 'operator'),
  organisation: at('organisations/aaby', 'operator'),
  'organisation-own': at('', 'municipality'),
  'organisation-new': {
    ...at('organisations/new', 'operator'),
    act: (page) => press(page, 'Opret organisationen'),
  },
  'organisation-remove': {
    expects: FAILED,
    ...at('organisations/region', 'operator', { refusal: { status: 409, code: 'stillInUse' } }),
    async act(page) {
      await press(page, 'Fjern organisationen');
      await page.getByRole('dialog').getByRole('button', { name: 'Fjern organisationen' }).click();
      await page.getByText('Det er stadig i brug').waitFor();
    },
  },
  'organisation-edit': at('organisations/aaby/edit', 'municipality'),
  provider: {
    ...at('organisations/aaby/providers/caregiver', 'operator'),
    async act(page) {
      await press(page, 'Prøv den');
      await page.getByTestId('trial-step').first().waitFor();
    },
  },
  'provider-failed': {
    ...at('organisations/aaby/providers/caregiver', 'municipality', { trial: 'failed' }),
    async act(page) {
      await page.getByText('Navne på oplysninger').click();
      await press(page, 'Prøv den');
      await page.getByTestId('trial-step').first().waitFor();
    },
  },
  'provider-new': at('organisations/egely/providers/caregiver', 'operator'),
  'unit-new': at('organisations/aaby/units/new', 'municipality'),
  unit: at('organisations/aaby/units/aahaven', 'municipality'),
  clinic: at('', 'clinic'),
  'clinic-quiet': at('', 'quiet'),
  'clinic-operator': at('clinics/soendergade', 'operator'),
  'clinic-edit': at('clinics/soendergade/edit', 'clinic'),
  'clinic-new': at('clinics/new', 'operator'),
  'request-give': {
    ...at('', 'clinic'),
    async act(page) {
      await press(page, 'Giv adgang til Ole Thorup');
      await page.getByText('Studerende').click();
    },
  },
  'request-given': {
    ...at('', 'clinic'),
    async act(page) {
      await press(page, 'Giv adgang til Ole Thorup');
      await page.getByText('Læge', { exact: true }).click();
      await page.getByLabel('Autorisations-ID').fill('0ef56');
      await press(page, 'Giv adgang');
      await page.getByText('Ole Thorup har fået adgang').waitFor();
    },
  },
  'employee-new': {
    ...at('clinics/soendergade/employees/new', 'clinic'),
    async act(page) {
      await page.getByText('Egen autorisation').click();
      await press(page, 'Tilføj medarbejderen');
    },
  },
  employee: {
    expects: FAILED,
    ...at('', 'clinic', { refusal: { status: 500, code: 'internal' } }),
    async act(page) {
      await press(page, 'Ret Lis Vestergaard');
      await press(page, 'Gem');
      await page.getByText('Noget gik galt hos os').waitFor();
    },
  },
  'employee-remove': { ...at('', 'clinic'), act: (page) => press(page, 'Fjern Anne Holm') },
  unsaved: {
    ...at('clinics/soendergade/edit', 'clinic'),
    async act(page) {
      await page.getByLabel('Adresse').fill('Torvet 1, 9990 Aaby');
      await page.getByRole('link', { name: 'Adgangslog' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'signed-in': {
    ...at('signed-in', 'operator'),
    act: (page) => page.getByTestId('signed-in').first().waitFor(),
  },
  'signed-in-own': {
    ...at('signed-in', 'municipality', { sessions: { ...SIGNED_IN, before: null } }),
    async act(page) {
      await page.getByLabel('Søg efter navn').fill('lund mette');
      await page.getByTestId('signed-in').first().waitFor();
    },
  },
  'signed-in-ask': {
    ...at('signed-in', 'operator'),
    async act(page) {
      await press(page, 'Log ud: Mette Lund');
      await page.getByRole('dialog').waitFor();
    },
  },
  'signed-in-not-found': {
    ...at('signed-in', 'operator'),
    async act(page) {
      await page.getByLabel('Søg efter navn').fill('Nobody');
      await page.getByText('Ingen af dem, der vises').waitFor();
    },
  },
  'signed-in-nobody': {
    ...at('signed-in', 'clinic', { sessions: { rows: [], before: null } }),
    act: (page) => page.getByText('Ingen er logget ind').waitFor(),
  },
  'signed-in-failed': {
    expects: FAILED,
    ...at('signed-in', 'operator', { sessions: 'internal' }),
    act: (page) => page.getByText('Noget gik galt hos os').waitFor(),
  },
  'access-log': at('access-log', 'operator'),
  'access-log-found': {
    ...at('access-log', 'operator'),
    async act(page) {
      await page.getByLabel('Borgerens CPR-nummer').fill('720341-1234');
      await press(page, 'Søg i loggen');
      await page.getByTestId('log-row').first().waitFor();
    },
  },
  'access-log-empty': {
    ...at('access-log', 'clinic', { log: { rows: [], before: null } }),
    async act(page) {
      await press(page, 'Søg i loggen');
      await page.getByText('Ingen linjer i perioden').waitFor();
    },
  },
  'access-log-wrong': {
    ...at('access-log', 'clinic'),
    async act(page) {
      await page.getByLabel('Borgerens CPR-nummer').fill('123');
      await page.getByLabel('Til og med').fill('2020-01-01');
      await press(page, 'Søg i loggen');
    },
  },
  settings: at('settings', 'operator'),
};
