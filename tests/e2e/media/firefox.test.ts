import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { launchFirefox } from '../../support/firefox.ts';
import type { Firefox, FirefoxPage } from '../../support/firefox.ts';
import { mediaStats, videoState } from '../../support/stats.ts';
import type { Scripted } from '../../support/stats.ts';
import { until } from '../../support/until.ts';
import { buildPage, createStand } from './stand.ts';
import type { Stand } from './stand.ts';

const OTHER = '[data-testid=other-video]';
const SELF = '[data-testid=self-video]';

let chromium: Browser;
let firefox: Firefox;
let built: Awaited<ReturnType<typeof buildPage>>;
let at: Stand | undefined;
let device: Device | undefined;
let tab: FirefoxPage | undefined;

beforeAll(async () => {
  [chromium, firefox, built] = await Promise.all([launchBrowser(), launchFirefox(), buildPage()]);
});
afterEach(async () => {
  await Promise.all([tab?.close(), device?.close()]);
  await at?.kill();
  at = device = tab = undefined;
});
afterAll(async () => {
  await Promise.all([chromium?.close(), firefox?.close(), built?.remove()]);
});

type Seat = 'clinician' | 'waiter';
const otherSeat = (seat: Seat): Seat => (seat === 'clinician' ? 'waiter' : 'clinician');

