import type { Page } from 'playwright-core';
import { pickPerson } from './tablet-driver.ts';

/** Drives the board as a clinician would, in Danish. */
export interface BoardDriver {
  signIn(person: string): Promise<void>;
  open(): Promise<void>;
  /** Waits for a row with this text. */
  row(text: string): Promise<void>;
  startNext(): Promise<void>;
  end(): Promise<void>;
}

export function boardDriver(page: Page, origin: string): BoardDriver {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  return {
    async signIn(person) {
      await page.goto(`${origin}/board/`);
      await page
        .getByRole('link', { name: /Log ind/ })
        .or(button(/Log ind/))
        .first()
        .click();
      await pickPerson(page, person);
      await page.waitForURL(/\/board\//);
      await page.getByTestId('clinic-mode').waitFor();
    },
    async open() {
      await button('Åbn for video').click();
      await page.getByTestId('clinic-mode').getByText('Åbent for video').waitFor();
    },
    async row(text) {
      await page.getByTestId('queue-row').filter({ hasText: text }).waitFor();
    },
    async startNext() {
      await button(/^Start videokonsultation/)
        .first()
        .click();
    },
    async end() {
      await button('Afslut').click();
    },
  };
}
