import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { appConfig } from '@naervaer/kit/vite';
import type { Browser, Page } from 'playwright-core';
import { openDevice } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';

/** Builds the call's page. @returns its folder and what takes it away */
export async function buildPage(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-call-page-'));
  const config = appConfig({ base: '/page/' });
  await build({
    ...config,
    base: '/',
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'page'),
    build: { ...config.build, outDir: folder, target: 'esnext' },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

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
