import { CALL_WAITS, PLACE_IS_KEPT } from '@naervaer/machines/consultation';
import type { BoardRow } from '@naervaer/machines/protocol';
import type { Locator, Page, Route } from 'playwright-core';
import { SIZES } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { demoPerson } from '../../support/sign-in.ts';
import { until } from '../../support/until.ts';
import { COLLEAGUE, NURSE } from './crew.ts';
import { PATIENCE } from './patience.ts';
import type { Stage } from './stage.ts';

/**
 * One tablet with its care worker, and the network between it and the server. It stays one browser
 * context through all paths: what a colleague before left on it must not matter.
 */
export interface TabletWorld extends Stage {
  readonly tablet: Device;
  readonly page: Page;
  /** How long nobody has touched the tablet, as far as its clock was turned, in milliseconds. */
  idle: number;
  /** The sentence that the last refusal must be explained by. */
  sentence: string;
  readonly network: Network;
  heading(name: string): Locator;
  /** A touch: the countdown goes if one runs. */
  touch(): Promise<void>;
  /** Touches first where a countdown is in the way. */
  press(name: string | RegExp): Promise<void>;
  /** Lets the tablet sleep: its clock jumps, and what was due meanwhile fires once. */
  sleep(ms: number): Promise<void>;
  /** The session is ended by another tab of this browser. */
  signOutElsewhere(): Promise<void>;
}

export interface Network {
  /** The tablet has none, and the server has noticed. */
  cut(): Promise<void>;
  heal(): Promise<void>;
  readonly signOut: Slow;
  readonly health: Slow;
}

/** Requests of one kind, which the network keeps back while it is told to. */
export interface Slow {
  readonly waiting: number;
  /** How many went through so far. */
  readonly passed: number;
  hold(): void;
  /** What waits goes through, and all after it. */
  let(): Promise<void>;
}

async function slow(page: Page, url: RegExp): Promise<Slow> {
  let routes: Route[] = [];
  let isHolding = false;
  let passed = 0;
  const pass = async (route: Route): Promise<void> => {
    // One that the page gave up meanwhile is gone.
    await route.continue().catch(() => undefined);
    passed += 1;
  };
  await page.context().route(url, (route) => (isHolding ? void routes.push(route) : pass(route)));
  return {
    get waiting() {
      return routes.length;
    },
    get passed() {
      return passed;
    },
    hold() {
      isHolding = true;
    },
    async let() {
      isHolding = false;
      const all = routes;
      routes = [];
      for (const route of all) await pass(route);
    },
  };
}

export const COUNTDOWN = /^(Borgeren|Du) logges ud om \d+ sekunder\. Tryk her for at fortsætte$/;
/** As the kit says it; a token older than this is asked for anew. */
const TOKEN_IS_OLD = 61_000;
export const MINUTE = 60_000;
/** The server calls nobody away before; see its presence. */
export const GRACE = 6_000;

export async function openTablet(stage: Stage): Promise<TabletWorld> {
  const { server } = stage;
  // No permission yet: in the call the care worker is asked and says yes, and has time to read.
  const tablet = await stage.device({ viewport: SIZES.tablet, hasTouch: true, permissions: [] });
  const { page, context } = tablet;
  await page.clock.install();
  const signOut = await slow(page, /\/api\/sign-out/);
  const health = await slow(page, /\/health$/);
  const countdown = page.getByRole('button', { name: COUNTDOWN });

  const world: TabletWorld = {
    ...stage,
    tablet,
    page,
    idle: 0,
    sentence: '',
    network: {
      signOut,
      health,
      async cut() {
        await context.setOffline(true);
        await server.hasLines(0);
      },
      heal: () => context.setOffline(false),
    },
    heading: (name) => page.getByRole('heading', { name, exact: true, level: 1 }),
    async touch() {
      await page.keyboard.press('Shift');
      world.idle = 0;
    },
    async press(name) {
      if ((await countdown.count()) > 0) await world.touch();
      await page.getByRole('button', { name, exact: typeof name === 'string' }).click();
      world.idle = 0;
    },
    async sleep(ms) {
      await page.clock.fastForward(ms);
    },
    async signOutElsewhere() {
      const url = `${server.origin}/api/sign-out?app=tablet`;
      await context.request.post(url, { data: {}, headers: { origin: server.origin } });
    },
  };
  return world;
}

/** Everything as it is before anybody came: nobody signed in, nobody waits, the clinic is open. */
export async function reset(world: TabletWorld): Promise<void> {
  const { network, page, crew, server } = world;
  await server.letGo();
  await server.empty();
  await network.heal();
  await world.signOutElsewhere();
  await network.signOut.let();
  await crew.sweep();
  await crew.setOpen(true);
  // Who waits needs a workplace; who looks on from another house, too.
  await crew.saveProfile(NURSE);
  await crew.saveProfile(COLLEAGUE);
  await page.goto(`${server.origin}/tablet/`);
  world.idle = 0;
  world.sentence = '';
}

export const NURSE_ID = demoPerson(NURSE).id;

/** Past a deadline, not at it. */
const MOMENT = 1_000;

/**
 * The tablet, which has no network, stays away until its place is gone; the server's time passes,
 * and its own. A deadline stands from when what it counts from is committed, which takes real time:
 * so the board is looked at before the server's time passes again.
 */
export async function awayUntilExpired({ crew, sleep }: TabletWorld, isCalled: boolean) {
  const boardSays = (what: string, isSo: (rows: readonly BoardRow[]) => boolean) =>
    until(`on the board: ${what}`, crew.rows, isSo, PATIENCE);

  await crew.skip(GRACE + MOMENT);
  await boardSays('away', (rows) => rows.some(({ awaySince }) => awaySince !== null));
  if (isCalled) {
    await crew.skip(CALL_WAITS + MOMENT);
    await boardSays('in the queue again', (rows) => rows.some(({ state }) => state === 'waiting'));
  }
  await crew.skip(PLACE_IS_KEPT + MOMENT);
  await boardSays('gone', (rows) => rows.length === 0);
  await sleep(TOKEN_IS_OLD);
}
