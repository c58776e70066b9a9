import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { boardDriver } from '../../support/board-driver.ts';
import { SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { COLLEAGUE, DOCTOR, NURSE } from './crew.ts';
import { expectCalm } from './stage.ts';
import type { Stage } from './stage.ts';
import { GRACE } from './tablet-world.ts';

const YES = 'yes';
/** The name of a window that is opened as if its address were not secure. */
export const INSECURE = 'insecure';

export const SECOND_DOCTOR = 'Henrik Solvang';

/** A person with a device: what the camera may is theirs to say, and whether there is network. */
export interface Seat {
  readonly name: string;
  readonly device: Device;
  readonly page: Page;
  readonly isOnline: boolean;
  /** The browser's question about the camera stays open from now on, until it is answered. */
  askForCamera(): void;
  allowCamera(): void;
  /** There is none to be had: `getUserMedia` rejects with the error of that name. */
  denyCamera(error: string): void;
  heading(name: string): Locator;
  press(name: string | RegExp): Promise<void>;
}

/**
 * A clinic with two doctors at their boards and two care workers at their tablets, all in browsers:
 * what one does, the others see. They stay signed in from path to path.
 */
export interface House extends Stage {
  readonly boards: readonly [Seat, Seat];
  readonly tablets: readonly [Seat, Seat];
  readonly seats: readonly Seat[];
  /** The seat has no network, and the server has noticed. */
  cut(seat: Seat): Promise<void>;
  heal(seat: Seat): Promise<void>;
  /** The same, until the clinic is told that they are away. */
  away(seat: Seat): Promise<void>;
  /** So much time passes for the server that nobody's token is good any more: all open it anew. */
  later(ms: number): Promise<void>;
}

export async function openSeat(
  stage: Stage,
  name: string,
  options: BrowserContextOptions,
): Promise<Seat & { isOnline: boolean }> {
  const device = await stage.device(options);
  const { context, page } = device;
  let question = Promise.withResolvers<string>();
  question.resolve(YES);
  // Chromium's own question cannot be left open in a test: this one can, and the camera comes after.
  await context.exposeFunction('__mayUseCamera', () => question.promise);
  await context.addInitScript(`(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const answer = await window.__mayUseCamera();
      if (answer !== '${YES}') throw new DOMException('', answer);
      return real(wanted);
    };
    // As on an address that is not secure.
    if (window.name === '${INSECURE}') delete Object.getPrototypeOf(navigator).mediaDevices;
  })()`);
  return {
    name,
    device,
    page,
    isOnline: true,
    askForCamera() {
      question.resolve(YES);
      question = Promise.withResolvers();
    },
    allowCamera: () => question.resolve(YES),
    denyCamera: (error) => question.resolve(error),
    heading: (title) => page.getByRole('heading', { name: title, exact: true }),
    press: (button) =>
      page.getByRole('button', { name: button, exact: typeof button === 'string' }).click(),
  };
}

/** As the care worker reads it after an end, whoever ended it. */
const LOG_OUT = { name: 'Log borger ud', exact: true } as const;

/** Signed in, and nobody's data on the screen. */
export async function toTheCitizen(stage: Stage, { page, name }: Seat): Promise<void> {
  await page.goto(`${stage.server.origin}/tablet/`);
  const citizen = page.getByRole('heading', { name: 'Hvem er borgeren?' });
  const logOut = page.getByRole('button', LOG_OUT);
  const organisation = page.getByRole('link', { name: 'Aabjerg Kommune' });
  const signIn = page.getByTestId('sign-in').or(organisation);
  // Over, or signed out by a long time.
  await citizen.or(logOut).or(signIn).first().waitFor();
  if ((await signIn.count()) > 0) {
    await signIn.first().click();
    await page.getByRole('button', { name }).click();
    await citizen.or(logOut).first().waitFor();
  }
  if ((await logOut.count()) > 0) await logOut.click();
  await citizen.waitFor();
}

export async function openHouse(stage: Stage): Promise<House> {
  const { crew, server } = stage;
  const desktop = { viewport: SIZES.desktop };
  const tablet = { viewport: SIZES.tablet, hasTouch: true, permissions: [] };
  const anne = await openSeat(stage, DOCTOR, desktop);
  const henrik = await openSeat(stage, SECOND_DOCTOR, desktop);
  const mette = await openSeat(stage, NURSE, tablet);
  const jonas = await openSeat(stage, COLLEAGUE, tablet);
  const seats = [anne, henrik, mette, jonas];
  for (const board of [anne, henrik])
    await boardDriver(board.page, server.origin).signIn(board.name);
  for (const { name } of [mette, jonas]) await crew.saveProfile(name);
  for (const seat of [mette, jonas]) await toTheCitizen(stage, seat);

  const seatOf = (seat: Seat) => seats.find((each) => each === seat) ?? anne;
  /** Until the server counts as many lines as there are devices with network. */
  const settled = (): Promise<void> =>
    server.hasLines(seats.filter(({ isOnline }) => isOnline).length);
  const house: House = {
    ...stage,
    boards: [anne, henrik],
    tablets: [mette, jonas],
    seats,
    async cut(seat) {
      seatOf(seat).isOnline = false;
      await seat.device.context.setOffline(true);
      await settled();
    },
    async heal(seat) {
      seatOf(seat).isOnline = true;
      await seat.device.context.setOffline(false);
      await settled();
    },
    async away(seat) {
      await house.cut(seat);
      await crew.skip(GRACE);
    },
    async later(ms) {
      await crew.skip(ms);
      for (const seat of seats.filter(({ isOnline }) => isOnline)) await seat.page.reload();
      await settled();
    },
  };
  return house;
}

/** Nobody waits, nobody is in a call, everybody is there and at the beginning of their work. */
export async function tidy(house: House, isOpen: boolean): Promise<void> {
  const { crew, boards, tablets, seats } = house;
  for (const seat of seats) if (!seat.isOnline) await house.heal(seat);
  await crew.sweep();
  await crew.setOpen(isOpen);
  for (const seat of seats) seat.allowCamera();
  for (const { page } of boards) {
    await page.reload();
    const word = isOpen ? 'Åbent for video' : 'Lukket for video';
    await page.getByTestId('clinic-mode').getByText(word).waitFor();
  }
  for (const seat of tablets) await toTheCitizen(house, seat);
}

export function expectAllCalm({ seats }: House): void {
  for (const { device } of seats) expectCalm(device);
}
