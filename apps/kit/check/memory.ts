import type { CheckResult, DeviceCheck } from '@naervaer/machines/protocol';
import { CHECK_RESULTS } from '@naervaer/machines/protocol';

/**
 * What this device showed in its last guided check. Nothing personal, so it stays in localStorage
 * from one colleague to the next (T5: guided the first time only).
 */
export type DeviceMemory = Pick<DeviceCheck, 'camera' | 'microphone' | 'speaker'>;

const KEY = 'naervaer.device';

const result = (value: unknown): CheckResult =>
  CHECK_RESULTS.find((each) => each === value) ?? 'unknown';

/** @returns undefined for a device that has not been through the check, or cannot remember. */
export function rememberedDevice(): DeviceMemory | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const get = (key: keyof DeviceMemory) => result(Reflect.get(kept, key));
    return { camera: get('camera'), microphone: get('microphone'), speaker: get('speaker') };
  } catch {
    return undefined;
  }
}

export function rememberDevice({ camera, microphone, speaker }: DeviceMemory): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ camera, microphone, speaker }));
  } catch {
    // Storage is refused: the check is guided again next time.
  }
}
