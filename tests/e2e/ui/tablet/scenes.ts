import type { Page } from 'playwright-core';
import type { Scenes } from '../scene.ts';

const fake = (page: Page, call: string) => page.evaluate(`fake.${call}`);
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();

async function nameCitizen(page: Page): Promise<void> {
  await page.getByLabel('CPR-nummer').fill('670238-0021');
  await page.getByLabel('Borgerens navn').fill('Karen Nørgaard');
  await page.getByLabel(/tro og love/).check();
  await page.getByLabel('Pårørende').check();
}
async function toClinic(page: Page): Promise<void> {
  await nameCitizen(page);
  await press(page, 'Log ind på borgerens vegne');
  await page.getByRole('heading', { name: 'Hvilken klinik?' }).waitFor();
}
async function choose(page: Page): Promise<void> {
  await toClinic(page);
  await page.getByLabel('Søg efter klinikken').fill('057584');
  await page.getByTestId('clinic').click();
  await page.getByText('Klinikken har åbent for video').waitFor();
}
async function toReason(page: Page): Promise<void> {
  await choose(page);
  await press(page, 'Fortsæt');
  const skip = page.getByRole('button', { name: 'Spring over' });
  const reason = page.getByLabel('Kort om årsagen');
  await skip.or(reason).waitFor();
  if (await skip.isVisible()) await skip.click();
  await reason.fill('Sår på venstre hæl, der ikke vil hele. Det er blevet rødere siden i går.');
}
async function submit(page: Page): Promise<void> {
  await toReason(page);
  await press(page, 'Start videokonsultation');
  await page.getByRole('heading', { name: /Sendes til klinikken|Gemt/ }).waitFor();
}
async function toWaiting(page: Page): Promise<void> {
  await submit(page);
  await fake(page, "view({}), fake.settle({ kind: 'settled', outcome: { status: 'accepted' } })");
  await page.getByTestId('position').waitFor();
}
async function ended(page: Page, view: string): Promise<void> {
  await toWaiting(page);
  await fake(page, `view(${view})`);
  await page.getByRole('button', { name: 'Log borger ud' }).first().waitFor();
}

async function toCall(page: Page): Promise<void> {
  await toWaiting(page);
  await fake(page, "view({ state: 'called', position: null, clinician: 'Anne Holm' })");
  await page.getByTestId('call-hang-up').waitFor();
}
async function type(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await press(page, digit);
}
async function handOver(page: Page): Promise<void> {
  await press(page, 'Giv tabletten til borgeren');
  await type(page, '2580');
  await page.getByRole('heading', { name: 'Tast koden igen' }).waitFor();
  await type(page, '2580');
  await page.getByTestId('unlock').waitFor();
}
async function miss(page: Page, times: number): Promise<void> {
  await page.getByTestId('unlock').click();
  for (let count = 0; count < times; count += 1) {
    await type(page, '1111');
    await page.getByText(/Koden passer ikke|tastet forkert/).waitFor();
    await page
      .getByText('0 af 4 cifre tastet')
      .or(page.getByText(/Vent/))
      .first()
      .waitFor({ state: 'attached' });
  }
}

