import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openDevice } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';
import { buildTestPage } from '../../support/test-page.ts';
import type { BuiltPage } from '../../support/test-page.ts';

/** Builds the call's page. */
export const buildPage = (): Promise<BuiltPage> => buildTestPage(join(import.meta.dirname, 'page'));

/** Who a page is in the room (V4). */
export type Seat = 'clinician' | 'waiter' | `guest-${number}`;

/** The media server of one test, in a process of its own. */
export interface Stand {
  start(): Promise<void>;
  /** SIGKILL: no chance to say goodbye. */
  kill(): Promise<void>;
  /** For a browser that something else drives. */
  address(side: Seat): string;
  /** @param before what happens to the page before it is sent to its address */
  open(browser: Browser, side: Seat, before?: (page: Page) => Promise<unknown>): Promise<Device>;
}

export async function createStand(
  page: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Stand> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const address = (side: Seat): string => `http://localhost:${port}/?side=${side}`;
  return {
    address,
    async start() {
      const started = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
        env: { ...process.env, ...env, PORT: String(port), PAGE: page },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      await once(started.stdout, 'data');
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async open(browser, side, before) {
      const device = await openDevice(browser, { viewport: { width: 1000, height: 700 } });
      await before?.(device.page);
      await device.page.goto(address(side));
      return device;
    },
  };
}
