import type { CDPSession, Page } from 'playwright-core';
import { mediaStats, videoState } from '../../support/stats.ts';
import { until } from '../../support/until.ts';

export const OTHER = '[data-testid=other-video]';
export const SELF = '[data-testid=self-video]';

/** The page plays the other page's own stream: pictures advance and there is sound in it. */
export async function playsOther(page: Page, other: Page, timeout = 20_000): Promise<void> {
  const self = await until(
    'own stream',
    () => videoState(other, SELF),
    (own) => own.streamId !== '',
  );
  await until(
    'the other side’s picture',
    () => videoState(page, OTHER),
    (video) => video.streamId === self.streamId && video.width > 0 && !video.isPaused,
    timeout,
  );
  await advances(page, timeout);
}

export async function advances(page: Page, timeout = 15_000): Promise<void> {
  const shown = await videoState(page, OTHER);
  const before = await mediaStats(page);
  await until(
    'frames and sound advance',
    async () => ({ stats: await mediaStats(page), video: await videoState(page, OTHER) }),
    ({ stats, video }) =>
      stats.framesDecoded > before.framesDecoded + 5 &&
      stats.totalAudioEnergy > before.totalAudioEnergy &&
      video.frames > shown.frames + 5,
    timeout,
  );
}

export const bothPlay = async (one: Page, other: Page, timeout?: number): Promise<void> => {
  await playsOther(one, other, timeout);
  await playsOther(other, one, timeout);
};

/** Pictures that a page has sent and has got, over all its connections, and packets that it missed. */
export interface Carried {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
}
export const carried = (page: Page): Promise<Carried> =>
  page.evaluate<Carried>(`(async () => {
    const sum = { sent: 0, received: 0, lost: 0 };
    for (const connection of __connections) {
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === 'outbound-rtp') sum.sent += entry.framesSent ?? 0;
        if (entry.type !== 'inbound-rtp') continue;
        sum.received += entry.framesReceived ?? 0;
        sum.lost += entry.packetsLost;
      }
    }
    return sum;
  })()`);

/** What the network of one page does from now on; to be opened before its first connection. */
export interface Wire {
  cut(): Promise<void>;
  mend(): Promise<void>;
}

interface Conditions {
  readonly offline?: boolean;
  readonly packetLoss?: number;
  readonly latency?: number;
  readonly downloadThroughput?: number;
  readonly uploadThroughput?: number;
}

/** Obeyed by WebRTC only when it was said before the first connection was made. */
export async function wireOf(page: Page): Promise<Wire> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const set = async (now: Conditions): Promise<void> => {
    const conditions = {
      urlPattern: '',
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
      ...now,
    };
    const parameters = { offline: conditions.offline, matchedNetworkConditions: [conditions] };
    await cdp.send(
      'Network.emulateNetworkConditionsByRule' as 'Network.enable',
      parameters as never,
    );
  };
  await cdp.send('Network.enable');
  await set({});
  return { cut: () => set({ offline: true }), mend: () => set({}) };
}

/** Frames decoded by each connection that is up, in the order in which they were made. */
export const directions = (page: Page): Promise<readonly number[]> =>
  page.evaluate<readonly number[]>(`(async () => {
    const counts = [];
    for (const connection of __connections) {
      if (connection.connectionState !== 'connected') continue;
      let frames = 0;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === 'inbound-rtp') frames += entry.framesDecoded ?? 0;
      }
      counts.push(frames);
    }
    return counts;
  })()`);
