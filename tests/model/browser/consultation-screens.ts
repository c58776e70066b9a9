import type { Consultation } from '@naervaer/machines/consultation';
import type { ConsultationState } from '@naervaer/machines/protocol';
import { until } from '../../support/until.ts';
import { around, rowOf } from './happenings.ts';
import type { Ward } from './happenings.ts';
import type { Seat } from './house.ts';
import { PATIENCE } from './patience.ts';
import { TITLES } from './tablet-screens.ts';

type Seen = Pick<Consultation, 'value' | 'context'>;

/** The boards, and the tablet if it has network, show somebody who waits (B2, T7). */
export async function expectWaiting(ward: Ward, seen: Seen, place: number): Promise<void> {
  const { tablet, citizen } = around(ward, seen);
  const { awaySince, message } = seen.context;
  for (const board of ward.boards) {
    const row = rowOf(board, citizen);
    await row.getByText(awaySince.waiter === null ? 'Er her' : 'Væk siden').waitFor();
    if (message !== null) await row.getByText(message.text).waitFor();
  }
  if (!tablet.isOnline) return;
  const words = `I er nummer ${place} i køen`;
  await tablet.page.getByText(words).first().waitFor({ state: 'attached' });
  // Of a word to one and a word to all the newest stands there; both say this.
  const late = tablet.page.getByText('Lægen er forsinket. I beholder jeres plads i køen');
  if (message !== null) await late.first().waitFor();
}

const WORDS = {
  called: 'Kaldt ind',
  ongoing: 'Igangværende videokonsultation',
  interrupted: 'Afbrudt',
} as const;

/** The colleague reads who has the patient and how it stands, the two in the call what it is. */
export async function expectInCall(ward: Ward, seen: Seen): Promise<void> {
  const { board, colleague, tablet, citizen } = around(ward, seen);
  const words = WORDS[seen.value as keyof typeof WORDS];
  const line = colleague.page.locator('.now-line').filter({ hasText: citizen });
  await line
    .filter({ hasText: `hos ${board.name}` })
    .filter({ hasText: words })
    .waitFor();
  if (board.isOnline) {
    const facts = board.page.getByRole('complementary', { name: 'Om patienten' });
    await facts.filter({ hasText: citizen }).getByText(words).waitFor();
  }
  if (tablet.isOnline)
    await tablet.heading(TITLES.call).or(tablet.page.getByTestId('call-hang-up')).waitFor();
}

const ENDS: Partial<Record<ConsultationState, keyof typeof TITLES>> = {
  ended: 'done',
  rejected: 'rejected',
  cancelled: 'cancelled',
  expired: 'expired',
};

/** Gone from every board; the waiter reads how it ended. Whoever had no network comes back to it (MA4). */
export async function expectOver(ward: Ward, seen: Seen): Promise<void> {
  const { tablet, citizen } = around(ward, seen);
  for (const seat of [tablet, ...ward.boards]) if (!seat.isOnline) await ward.heal(seat);
  // Somebody holds it in their hands: nobody is logged out for idleness meanwhile (T9).
  await tablet.page.keyboard.press('Shift');
  const title = ENDS[seen.value];
  if (title !== undefined) await tablet.heading(TITLES[title]).waitFor();
  if (seen.value === 'rejected') {
    await tablet.page.getByText('Lægen ringer til jer.').waitFor();
    await tablet.page.getByText(seen.context.rejection?.note ?? '').waitFor();
  }
  for (const board of ward.boards) {
    await until(
      'that it goes from the board',
      () => shown(board, citizen),
      (n) => n === 0,
      PATIENCE,
    );
  }
}

const shown = async (board: Seat, citizen: string): Promise<number> =>
  (await rowOf(board, citizen).count()) +
  (await board.page.locator('.now-line, .call-facts').filter({ hasText: citizen }).count());
