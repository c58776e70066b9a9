import type { Page } from 'playwright-core';
import type { Scenes } from '../scene.ts';

const first = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click();
const scenario = (name: string) => ({ query: `?scenario=${name}` });

/** Every screen and state of the board; the fake session reads its scenario from the address. */
export const BOARD_SCENES: Scenes = {
  queue: scenario('queue'),
  long: scenario('long'),
  call: scenario('mine'),
  called: {
    ...scenario('queue'),
    async act(page) {
      await first(page, /^Start/);
      await page.getByRole('button', { name: 'Læg tilbage i køen' }).waitFor();
    },
  },
  'queue-in-call': { ...scenario('mine'), act: (page) => first(page, /Se køen/) },
  empty: scenario('empty'),
  closed: scenario('closed'),
  offline: scenario('offline'),
  refused: scenario('refused'),
  loading: scenario('loading'),
  'signed-out': scenario('signedOut'),
  'no-server': scenario('noServer'),
  'no-clinic': scenario('noClinic'),
  'network-test': {
    ...scenario('queue'),
    // No server stands behind it.
    expects: /WebSocket connection to/,
    async act(page) {
      await page.getByRole('button', { name: 'Test netværket' }).click();
      await page.locator('[data-testid=self-test]:not([data-verdict=running])').waitFor();
    },
  },
  reject: {
    ...scenario('queue'),
    async act(page) {
      await first(page, /^Afvis/);
      await page.getByRole('dialog').getByRole('button', { name: 'Afvis', exact: true }).click();
    },
  },
  tell: {
    ...scenario('queue'),
    act: (page) => page.getByRole('button', { name: 'Besked til alle' }).click(),
  },
  'right-patient': {
    ...scenario('queue'),
    async act(page) {
      await page.getByRole('checkbox').check();
      await first(page, /^Start/);
    },
  },
  'already-claimed': {
    ...scenario('queue'),
    async act(page) {
      await page
        .getByRole('button', { name: /^Start/ })
        .last()
        .click();
      await page.getByText('Bo Frandsen har allerede').waitFor();
    },
  },
};
