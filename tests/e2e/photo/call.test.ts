import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openKeptDevice } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { findTraces } from '../../support/residue.ts';
import { watchConnections } from '../../support/stats.ts';
import { until } from '../../support/until.ts';
import { PLACE, SENSOR } from './sensor.ts';
import { buildTestPage } from '../../support/test-page.ts';
import type { BuiltPage } from '../../support/test-page.ts';
import { startCallServer } from './server.ts';
import type { CallServer } from './server.ts';

let folder: string;
let page: BuiltPage;
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-photo-'));
  page = await buildTestPage(join(import.meta.dirname, 'call-page'));
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close().catch(() => undefined);
});
afterAll(async () => {
  await page?.remove();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

interface Conditions {
  readonly offline?: boolean;
  /** Per cent; WebRTC's packets only, Chromium lets HTTP through whole. */
  readonly packetLoss?: number;
  /** Milliseconds, each way. */
  readonly latency?: number;
  /** Bytes a second. */
  readonly uploadThroughput?: number;
}

/** What the network of this page is from now on. The first time before a connection is made. */
async function wireOf(of: Page): Promise<(conditions: Conditions) => Promise<void>> {
  const session = await of.context().newCDPSession(of);
  await session.send('Network.enable');
  return async ({ offline = false, ...conditions }) => {
    const rule = { urlPattern: '', latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    const matched = [{ ...rule, offline, ...conditions }];
    const said = { offline, matchedNetworkConditions: matched };
    await session.send('Network.emulateNetworkConditionsByRule' as 'Network.enable', said as never);
  };
}

interface Sound {
  readonly total: number;
  /** Made up because it did not come in time; silence of a line that is cut is not counted. */
  readonly concealed: number;
}
const soundOf = (of: Page): Promise<Sound> =>
  of.evaluate<Sound>(`(async () => {
    const sound = { total: 0, concealed: 0 };
    for (const connection of window.__connections) {
      if (connection.connectionState !== 'connected') continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue;
        sound.total += entry.totalSamplesReceived ?? 0;
        sound.concealed += (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0);
      }
    }
    return sound;
  })()`);
const concealedBetween = (before: Sound, after: Sound): number =>
  (after.concealed - before.concealed) / Math.max(1, after.total - before.total);

/** Sound comes, by a leg that carries; the picture may be held back where the network is bad (C2). */
const flows = (of: Page): Promise<unknown> =>
  until(
    'sound of the other side',
    async () => {
      const before = await soundOf(of);
      await new Promise((next) => {
        setTimeout(next, 500);
      });
      const { total } = await soundOf(of);
      const state = await of.evaluate<string>("call.parties()[0]?.state() ?? ''");
      return { state, samples: total - before.total };
    },
    ({ state, samples }) => /connected|weak/.test(state) && samples > 0,
    60_000,
  );

/** What the sender offered, told by the one who made it. */
const OFFERED = `(() => {
  const { digest } = crypto.subtle;
  window.__digests = [];
  crypto.subtle.digest = async (how, bytes) => {
    const hash = await digest.call(crypto.subtle, how, bytes);
    const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0'));
    window.__digests.push(hex.join(''));
    return hash;
  };
})()`;

interface Stage {
  readonly server: CallServer;
  readonly clinician: Device;
  readonly waiter: Device;
  wire(conditions: Conditions): Promise<void>;
  readonly profiles: string;
}

async function callIn(conditions: Conditions): Promise<Stage> {
  const profiles = await mkdtemp(join(folder, 'profiles-'));
  const server = await startCallServer(page.folder);
  open.push(server);
  const device = async (name: string): Promise<Device> => {
    const made = await openKeptDevice(join(profiles, name), {
      viewport: { width: 1000, height: 760 },
    });
    open.unshift(made);
    await watchConnections(made.context);
    return made;
  };
  const clinician = await device('clinician');
  const waiter = await device('waiter');
  await waiter.page.addInitScript(SENSOR);
  await waiter.page.addInitScript(OFFERED);
  // One of the two is on the bad network: both, and every packet would meet the loss twice.
  const wire = await wireOf(waiter.page);
  await wire(conditions);
  await clinician.page.goto(server.address('clinician'));
  await waiter.page.goto(server.address('waiter'));
  await flows(clinician.page);
  await flows(waiter.page);
  return { server, clinician, waiter, wire, profiles };
}

/** By the tablet's own buttons, asked for by the clinician's. */
async function take({ clinician, waiter }: Stage): Promise<void> {
  // One button of a page: a machine that has much to do takes its time.
  await clinician.page.getByTestId('call-photo').click({ timeout: 60_000 });
  await waiter.page.getByRole('button', { name: 'Tag et billede', exact: true }).click();
  await waiter.page.getByRole('button', { name: 'Tag billedet' }).click({ timeout: 30_000 });
  await waiter.page.getByRole('button', { name: 'Brug billedet' }).click({ timeout: 60_000 });
}

const progressOf = (of: Page): Promise<number> =>
  of.evaluate<number>('photos.received()[0]?.progress() ?? 0');
const isWhole = (of: Page): Promise<boolean> =>
  of.evaluate<boolean>("photos.received()[0]?.state() === 'whole'");

interface Photo {
  readonly width: number;
  readonly height: number;
  readonly digest: string;
  readonly picture: string;
}
const photoOf = (of: Page): Promise<Photo> =>
  of.evaluate<Photo>(`(async () => {
    const photo = photos.received()[0];
    const bytes = photo.picture();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    return {
      width: bitmap.width, height: bitmap.height,
      digest: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      picture: bytes.toBase64(),
    };
  })()`);
/** Parts of the picture that stand nowhere else. */
function samplesOf(picture: Buffer): readonly Buffer[] {
  const samples: Buffer[] = [];
  for (let at = 2_000; at + 64 < picture.length && samples.length < 24;) {
    samples.push(picture.subarray(at, at + 64));
    at += Math.floor(picture.length / 25);
  }
  return samples;
}

/** Five seconds of the call as it is without a photo: on this network, on this machine. */
async function quietSound(of: Page): Promise<number> {
  const before = await soundOf(of);
  const after = await until(
    'five seconds of sound',
    () => soundOf(of),
    ({ total }) => total - before.total > 5 * 48_000,
    60_000,
  );
  return concealedBetween(before, after);
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

it('C5: 12 megapixels at 10 % loss with 5 s of nothing in the middle: whole, the sound holds, no byte is left', async () => {
  // A telephone's line out, so that there is a middle.
  const bad = { packetLoss: 10, latency: 20, uploadThroughput: 150_000 };
  const stage = await callIn(bad);
  const { clinician, waiter, server, wire, profiles } = stage;
  const quiet = await Promise.all([clinician, waiter].map((each) => quietSound(each.page)));
  await take(stage);
  const start = Date.now();
  const early = await Promise.all([clinician, waiter].map((each) => soundOf(each.page)));
  await until(
    'a third of it',
    () => progressOf(clinician.page),
    (part) => part > 0.2,
    60_000,
  );
  const late = await Promise.all([clinician, waiter].map((each) => soundOf(each.page)));
  await wire({ offline: true, packetLoss: 100 });
  await new Promise((next) => {
    setTimeout(next, 5_000);
  });
  const cutAt = await progressOf(clinician.page);
  expect(cutAt).toBeLessThan(1);
  await wire(bad);
  const mended = Date.now();
  await flows(clinician.page);
  const again = await Promise.all([clinician, waiter].map((each) => soundOf(each.page)));
  await until('the whole of it', () => isWhole(clinician.page), Boolean, 90_000);
  const whole = Date.now();
  await waiter.page.getByTestId('photo-sent').getByText('Modtaget af lægen').waitFor();
  await until(
    'the camera is back in the call',
    () => waiter.page.evaluate<boolean>('call.devices.hasCamera() && !call.devices.problem()'),
    Boolean,
  );
  await flows(clinician.page);
  const end = await Promise.all([clinician, waiter].map((each) => soundOf(each.page)));

  const photo = await photoOf(clinician.page);
  expect([photo.width, photo.height]).toEqual([4000, 3000]);
  expect(await waiter.page.evaluate<string[]>('__digests')).toContain(photo.digest);
  const picture = Buffer.from(photo.picture, 'base64');
  expect(picture.subarray(0, 3)).toEqual(Buffer.from('ffd8ff', 'hex'));
  // The sensor wrote where it was; what travelled does not say.
  expect(await waiter.page.evaluate<boolean>(`__taken.includes(${JSON.stringify(PLACE)})`)).toBe(
    true,
  );
  expect(picture.includes('Exif')).toBe(false);
  expect(picture.includes('Nordbyvej')).toBe(false);
  const concealed = early.flatMap((before, at) => [
    concealedBetween(before, late[at] ?? before),
    concealedBetween(again[at] ?? before, end[at] ?? before),
  ]);
  console.log(
    `photo of ${picture.length} bytes, cut at ${percent(cutAt)}, whole ${whole - mended} ms after the network was back, ` +
      `${whole - start} ms in all; by the server ${server.pieces.length} pieces; ` +
      `concealed without it: ${quiet.map(percent).join(', ')}; ` +
      `with it, before and after the cut, clinician and waiter: ${concealed.map(percent).join(', ')}`,
  );
  for (const part of concealed) expect(part).toBeLessThan(0.15);

  // Looked at, as a doctor does; then the call is over.
  await clinician.page.getByTestId('photo-received').click();
  await clinician.page.getByTestId('photo-pane').waitFor();
  await clinician.page.keyboard.press('Escape');
  await waiter.page.getByTestId('call-hang-up').click();
  await clinician.page.getByTestId('call-sentence').getByText('Samtalen er slut.').waitFor();
  expect(await isWhole(clinician.page).catch(() => false)).toBe(false);
  for (const each of [clinician, waiter]) await each.close();
  expect(await findTraces(profiles, samplesOf(picture))).toEqual([]);
}, 300_000);

it('C5: a narrow line out: through the server’s memory, which cannot read it', async () => {
  const stage = await callIn({ latency: 20, uploadThroughput: 75_000 });
  const { clinician, waiter, server } = stage;
  await take(stage);
  const start = Date.now();
  const before = await soundOf(clinician.page);
  await until('the whole of it', () => isWhole(clinician.page), Boolean, 120_000);
  const took = Date.now() - start;
  const concealed = concealedBetween(before, await soundOf(clinician.page));
  const photo = await photoOf(clinician.page);
  expect(await waiter.page.evaluate<string[]>('__digests')).toContain(photo.digest);
  const picture = Buffer.from(photo.picture, 'base64');
  console.log(
    `600 kbit/s: ${picture.length} bytes in ${took} ms by ${server.pieces.length} pieces; concealed ${percent(concealed)}`,
  );
  expect(server.pieces.length).toBeGreaterThan(0);
  const seen = Buffer.concat([...server.pieces]);
  for (const sample of samplesOf(picture)) expect(seen.includes(sample)).toBe(false);
  await until(
    'nothing lies there',
    () => server.held(),
    (held) => held === 0,
  );
  expect(concealed).toBeLessThan(0.15);
}, 240_000);
