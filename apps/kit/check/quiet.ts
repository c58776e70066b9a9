import type { CheckResult, DeviceCheck } from '@naervaer/machines/protocol';
import type { App } from '../session/api.ts';
import { rememberedDevice } from './memory.ts';
import { checkWholeNetwork, freshNetwork } from './network-memory.ts';
import { judgeNetwork } from './network.ts';
import { permitOf } from './permit.ts';
import type { Permit } from './permit.ts';
import { askServer } from './server.ts';

async function kindsPresent(): Promise<ReadonlySet<MediaDeviceKind> | undefined> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return new Set(devices.map((device) => device.kind));
  } catch {
    return undefined;
  }
}

/** Somebody who saves data pays for it. */
const isCheap = (): boolean => {
  const connection: unknown = Reflect.get(navigator, 'connection');
  return !(
    typeof connection === 'object' &&
    connection !== null &&
    Reflect.get(connection, 'saveData') === true
  );
};

/** Each check that begins makes the answers of those before it worthless. */
let newest = 0;
export const outdateQuiet = (): void => {
  newest += 1;
};

/**
 * The silent check (T5): opens no camera, asks for nothing. What was fine in the guided check counts
 * as fine while the device is still there and still allowed. The relay is tried behind it, once in
 * ten minutes: whatever it changes is told a second time.
 */
export async function checkQuietly(app: App, tell: (check: DeviceCheck) => void): Promise<void> {
  outdateQuiet();
  const mine = newest;
  const [kinds, camera, microphone, server] = await Promise.all([
    kindsPresent(),
    permitOf('camera'),
    permitOf('microphone'),
    navigator.onLine ? askServer() : undefined,
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
  const known = freshNetwork()?.relay ?? { kind: 'untested', why: 'unknown' };
  const check: DeviceCheck = {
    camera: judge(camera, 'videoinput', before?.camera),
    microphone: judge(microphone, 'audioinput', before?.microphone),
    speaker: before?.speaker ?? 'unknown',
    network: server === undefined ? 'unknown' : judgeNetwork(server, known),
  };
  if (mine !== newest) return;
  tell(check);
  if (check.network === 'failed' || check.network === 'unknown') return;
  if (freshNetwork() !== undefined || !isCheap()) return;
  const { result: network } = await checkWholeNetwork(app);
  if (mine === newest && network !== check.network) tell({ ...check, network });
}
