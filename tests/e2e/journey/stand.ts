import type { Browser, BrowserContextOptions } from 'playwright-core';
import { expect } from 'vitest';
import { boardDriver } from '../../support/board-driver.ts';
import type { BoardDriver } from '../../support/board-driver.ts';
import { openDevice, SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { mediaStats } from '../../support/stats.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import type { TabletDriver } from '../../support/tablet-driver.ts';
import { everythingKept } from '../../support/traces.ts';
import { until } from '../../support/until.ts';

export const VILLY = { number: '670238-0021', name: 'Villy Sandager' };
export const REASON = 'Sår på underbenet';
export const CLINIC = '57584';

/** A server, an open clinic with one doctor, and a tablet with a signed-in care worker. */
export interface Stand {
  readonly server: ServerProcess;
  readonly clinic: Device;
  readonly board: BoardDriver;
  readonly tablet: Device;
  readonly mette: TabletDriver;
  /** Villy stands in the queue, on both screens. */
  join(): Promise<void>;
  rows(): Promise<number>;
  close(): Promise<void>;
}

export async function openStand(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Stand> {
  const server = await serverProcess();
  await server.start();
  const clinic = await openDevice(browser, { viewport: SIZES.desktop });
  const tablet = await openDevice(browser, { viewport: SIZES.tablet, hasTouch: true, ...options });
  const board = boardDriver(clinic.page, server.origin);
  const mette = tabletDriver(tablet.page, server.origin);
  await board.signIn('Anne Klitgård');
  await board.open();
  return {
    server,
    clinic,
    board,
    tablet,
    mette,
    async join() {
      await mette.joinWith(VILLY, CLINIC, REASON);
      await mette.position(1);
      await board.row(VILLY.name);
    },
    rows: () => clinic.page.getByTestId('queue-row').count(),
    async close() {
      await clinic.close();
      await tablet.close();
      await server.dispose();
    },
  };
}

export async function signInMette({ mette }: Stand): Promise<void> {
  await mette.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
  await mette.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
}

/** T9: nothing of the citizen in page, address, storages, caches or the opened vault. */
export async function expectNothingOfVilly({ page }: Device): Promise<void> {
  const left = await everythingKept(page);
  for (const value of [VILLY.number, '6702380021', VILLY.name, REASON]) {
    expect(left.includes(value), value).toBe(false);
  }
}

/** Pictures and sound of the other side come in. */
export async function flows({ page }: Device, more = 10): Promise<void> {
  const before = await mediaStats(page);
  await until(
    `${more} more frames`,
    () => mediaStats(page),
    (now) => now.framesDecoded > before.framesDecoded + more && now.totalAudioEnergy > 0,
    40_000,
  );
  // What is decoded and has no room is no picture.
  const box = await page.getByTestId('other-video').boundingBox();
  expect(box?.height ?? 0, 'the height of the other side’s picture').toBeGreaterThan(150);
}
