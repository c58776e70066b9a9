import { unreachable } from '@naervaer/machines/protocol';
import type { Consultation, Request, Side } from '@naervaer/machines/consultation';
import type { Locator } from 'playwright-core';
import { tabletDriver } from '../../support/tablet-driver.ts';
import { until } from '../../support/until.ts';
import type { happenings } from './consultation-walk.ts';
import { CLINIC } from './crew.ts';
import { openHouse } from './house.ts';
import type { House, Seat } from './house.ts';
import { PATIENCE } from './patience.ts';
import type { Stage } from './stage.ts';

type Happening = ReturnType<typeof happenings>[number];

/** A house in which consultations are under way. */
export interface Ward extends House {
  /** Where the question for a message was opened while the row stood in the queue. */
  question: Seat | undefined;
  /** Whether such a question is opened at each start, for a message that comes late. */
  readonly tellsLate: boolean;
}

export const openWard = async (stage: Stage, tellsLate: boolean): Promise<Ward> =>
  Object.assign(await openHouse(stage), { question: undefined, tellsLate });

/** The seats of one consultation, by the people of the model. */
export interface Around {
  readonly tablet: Seat;
  /** Who holds it, and who does not. */
  readonly board: Seat;
  readonly colleague: Seat;
  readonly citizen: string;
}

export function around(ward: Ward, { context }: Pick<Consultation, 'context'>): Around {
  const { holder, request } = context;
  const [first, second] = ward.boards;
  const isSecond = holder?.name === 'Læge 2';
  return {
    tablet: ward.tablets[request.waiter.name === 'Plejer 2' ? 1 : 0],
    board: isSecond ? second : first,
    colleague: isSecond ? first : second,
    citizen: nameOf(request),
  };
}

/** A citizen's name leaves the model's state when it is over; the waiter's own number stays. */
export const nameOf = ({ waiter }: Request): string => `Borger ${waiter.name.slice(-1)}`;

export const rowOf = ({ page }: Seat, citizen: string): Locator =>
  page.getByTestId('queue-row').filter({ hasText: citizen });

/** Waits until the server has decided something that this makes a page say. */
async function decided({ server }: Ward, act: () => Promise<unknown>): Promise<void> {
  const before = await server.commits();
  await act();
  await until('what the server decided', server.commits, (now) => now > before, PATIENCE);
}

export async function join(
  { server }: Pick<Ward, 'server'>,
  tablet: Seat,
  { citizen, waiter }: Request,
): Promise<void> {
  const { page } = tablet;
  const nurse = tabletDriver(page, server.origin);
  // Whoever was helped before is still on the screen until now.
  const logOut = page.getByRole('main').getByRole('button', { name: 'Log borger ud' });
  await page.getByLabel('CPR-nummer').or(logOut).first().waitFor();
  if ((await logOut.count()) > 0) await logOut.click();
  await nurse.onBehalfOf(citizen?.digits ?? '', citizen?.name ?? waiter.name);
  await nurse.chooseClinic(CLINIC.ydernummer);
  const reason = page.getByLabel('Kort om årsagen');
  const skip = page.getByRole('button', { name: 'Spring over' });
  await reason.or(skip).waitFor();
  if ((await skip.count()) > 0) await skip.click();
  await nurse.giveReason('Sår på venstre fod');
  await page.getByText('i køen').first().waitFor({ state: 'attached' });
}

/** 10 minutes late, and a word: the dialog is open. */
async function sendMessage({ page }: Seat, minutes: number, text: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`${minutes} min`, { exact: true }).click();
  if (text !== '') await dialog.getByLabel('Besked (valgfri)').fill(text);
  await dialog.getByRole('button', { name: 'Send besked' }).click();
  await page.getByText('Beskeden er sendt.').first().waitFor();
}

export async function tellAll({ page }: Seat, minutes: number): Promise<void> {
  await page.getByRole('button', { name: 'Besked til alle' }).click();
  await sendMessage({ page } as Seat, minutes, '');
}

