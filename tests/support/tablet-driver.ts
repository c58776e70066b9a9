import type { Page } from 'playwright-core';

/** Drives the tablet as a care worker would: by what the screen says, in Danish. */
export interface TabletDriver {
  /** From the organisation's page through the provider's to the first own screen. */
  signIn(organisation: string, person: string): Promise<void>;
  saveProfile(jobRole: string, workplace: string): Promise<void>;
  onBehalfOf(number: string, name: string): Promise<void>;
  withoutCpr(): Promise<void>;
  chooseClinic(search: string): Promise<void>;
  skipCheck(): Promise<void>;
  giveReason(reason: string): Promise<void>;
  /** Waits until the screen shows this place in the queue. */
  position(place: number): Promise<void>;
  logCitizenOut(): Promise<void>;
  /** From the sign-in to the queue, with a citizen. */
  joinWith(
    citizen: { number: string; name: string },
    clinic: string,
    reason: string,
  ): Promise<void>;
}

/** A provider's page: tap the person. */
export const pickPerson = (page: Page, person: string): Promise<void> =>
  page.getByRole('button', { name: person }).click();

export function tabletDriver(page: Page, origin: string): TabletDriver {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const driver: TabletDriver = {
    async signIn(organisation, person) {
      await page.goto(`${origin}/tablet/`);
      await page.getByRole('link', { name: organisation }).or(button(organisation)).first().click();
      await pickPerson(page, person);
      await page.waitForURL(/\/tablet\//);
    },
    async saveProfile(jobRole, workplace) {
      await page.getByText(jobRole, { exact: true }).click();
      const unit = page.getByLabel('Dit arbejdssted');
      const option = await unit.locator('option', { hasText: workplace }).getAttribute('value');
      await unit.selectOption(option);
      await button('Gem oplysninger').click();
    },
    async onBehalfOf(number, name) {
      await page.getByLabel('CPR-nummer').fill(number);
      await page.getByLabel('Borgerens navn').fill(name);
      await page.getByText('Jeg erklærer på tro og love').click();
      await button('Log ind på borgerens vegne').click();
    },
    async withoutCpr() {
      await button('Fortsæt uden CPR-nummer').click();
      await page.getByText('Klinikken har sagt ja').click();
      await button('Fortsæt').click();
    },
    async chooseClinic(search) {
      await page.getByLabel('Søg efter klinikken').fill(search);
      await page.getByTestId('clinic').first().click();
      await page.getByText('Klinikken har åbent for video').waitFor();
      await button('Fortsæt').click();
    },
    async skipCheck() {
      await button('Spring over').click();
    },
    async giveReason(reason) {
      await page.getByLabel('Kort om årsagen').fill(reason);
      await button('Start videokonsultation').click();
    },
    async position(place) {
      await page.getByText(`I er nummer ${place} i køen`).first().waitFor({ state: 'attached' });
    },
    async logCitizenOut() {
      await page.getByRole('main').getByRole('button', { name: 'Log borger ud' }).click();
    },
    async joinWith({ number, name }, clinic, reason) {
      await driver.onBehalfOf(number, name);
      await driver.chooseClinic(clinic);
      await driver.skipCheck();
      await driver.giveReason(reason);
    },
  };
  return driver;
}
