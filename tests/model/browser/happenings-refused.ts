import type { Consultation } from '@naervaer/machines/consultation';
import type { Locator } from 'playwright-core';
import { until } from '../../support/until.ts';
import type { happenings } from './consultation-walk.ts';
import { around, rowOf } from './happenings.ts';
import type { Ward } from './happenings.ts';
import { PATIENCE } from './patience.ts';

type Happening = ReturnType<typeof happenings>[number];

/** The controls with which it would be said; none for what devices do. */
function controlsOf(ward: Ward, event: Happening, before: Consultation): Locator[] {
  const { board, tablet, citizen } = around(ward, before);
  const [first, second] = ward.boards;
  const doctor = (name: string) => (name === 'Læge 2' ? second : first);
  switch (event.type) {
    case 'CLAIM':
      return [rowOf(doctor(event.by.name), citizen).getByRole('button', { name: /^Start/ })];
    case 'RELEASE':
      return [doctor(event.by.name).page.getByRole('button', { name: 'Læg tilbage i køen' })];
    case 'REJECT': {
      const { page } = doctor(event.by.name);
      return [rowOf(board, citizen), page.locator('.call-actions')].map((within) =>
        within.getByRole('button', { name: /^Afvis/ }),
      );
    }
    case 'TELL':
      return ward.boards.map((each) =>
        rowOf(each, citizen).getByRole('button', { name: /^Besked/ }),
      );
    case 'LEAVE':
      return [tablet.page.getByRole('button', { name: 'Forlad køen' })];
    case 'ENTER':
    case 'END': {
      if (event.side === 'waiter') return [tablet.page.getByTestId('call-hang-up')];
      const { page } = event.by.endsWith('2') ? second : first;
      return [page.getByTestId('call-hang-up')];
    }
    case 'AWAY':
    case 'BACK':
      return [];
  }
}

/** What would be refused is not offered: the button is not there, or cannot be pressed. */
export async function expectNotOffered(
  ward: Ward,
  event: Happening,
  before: Consultation,
): Promise<void> {
  const offered = async (): Promise<number> => {
    let count = 0;
    for (const control of controlsOf(ward, event, before))
      for (const each of await control.all()) if (await each.isEnabled()) count += 1;
    return count;
  };
  await until(`that nobody can ${event.type}`, offered, (count) => count === 0, PATIENCE);
}
