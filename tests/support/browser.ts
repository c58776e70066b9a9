import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { watchConnections } from './stats.ts';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Without a camera: a moving picture and a beep of the browser's own, and no question.
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** Says yes to every page that wants camera and microphone, whatever its context permits. */
const SAYS_YES = '--use-fake-ui-for-media-stream';

/** Where Debian's Chromium is. @throws when none is installed */
export function chromiumPath(): string {
  return execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser'])
    .toString()
    .trim();
}

export interface BrowserKind {
  /** With its windows. */
  readonly isHeaded?: boolean;
  /** What a context does not permit is refused, as by a person who says no. */
  readonly obeysPermissions?: boolean;
}

/** Real Chromium with a fake camera. Close it in `afterAll`. */
export function launchBrowser(
  flags: readonly string[] = [],
  { isHeaded = false, obeysPermissions = false }: BrowserKind = {},
): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: !isHeaded,
    chromiumSandbox: false,
    args: [...FLAGS, ...(obeysPermissions ? [] : [SAYS_YES]), ...flags],
  });
}

/** Sizes that the screens are built for, in CSS pixels. */
export const SIZES = {
  tablet: { width: 820, height: 1180 },
  tabletAcross: { width: 1180, height: 820 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
  halfWidth: { width: 720, height: 900 },
} as const;

/** One person at one device: a context with cookies and storage of its own. */
export interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that the pages of this device said on the console, and every uncaught error. */
  readonly messages: string[];
  close(): Promise<void>;
}

/**
 * A browser of its own that keeps its profile in a folder, so that it can be closed and opened
 * again with cookies and databases, but without the tabs' session storage.
 */
export async function openKeptDevice(
  folder: string,
  options: BrowserContextOptions = {},
  flags: readonly string[] = [],
): Promise<Device> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    headless: true,
    chromiumSandbox: false,
    args: [...FLAGS, SAYS_YES, ...flags],
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    permissions: ['camera', 'microphone'],
    ...options,
  });
  const messages: string[] = [];
  context.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, messages, close: () => context.close() };
}

/** A fresh device whose WebRTC connections `mediaStats` can read. */
export async function openDevice(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Device> {
  const context = await browser.newContext({
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    permissions: ['camera', 'microphone'],
    viewport: SIZES.desktop,
    ...options,
  });
  await watchConnections(context);
  const messages: string[] = [];
  context.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => messages.push(`uncaught: ${error.error().stack}`));
  const page = await context.newPage();
  return { context, page, messages, close: () => context.close() };
}
