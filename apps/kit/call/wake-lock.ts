import { onCleanup } from 'solid-js';

/**
 * Keeps the screen awake as long as the owner lives (C8). A browser gives the lock back whenever
 * the page is hidden, so it is asked for again each time the page is seen.
 */
export function keepAwake(): void {
  if (!('wakeLock' in navigator)) return;
  let lock: WakeLockSentinel | undefined;
  let isOver = false;

  async function acquire(): Promise<void> {
    if (document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    const acquired = await navigator.wakeLock.request('screen');
    if (isOver) await acquired.release();
    else lock = acquired;
  }
  // Refused on low battery: the call goes on without.
  const ask = (): void => {
    acquire().catch(() => undefined);
  };

  ask();
  document.addEventListener('visibilitychange', ask);
  onCleanup(() => {
    isOver = true;
    document.removeEventListener('visibilitychange', ask);
    lock?.release().catch(() => undefined);
  });
}
