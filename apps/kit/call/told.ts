import type { Told } from '@naervaer/machines/call';
import * as v from 'valibot';

const ToldMessage = v.strictObject({
  isUnheard: v.boolean(),
  isWeak: v.boolean(),
  isMicrophoneOn: v.boolean(),
  isCameraOn: v.boolean(),
});

/** What the other side said of our sound and picture; undefined for anything else. */
export function parseTold(message: unknown): Told | undefined {
  const parsed = v.safeParse(ToldMessage, message);
  return parsed.success ? parsed.output : undefined;
}
