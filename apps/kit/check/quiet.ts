import type { CheckResult, DeviceCheck } from '@naervaer/machines/protocol';
import { rememberedDevice } from './memory.ts';
import { checkNetwork } from './network.ts';

export type Permit = 'granted' | 'prompt' | 'denied';

/** What the browser has been told about camera or microphone; `prompt` where it does not say. */
export async function permitOf(name: 'camera' | 'microphone'): Promise<Permit> {
  try {
    // Firefox and older Safari do not know these names and throw.
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return 'prompt';
  }
}

/** @returns true when a call may begin without the browser asking anybody. */
export async function isCallPermitted(): Promise<boolean> {
  const permits = await Promise.all([permitOf('camera'), permitOf('microphone')]);
  return permits.every((permit) => permit === 'granted');
}

async function kindsPresent(): Promise<ReadonlySet<MediaDeviceKind> | undefined> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return new Set(devices.map((device) => device.kind));
  } catch {
    return undefined;
  }
}

/**
 * The silent check (T5): opens no camera, asks for nothing. What was fine in the guided check counts
 * as fine while the device is still there and still allowed.
 */
export async function checkQuietly(): Promise<DeviceCheck> {
  const [kinds, camera, microphone, network] = await Promise.all([
    kindsPresent(),
    permitOf('camera'),
    permitOf('microphone'),
    checkNetwork(),
  ]);
  const before = rememberedDevice();
  const judge = (
    permit: Permit,
    kind: MediaDeviceKind,
    remembered: CheckResult = 'unknown',
  ): CheckResult => {
    if (permit === 'denied') return 'failed';
    return kinds !== undefined && !kinds.has(kind) ? 'failed' : remembered;
  };
  return {
    camera: judge(camera, 'videoinput', before?.camera),
    microphone: judge(microphone, 'audioinput', before?.microphone),
    speaker: before?.speaker ?? 'unknown',
    network,
  };
}
