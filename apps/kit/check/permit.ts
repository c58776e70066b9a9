import type { DeniedReason } from '@naervaer/machines/call';
import { deniedReason } from '../call/take.ts';

export type Permit = 'granted' | 'prompt' | 'denied';
export type Sense = 'camera' | 'microphone';

/** What the browser has been told of camera or microphone; `prompt` where it does not say. */
export async function permitOf(name: Sense): Promise<Permit> {
  try {
    // Firefox and older Safari do not know these names and throw.
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return 'prompt';
  }
}

/** Calls when either of the two is allowed that was not. @returns what stops it */
export function onPermitted(take: () => void): () => void {
  const stop = new AbortController();
  for (const name of ['camera', 'microphone'] as const) {
    navigator.permissions.query({ name }).then(
      (status) =>
        status.addEventListener('change', () => status.state === 'granted' && take(), {
          signal: stop.signal,
        }),
      () => undefined,
    );
  }
  return () => stop.abort();
}

/** @returns true when a call may begin without the browser asking anybody. */
export async function isCallPermitted(): Promise<boolean> {
  const permits = await Promise.all([permitOf('camera'), permitOf('microphone')]);
  return permits.every((permit) => permit === 'granted');
}

/** Why camera or microphone could not be opened. */
export const whyDenied = (error: unknown): DeniedReason =>
  window.isSecureContext ? deniedReason(error) : 'insecure';
