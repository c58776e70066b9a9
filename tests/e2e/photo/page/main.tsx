import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import type { ConsultationId } from '@naervaer/machines/protocol';
import type { Devices, Party } from '../../../../apps/kit/call/types.ts';
import { createPhotos, PhotoButton, Photos } from '@naervaer/kit/photo';
import type { PhotoCall, PhotosOfCall } from '@naervaer/kit/photo';
import { setLanguage } from '@naervaer/kit/texts';
import { pageClock } from '../../../../apps/kit/photo/clock.ts';
import { stillOf } from '../../../../apps/kit/photo/still.ts';
import { fakeNetwork, ONE, OTHER } from '../../../../apps/kit/photo/testing/fake-network.ts';
import '@naervaer/kit/theme/base.css';
import '@naervaer/kit/call/call.css';
import './page.css';

/**
 * One side's photos on a screen, the other side's beside it in the same page, with a network between
 * them that the test breaks. `?side=clinician` or `waiter` says whose screen it is.
 */
const side = new URL(location.href).searchParams.get('side') === 'waiter' ? 'waiter' : 'clinician';
const bytesPerMs = Number(new URL(location.href).searchParams.get('speed') ?? 2_000);
const consultationId = '0192f0c0-0000-7000-8000-000000000001' as ConsultationId;
const network = fakeNetwork({ clock: pageClock, bytesPerMs, delayMs: 5 });
const held: boolean[] = [];
const lent: string[] = [];

const devices = {
  lendCamera() {
    lent.push('lent');
    return {
      show: () => lent.push('shown'),
      async giveBack() {
        lent.push('back');
      },
    };
  },
} as unknown as Devices;

const callOf = (mine: 'clinician' | 'waiter', of: 'one' | 'other'): PhotoCall => ({
  side: mine,
  room: () => 'open',
  channel: network.channel(of),
  devices,
  parties: () => [
    {
      partyId: of === 'one' ? OTHER : ONE,
      side: mine === 'waiter' ? 'clinician' : 'waiter',
      sign: () => 'good',
    } as unknown as Party,
  ],
  holdPicture: (isHeld) => held.push(isHeld),
});

/** Something to look at: skin, a sore, and a ruler. */
async function paint(seed: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(2000, 1500);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const skin = context.createLinearGradient(0, 0, 2000, 1500);
  skin.addColorStop(0, '#e8bfa4');
  skin.addColorStop(1, '#b9836a');
  context.fillStyle = skin;
  context.fillRect(0, 0, 2000, 1500);
  const [x, y] = [900 + 120 * seed, 700 - 60 * seed];
  for (const [size, colour] of [
    [420, '#c96f5e'],
    [300, '#a13a34'],
    [170, '#7c1f1f'],
    [70, '#d8c36a'],
  ] as const) {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, size, size * 0.7, seed, 0, Math.PI * 2);
    context.fill();
  }
  context.fillStyle = '#ffffff';
  context.fillRect(100, 1300, 1800, 90);
  context.fillStyle = '#10233a';
  for (let at = 0; at <= 60; at += 1) context.fillRect(110 + at * 29, 1300, 4, at % 5 ? 30 : 60);
  return createImageBitmap(canvas);
}

const root = document.querySelector('#app');
if (root) {
  render(() => {
    const mine = createPhotos({ call: callOf(side, 'one'), consultationId, app: 'board' });
    const otherSide = side === 'waiter' ? 'clinician' : 'waiter';
    const other = createPhotos({ call: callOf(otherSide, 'other'), consultationId, app: 'board' });
    const send = async (from: PhotosOfCall, seed: number): Promise<void> => {
      await from.send(await stillOf(await paint(seed)));
    };
    const [isShown, setShown] = createSignal(true);
    Object.assign(globalThis, {
      stage: {
        network: { cut: () => network.cut(), heal: () => network.heal() },
        language: setLanguage,
        otherAsks: () => other.ask(),
        otherDeclines: () => other.decline(),
        otherSends: (seed: number) => send(other, seed),
        hears: () => ({ held, lent }),
        end: () => {
          mine.close();
          setShown(false);
        },
      },
    });
    return (
      <main class="page">
        <h1 class="visually-hidden">Samtale</h1>
        <div class="page-scene">
          <div class="page-face" />
        </div>
        {isShown() && <Photos photos={mine} />}
        <div class="call-controls" role="group" aria-label="Knapper">
          <PhotoButton photos={mine} />
        </div>
      </main>
    );
  }, root);
}
