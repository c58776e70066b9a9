import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, openDevice } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import type { LevelOptions } from '../level.ts';
import { crewOf } from './crew.ts';
import type { Crew } from './crew.ts';
import { PATIENCE } from './patience.ts';
import { crankedServer } from './server.ts';
import type { CrankedServer } from './server.ts';

export interface BrowserOptions extends LevelOptions {
  /** How long a screen is waited for, in milliseconds; `PATIENCE` without. */
  readonly patience?: number;
}

/** What all paths of one machine share: a server, a browser and the people off the stage. */
export interface Stage {
  readonly server: CrankedServer;
  readonly crew: Crew;
  /** A device that stays signed in from path to path. Its default timeout is the patience. */
  device(options: BrowserContextOptions): Promise<Device>;
  close(): Promise<void>;
}

/**
 * What Chromium itself writes when a network is cut or a session has ended, whatever the page does
 * about it. Everything else on the console of any page fails the path.
 */
const OF_THE_NETWORK = [
  /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|ABORTED|NETWORK_IO_SUSPENDED)/,
  /Failed to load resource: the server responded with a status of (401|503)/,
  /WebSocket connection to .* failed/,
  /WebSocket is already in CLOSING or CLOSED state/,
];

/** Takes what a device's console said. @throws when it was an error of the page's own */
export function expectCalm({ messages }: Device): void {
  const bad = messages
    .splice(0)
    .filter((line) => /^(error|uncaught):/.test(line))
    .filter((line) => !OF_THE_NETWORK.some((known) => known.test(line)));
  if (bad.length > 0) throw new Error(`on the console: ${bad.join(' | ')}`);
}

/** What a person reads on a page now, in one line. */
const reading = async (page: Page): Promise<string> => {
  const text = await page.locator('body').innerText({ timeout: 1_000 });
  return text.replaceAll(/\s+/g, ' ').slice(0, 600);
};

/** Does something with pages; when it fails, the error tells what stood on them. */
export async function watching<T>(
  pages: Readonly<Record<string, Page>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const said = Object.entries(pages).map(
      async ([name, page]) => `${name}: ${await reading(page).catch(() => 'nothing')}`,
    );
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n  ${(await Promise.all(said)).join('\n  ')}`, { cause: error });
  }
}

/** Every cell of a level's table, with what its pages say when it fails. */
export function watched<TWorld, TCells extends Readonly<Record<string, Cell<TWorld>>>>(
  cells: TCells,
  pagesOf: (world: TWorld) => Readonly<Record<string, Page>>,
): TCells {
  const all = Object.entries(cells).map(([name, cell]): [string, Cell<TWorld>] => [
    name,
    (world, given) => watching(pagesOf(world), () => cell(world, given)),
  ]);
  return Object.fromEntries(all) as TCells;
}
// What is given differs from cell to cell; here it is handed on only.
type Cell<TWorld> = (world: TWorld, given: never) => Promise<void>;

async function openStage(
  { isHeaded, say, patience = PATIENCE }: BrowserOptions,
  obeysPermissions: boolean,
): Promise<Stage> {
  const server = await crankedServer();
  let browser: Browser;
  try {
    const kind = { isHeaded, obeysPermissions };
    browser = await launchBrowser(['--allow-loopback-in-peer-connection'], kind);
  } catch (error) {
    await server.close();
    throw error;
  }
  say(`browser level: the server listens at ${server.origin}`);
  return {
    server,
    crew: crewOf(server),
    async device(options) {
      const opened = await openDevice(browser, options);
      opened.context.setDefaultTimeout(patience);
      return opened;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Worlds of one machine, each with a stage of its own, kept from path to path. */
export interface Worlds<TWorld> {
  /** One that nobody plays in now, as it was before anybody came. */
  begin(): Promise<TWorld>;
  end(world: TWorld): void;
  close(): Promise<void>;
}

export function worldsOf<TWorld extends Stage>(
  options: BrowserOptions,
  {
    open,
    reset,
    obeysPermissions = false,
  }: {
    readonly open: (stage: Stage) => Promise<TWorld>;
    readonly reset: (world: TWorld) => Promise<void>;
    /** What a context does not permit is refused to its pages. */
    readonly obeysPermissions?: boolean;
  },
): Worlds<TWorld> {
  const stages = new Set<Stage>();
  const free: TWorld[] = [];
  async function fresh(): Promise<TWorld> {
    const stage = await openStage(options, obeysPermissions);
    stages.add(stage);
    return open(stage);
  }
  return {
    async begin() {
      const kept = free.pop();
      if (kept !== undefined) {
        try {
          await reset(kept);
          return kept;
        } catch (error) {
          // What a failed path left behind may be beyond repair, such as a page that crashed.
          const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
          options.say(
            `browser level: begins anew, for the world before could not be reset: ${why}`,
          );
          await kept.close();
        }
      }
      const world = await fresh();
      await reset(world);
      return world;
    },
    end: (world) => void free.push(world),
    async close() {
      free.length = 0;
      for (const stage of stages) await stage.close();
      stages.clear();
    },
  };
}
