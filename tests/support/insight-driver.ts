import type { Page } from 'playwright-core';
import { pickPerson } from './tablet-driver.ts';

/** Drives insight as an administrator would, in Danish. */
export interface InsightDriver {
  signIn(organisation: string, person: string): Promise<void>;
  /** Takes an employee out of the clinic on the screen, and waits until it is said to be done. */
  remove(employee: string): Promise<void>;
  /** Lets somebody in who asked to come in to the clinic on the screen, as a doctor. */
  admitDoctor(person: string, authorisation: string): Promise<void>;
}

export function insightDriver(page: Page, origin: string): InsightDriver {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    async signIn(organisation, person) {
      await page.goto(`${origin}/insight/`);
      await page.getByRole('link', { name: organisation }).click();
      await pickPerson(page, person);
      await page.waitForURL(/\/insight\/$/);
      await page.getByRole('navigation').waitFor();
    },
    async remove(employee) {
      await button(`Fjern ${employee}`).click();
      await page.getByRole('dialog').getByText('med det samme').waitFor();
      await button('Fjern medarbejderen').click();
      await page.getByText(`${employee} er fjernet`).waitFor();
    },
    async admitDoctor(person, authorisation) {
      await button(`Giv adgang til ${person}`).click();
      await page.getByText('Læge', { exact: true }).click();
      await page.getByLabel('Autorisations-ID').fill(authorisation);
      await button('Giv adgang').click();
      await page.getByText(`${person} har fået adgang`).waitFor();
    },
  };
}