/** Every screen and state, and how a person comes there. */
export const TABLET_SCENES: Scenes = {
  'sign-in': { start: 'signedOut', act: (page) => page.getByText('Aaby Kommune').waitFor() },
  'no-line': { start: 'offline', act: (page) => page.getByText('Prøv igen').waitFor() },
  profile: {
    start: 'new',
    async act(page) {
      await page.getByLabel('Sygeplejerske').check();
    },
  },
  'profile-missing': { start: 'new', act: (page) => press(page, 'Gem oplysninger') },
  citizen: { act: nameCitizen },
  'citizen-empty': { act: (page) => press(page, 'Log ind på borgerens vegne') },
  'citizen-real-cpr': {
    async act(page) {
      await nameCitizen(page);
      await page.getByLabel('CPR-nummer').fill('010203-1234');
      await press(page, 'Log ind på borgerens vegne');
    },
  },
  'without-cpr': {
    async act(page) {
      await press(page, /Fortsæt uden CPR/);
      await press(page, 'Fortsæt');
    },
  },
  clinics: { act: toClinic },
  'clinics-none': {
    async act(page) {
      await toClinic(page);
      await page.getByLabel('Søg efter klinikken').fill('findes ikke');
    },
  },
  'clinic-open': { act: choose },
  'clinic-closed': {
    async act(page) {
      await choose(page);
      await fake(page, "lobby('closed')");
      await page.getByText('Klinikken har lukket for video lige nu').waitFor();
    },
  },
  'clinic-offline': {
    async act(page) {
      await choose(page);
      await fake(page, "line('offline')");
      await page.getByText(/Uden net/).waitFor();
    },
  },
  check: {
    async act(page) {
      await choose(page);
      await press(page, 'Fortsæt');
      await page.getByRole('heading', { name: 'Tjek lyd og billede' }).waitFor();
    },
  },
  'check-running': {
    async act(page) {
      await choose(page);
      await press(page, 'Fortsæt');
      await press(page, 'Start tjekket');
      await page.getByText('Vi kan høre jer', { exact: true }).waitFor();
      await press(page, 'Spil en lyd');
    },
  },
  'check-denied': {
    // As a person who says no; the browser of the pictures says yes to everything.
    serve: (page) =>
      page.addInitScript(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
      ),
    async act(page) {
      await choose(page);
      await press(page, 'Fortsæt');
      await press(page, 'Start tjekket');
      await page.getByTestId('permission-drawing').waitFor();
      await page.getByText(/kunne vi ikke prøve/).waitFor();
    },
  },
  'network-test': {
    // No server stands behind it.
    expects: /WebSocket connection to/,
    async act(page) {
      await choose(page);
      await press(page, 'Test netværket');
      await page.locator('[data-testid=self-test]:not([data-verdict=running])').waitFor();
    },
  },
  reason: { isKnown: true, act: toReason },
  'reason-missing': {
    async act(page) {
      await toReason(page);
      await page.getByLabel('Kort om årsagen').fill('');
      await press(page, 'Start videokonsultation');
    },
  },
  'reason-refused': {
    isKnown: true,
    async act(page) {
      await submit(page);
      await fake(
        page,
        "settle({ kind: 'settled', outcome: { status: 'refused', code: 'notStored' } })",
      );
    },
  },
  sending: { act: submit },
  kept: {
    async act(page) {
      await toReason(page);
      await fake(page, "line('offline')");
      await press(page, 'Start videokonsultation');
      await page.getByText('Gemt, sendes når der er net').waitFor();
    },
  },
  waiting: { act: toWaiting },
  'waiting-messages': {
    async act(page) {
      await toWaiting(page);
      await fake(
        page,
        "view({ position: 12, mode: 'closing', wait: { low: 45, high: 70, isEstimated: true }, message: { late: 10, text: 'Vi har fået en akut patient ind.', at: Date.now() } })",
      );
    },
  },
  'waiting-offline': {
    async act(page) {
      await toWaiting(page);
      await fake(page, "line('offline')");
    },
  },
  'waiting-leave': {
    async act(page) {
      await toWaiting(page);
      await press(page, 'Forlad køen');
      await page.getByRole('dialog').waitFor();
    },
  },
  leaving: {
    async act(page) {
      await toWaiting(page);
      await fake(page, "line('offline')");
      await press(page, 'Forlad køen');
      await press(page, 'Ja, forlad køen');
    },
  },
  ready: {
    isUnpermitted: true,
    async act(page) {
      await toWaiting(page);
      await fake(page, "view({ state: 'called', position: null, clinician: 'Anne Holm' })");
      await page.getByText('Det er jeres tur. Lægen er klar').waitFor();
    },
  },
  call: { act: toCall },
  'not-you': {
    async act(page) {
      await nameCitizen(page);
      await press(page, 'Ikke dig? Log ind som en anden');
      await page.getByRole('dialog').waitFor();
    },
  },
  'not-you-waiting': {
    async act(page) {
      await toWaiting(page);
      await fake(page, "line('offline')");
      await press(page, 'Ikke dig? Log ind som en anden');
      await page.getByRole('dialog').waitFor();
    },
  },
  'pin-choose': {
    async act(page) {
      await toCall(page);
      await press(page, 'Giv tabletten til borgeren');
      await type(page, '25');
    },
  },
  'pin-differs': {
    async act(page) {
      await toWaiting(page);
      await press(page, 'Giv tabletten til borgeren');
      await type(page, '2580');
      await page.getByRole('heading', { name: 'Tast koden igen' }).waitFor();
      await type(page, '2581');
      await page.getByText('De to koder var ikke ens').waitFor();
    },
  },
  'locked-waiting': {
    async act(page) {
      await toWaiting(page);
      await handOver(page);
    },
  },
  'locked-call': {
    async act(page) {
      await toCall(page);
      await handOver(page);
    },
  },
  'locked-ask': {
    async act(page) {
      await toCall(page);
      await handOver(page);
      await miss(page, 1);
    },
  },
  'locked-paused': {
    async act(page) {
      await toWaiting(page);
      await handOver(page);
      await miss(page, 5);
    },
  },
  'locked-over': {
    async act(page) {
      await toCall(page);
      await handOver(page);
      await fake(page, "view({ state: 'ended', position: null })");
      await page.getByText('Giv tabletten tilbage til personalet').waitFor();
    },
  },
  done: { act: (page) => ended(page, "{ state: 'ended', position: null }") },
  rejected: {
    act: (page) =>
      ended(
        page,
        "{ state: 'rejected', position: null, rejection: { instead: 'attend', note: 'Kom i dag kl. 14.30. Tag medicinlisten med.' } }",
      ),
  },
  cancelled: { act: (page) => ended(page, "{ state: 'cancelled', position: null }") },
  expired: { act: (page) => ended(page, "{ state: 'expired', position: null }") },
  idle: {
    clock: true,
    async act(page) {
      await nameCitizen(page);
      await page.clock.fastForward(91_000);
      await page.getByRole('alertdialog').waitFor();
    },
  },
  'idle-staff': {
    clock: true,
    async act(page) {
      await page.getByText('Hvem er borgeren?').waitFor();
      await page.clock.fastForward(271_000);
      await page.getByRole('alertdialog').waitFor();
    },
  },
  'signing-out': { act: (page) => press(page, 'Log ud') },
};
