import type { Page } from 'playwright-core';
import type { Device } from '../../support/browser.ts';

/** What the screens are looked at on, in CSS pixels. */
export const SHAPES = {
  upright: { width: 820, height: 1180 },
  across: { width: 1180, height: 820 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1920, height: 1080 },
  half: { width: 960, height: 1080 },
} as const;
export type Shape = keyof typeof SHAPES;

export const TABLET_SHAPES: readonly Shape[] = ['upright', 'across', 'phone', 'half'];
export const DESK_SHAPES: readonly Shape[] = ['desktop', 'half', 'across', 'upright', 'phone'];

/** One screen in one state, and how a person comes there, in Danish. */
export interface Scene {
  readonly query?: string;
  /** What the fake session begins with. */
  readonly start?: string;
  /** The device has been through the guided check. */
  readonly isKnown?: boolean;
  readonly isUnpermitted?: boolean;
  /** The scene moves the clock itself. */
  readonly clock?: boolean;
  /** Stands in for the server, before the page is opened. */
  readonly serve?: (page: Page) => Promise<unknown>;
  /** What the browser's console says of this scene, and nobody can keep it from. */
  readonly expects?: RegExp;
  readonly act?: (page: Page) => Promise<unknown>;
}
export type Scenes = Readonly<Record<string, Scene>>;

/** Before the page is opened: what this device remembers. */
export async function prepare({ page, context }: Device, scene: Scene): Promise<void> {
  page.setDefaultTimeout(8000);
  if (scene.clock === true) await page.clock.install();
  await scene.serve?.(page);
  const script = (store: string, key: string, value: string) =>
    context.addInitScript(`${store}.setItem(${JSON.stringify(key)}, ${JSON.stringify(value)})`);
  await script('sessionStorage', 'fake.start', scene.start ?? 'signedIn');
  if (scene.isKnown === true) {
    const well = JSON.stringify({ camera: 'ok', microphone: 'ok', speaker: 'ok' });
    await script('localStorage', 'naervaer.device', well);
  }
}
