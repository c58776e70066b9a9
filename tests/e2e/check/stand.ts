import type { BrowserContextOptions, Browser } from 'playwright-core';
import type { BoardRow, ClinicId } from '@naervaer/machines/protocol';
import { boardDriver } from '../../support/board-driver.ts';
import { SIZES, openDevice } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { eventually } from '../../support/eventually.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { clinicOf, staffOf } from '../../support/staff.ts';
import { tabletDriver } from '../../support/tablet-driver.ts';
import type { TabletDriver } from '../../support/tablet-driver.ts';

/** A tablet that stands at the device check, as it is the first time. */
export interface Checked extends Device {
  readonly driver: TabletDriver;
  start(): Promise<void>;
  row(name: string): ReturnType<Device['page']['locator']>;
}

/** A real server with one open clinic, and what its board says. */
export interface CheckStand {
  readonly server: ServerProcess;
  readonly clinicId: ClinicId;
  tablet(options?: Options): Promise<Checked>;
  /** The clinic's page, the queue on it. */
  board(): Promise<Device>;
  /** The one who waits, as the clinic sees them. */
  waiting(): Promise<BoardRow>;
  close(): Promise<void>;
}

interface Options extends BrowserContextOptions {
  /** Before the page is opened. */
  readonly script?: string;
}

export async function openCheckStand(
  browser: Browser,
  env: Readonly<Record<string, string>> = {},
): Promise<CheckStand> {
  const server = await serverProcess(env);
  await server.start();
  const staff = staffOf(server.origin);
  const doctor = await staff.clinician();
  const { id: clinicId } = clinicOf(doctor);
  await doctor.ask({ type: 'openClinic', clinicId });
  const board = doctor.board(clinicId);
  const devices: Device[] = [];
  return {
    server,
    clinicId,
    async tablet({ script, ...options } = {}) {
      const device = await openDevice(browser, { viewport: SIZES.tablet, ...options });
      devices.push(device);
      if (script !== undefined) await device.context.addInitScript(script);
      const { page } = device;
      const driver = tabletDriver(page, server.origin);
      await driver.signIn('Aabjerg Kommune', 'Mette Skovbjerg');
      // The profile is remembered from tablet to tablet.
      const profile = page.getByRole('button', { name: 'Gem oplysninger' });
      await profile.or(page.getByLabel('CPR-nummer')).first().waitFor();
      if (await profile.isVisible()) {
        await driver.saveProfile('Sygeplejerske', 'Plejehjemmet Åhaven');
      }
      await driver.onBehalfOf('670238-0021', 'Villy Sandager');
      await driver.chooseClinic('57584');
      await page.getByRole('heading', { name: 'Tjek lyd og billede' }).waitFor();
      return {
        ...device,
        driver,
        start: () => page.getByRole('button', { name: 'Start tjekket' }).click(),
        row: (name) => page.locator('.check-row', { hasText: name }),
      };
    },
    async board() {
      const device = await openDevice(browser);
      devices.push(device);
      await boardDriver(device.page, server.origin).signIn('Anne Klitgård');
      await device.page.getByTestId('queue-row').waitFor();
      return device;
    },
    waiting: () => eventually('somebody on the board', () => board.value()?.rows[0]),
    async close() {
      await Promise.all(devices.splice(0).map((device) => device.close()));
      staff.close();
      await server.dispose();
    },
  };
}