async function reject({ page }: Seat, opener: Locator, note: string): Promise<void> {
  await opener.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Klinikken ringer').click();
  await dialog.getByLabel('Besked til den, der venter (valgfri)').fill(note);
  await dialog.getByRole('button', { name: 'Afvis' }).click();
}

/** Into the call from the tablet: asked for once, later by itself. */
export async function goIn({ page }: Seat): Promise<void> {
  const enter = page.getByRole('button', { name: 'Gå ind til lægen' });
  const stage = page.getByTestId('call-hang-up');
  await enter.or(stage).waitFor();
  if ((await enter.count()) > 0) await enter.click();
}

async function enter(ward: Ward, side: Side, before: Consultation): Promise<void> {
  const { board, tablet } = around(ward, before);
  const seat = side === 'clinician' ? board : tablet;
  await decided(ward, async () => {
    // A page that was reloaded in the call comes in again by itself.
    if (before.value !== 'called') await seat.page.reload();
    else seat.allowCamera();
    if (side === 'waiter') await goIn(seat);
  });
}

/** Good news stands for some seconds before what is under it; whoever is in a hurry puts it away. */
async function putNotesAway({ page }: Seat): Promise<void> {
  for (const note of await page.locator('.notice-close').all())
    await note.click({ timeout: 1_000 }).catch(() => undefined);
}

/** Does it as the people of the model would, at their screens. */
export async function happen(ward: Ward, event: Happening, before: Consultation): Promise<void> {
  const { board, colleague, tablet, citizen } = around(ward, before);
  const isWaiting = before.value === 'waiting';
  const doctor = (name: string): Seat => ward.boards[name === 'Læge 2' ? 1 : 0];
  if (ward.question === undefined) for (const each of ward.boards) await putNotesAway(each);
  switch (event.type) {
    case 'CLAIM': {
      const holder = doctor(event.by.name);
      const other = ward.boards.find((each) => each !== holder) ?? colleague;
      if (ward.tellsLate && before.context.message === null) {
        await rowOf(other, citizen)
          .getByRole('button', { name: /^Besked/ })
          .click();
        ward.question = other;
      }
      // Called is not yet in the call: the cameras are still asked for on both sides.
      holder.askForCamera();
      tablet.askForCamera();
      await rowOf(holder, citizen)
        .getByRole('button', { name: /^Start/ })
        .click();
      return;
    }
    case 'RELEASE':
      return board.press('Læg tilbage i køen');
    case 'REJECT': {
      const seat = isWaiting ? doctor(event.by.name) : board;
      const within = isWaiting ? rowOf(seat, citizen) : seat.page.locator('.call-actions');
      return reject(seat, within.getByRole('button', { name: /^Afvis/ }), event.note);
    }
    case 'LEAVE':
      if (!isWaiting) return ward.crew.leave(tablet.name);
      await tablet.press('Forlad køen');
      return tablet.press('Ja, forlad køen');
    case 'ENTER':
      return enter(ward, event.side, before);
    case 'END':
      return (event.side === 'clinician' ? board : tablet).page.getByTestId('call-hang-up').click();
    case 'TELL': {
      const seat = ward.question ?? ward.boards[0];
      if (ward.question === undefined)
        await rowOf(seat, citizen)
          .getByRole('button', { name: /^Besked/ })
          .click();
      ward.question = undefined;
      return sendMessage(seat, event.late ?? 0, event.text);
    }
    case 'AWAY':
      return ward.away(event.side === 'clinician' ? board : tablet);
    case 'BACK':
      return ward.heal(event.side === 'clinician' ? board : tablet);
    default:
      return unreachable(event);
  }
}

/** A question that nobody answered is put away before the next thing. */
export async function putAway(ward: Ward): Promise<void> {
  const { question } = ward;
  ward.question = undefined;
  await question?.page.getByRole('dialog').getByRole('button', { name: 'Fortryd' }).click();
}