/** @param before what happens to Chromium's page before it is sent anywhere */
async function both(
  seat: Seat,
  before: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<{ ours: FirefoxPage; theirs: Page; address: string }> {
  const stand = await createStand(built.folder);
  at = stand;
  await stand.start();
  const opened = await stand.open(chromium, otherSeat(seat), before);
  device = opened;
  tab = await firefox.open();
  const address = stand.address(seat);
  await tab.goto(address);
  return { ours: tab, theirs: opened.page, address };
}

/** Frames that are really put on the screen: Firefox counts those of a call nowhere. */
const shows = (page: Scripted): Promise<number> =>
  page.evaluate(`new Promise((done) => {
    const video = document.querySelector('${OTHER}');
    let shown = 0;
    const wake = setTimeout(() => done(shown), 3000);
    const look = () => {
      shown += 1;
      if (shown < 8) video.requestVideoFrameCallback(look);
      else { clearTimeout(wake); done(shown); }
    };
    if (video) video.requestVideoFrameCallback(look);
  })`);

/** The page plays the other page's own stream: pictures advance and there is sound in it. */
async function playsOther(page: Scripted, other: Scripted): Promise<void> {
  const self = await until(
    'own stream',
    () => videoState(other, SELF),
    ({ streamId }) => streamId !== '',
  );
  await until(
    'the other side’s picture',
    () => videoState(page, OTHER),
    (video) => video.streamId === self.streamId && video.width > 0 && !video.isPaused,
    20_000,
  );
  await until(
    'frames advance',
    () => shows(page),
    (shown) => shown >= 8,
  );
  const { totalAudioEnergy } = await mediaStats(page);
  await until(
    'there is sound',
    () => mediaStats(page),
    (stats) => stats.totalAudioEnergy > totalAudioEnergy,
  );
}

async function bothPlay(one: Scripted, other: Scripted): Promise<void> {
  await playsOther(one, other);
  await playsOther(other, one);
}

const click = (page: Scripted, control: string): Promise<unknown> =>
  page.evaluate(`document.querySelector('[data-testid=call-${control}]').click()`);

const HEARD = `globalThis.heard = []; call.channel.on('text', (said) => heard.push(said))`;

async function tells(from: Scripted, to: Scripted, said: string): Promise<void> {
  await until(
    'a way for words',
    () => from.evaluate(`call.channel.send('text', ${JSON.stringify(said)})`),
    (isOut) => isOut === true,
  );
  await until(
    'the words',
    () => to.evaluate<string[]>('heard'),
    (heard) => heard.includes(said),
  );
}

/** A try of the call's own line that took too long is given up, and Chromium remarks on it. */
const complaints = (...said: readonly (readonly string[] | undefined)[]): readonly string[] =>
  said.flatMap((messages) => messages ?? []).filter((one) => !one.includes('/api/call-line'));

const otherCamera = (page: Scripted): Promise<unknown> =>
  page.evaluate('call.parties()[0]?.isCameraOn()');

describe.each(['waiter', 'clinician'] as const)(
  'Firefox as the %s, in a call with Chromium (C1)',
  (seat) => {
    it('plays sound and picture both ways, and carries words beside them (C1, C6)', async () => {
      const { ours, theirs } = await both(seat);
      await bothPlay(ours, theirs);
      const pages: readonly Scripted[] = [ours, theirs];
      for (const page of pages) {
        expect((await mediaStats(page)).connections).toBe(1);
        await page.evaluate(HEARD);
      }
      await tells(ours, theirs, 'goddag');
      await tells(theirs, ours, 'hej');
      // What the two tabs tell each other, without a word of a person.
      for (const [page, other] of [
        [ours, theirs],
        [theirs, ours],
      ] as const) {
        await click(page, 'camera');
        await until(
          'said to be off',
          () => otherCamera(other),
          (isOn) => isOn === false,
        );
        await click(page, 'camera');
        await until(
          'said to be on',
          () => otherCamera(other),
          (isOn) => isOn === true,
        );
      }
      await bothPlay(ours, theirs);
      expect(complaints(ours.messages, device?.messages)).toEqual([]);
    });

    it('comes back when Firefox reloads, and ends for both (C3)', async () => {
      const { ours, theirs, address } = await both(seat);
      await bothPlay(ours, theirs);
      await ours.goto(address);
      await bothPlay(ours, theirs);
      await until(
        'the old leg is gone',
        () => mediaStats(theirs),
        ({ connections }) => connections === 1,
      );
      await click(ours, 'hang-up');
      for (const page of [ours, theirs]) {
        await until(
          'every connection closed, and no camera in use',
          async () => [(await mediaStats(page)).states, await videoState(page, SELF)] as const,
          ([states, self]) => states.every((one) => one === 'closed') && self.streamId === '',
        );
      }
      expect(complaints(ours.messages, device?.messages)).toEqual([]);
    });

    it('lets nothing flow to another certificate than the view names (C9)', async () => {
      const { ours, theirs } = await both(seat, (page) =>
        page.route('**/api/media*', (route) => {
          const url = new URL(route.request().url());
          url.searchParams.set('fingerprint', Array(32).fill('AB').join(':'));
          return route.continue({ url: url.href });
        }),
      );
      await until(
        'not trusted',
        () => ours.evaluate('call.parties()[0]?.isUntrusted()'),
        (isUntrusted) => isUntrusted === true,
      );
      for (const page of [ours, theirs]) {
        const { packetsReceived, states } = await mediaStats(page);
        expect(packetsReceived).toBe(0);
        expect(states).not.toContain('connected');
      }
    });
  },
);

/**
 * Firefox's statistics tell nothing of the own microphone, so the page listens itself. Firefox runs
 * no `AudioContext` without sound hardware, so this is Chromium with statistics like Firefox's.
 */
const TELLS_NOTHING = `{
  const native = RTCPeerConnection.prototype.getStats;
  RTCPeerConnection.prototype.getStats = async function (...args) {
    const entries = Array.from(await native.apply(this, args));
    return new Map(entries.map(([id, entry]) => {
      const { totalAudioEnergy, ...rest } = entry;
      return [id, entry.type === 'media-source' ? rest : entry];
    }));
  };
}`;

/** The microphone ends, and the one that is taken in its place gives nothing. */
const FALLS_SILENT = `{
  const silence = new AudioContext().createMediaStreamDestination().stream;
  navigator.mediaDevices.getUserMedia = async () => silence;
  call.local().getAudioTracks()[0].dispatchEvent(new Event('ended'));
}`;

describe('a browser that tells nothing of its own microphone', () => {
  it('says nothing while it gives sound, and that it is silent when it gives none (C2)', async () => {
    const stand = await createStand(built.folder);
    at = stand;
    await stand.start();
    device = await stand.open(chromium, 'waiter', (page) => page.addInitScript(TELLS_NOTHING));
    const other = await stand.open(chromium, 'clinician');
    try {
      const { page } = device;
      await bothPlay(page, other.page);
      expect(await page.evaluate('call.troubles()')).toEqual([]);
      await page.evaluate(FALLS_SILENT);
      await until(
        'said to be silent',
        () => page.evaluate<string[]>('call.troubles()'),
        (troubles) => troubles.includes('silent'),
        30_000,
      );
      expect(await other.page.evaluate('call.troubles()')).not.toContain('silent');
    } finally {
      await other.close();
    }
  });
});
