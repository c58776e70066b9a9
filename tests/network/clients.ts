import type { Browser, BrowserContext, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { PEERS, SITE } from './lab/index.ts';
import type { Lab } from './lab/index.ts';
import { observe } from './sampler.ts';

export const CLIENTS = ['ours', 'peerjs', 'simple-peer'] as const;
export type Client = (typeof CLIENTS)[number];

/** A call that is being set up: both pages are open. */
export interface Talk {
  /** The clinician's, and the waiter's, whose network has the trouble. */
  readonly pages: readonly [Page, Page];
  /** When the second page was opened, in milliseconds since 1970. */
  readonly openedAt: number;
  /** What the pages said on the console. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
}

async function open(browser: Browser, url: string, messages: string[]): Promise<Opened> {
  const context = await browser.newContext({
    locale: 'da-DK',
    permissions: ['camera', 'microphone'],
    viewport: { width: 1000, height: 700 },
  });
  await observe(context);
  const who = new URL(url).searchParams.get('side') ?? '';
  context.on('console', (message) => messages.push(`${who}: ${message.text()}`));
  context.on('weberror', (error) => messages.push(`${who}: uncaught ${error.error().message}`));
  const page = await context.newPage();
  await page.goto(url, { timeout: 60_000 });
  return { context, page };
}

let rooms = 0;

/** Opens a call of one client: the waiter's page first, as who calls needs somebody to call. */
export async function startTalk(lab: Lab, client: Client): Promise<Talk> {
  const site = client === 'ours' ? await lab.startSite() : undefined;
  const messages: string[] = [];
  const opened: Opened[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map(({ context }) => context.close()));
    await site?.kill();
  };
  rooms += 1;
  const room = `room-${process.pid}-${rooms}`;
  const url = (side: 1 | 2): string =>
    client === 'ours'
      ? `https://${SITE.name}/?side=${side === 1 ? 'clinician' : 'waiter'}`
      : `https://${PEERS.name}/${client}?room=${room}&side=${side}`;
  try {
    const waiter = await open(lab.browsers[1], url(2), messages);
    opened.push(waiter);
    if (client !== 'ours') {
      await until('the called page', () => waiter.page.evaluate('window.isReady'), Boolean);
    }
    const openedAt = Date.now();
    const clinician = await open(lab.browsers[0], url(1), messages);
    opened.push(clinician);
    return { pages: [clinician.page, waiter.page], openedAt, messages, close };
  } catch (error) {
    await close();
    throw error;
  }
}
