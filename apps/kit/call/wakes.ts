/** How often the tab feels whether it slept, and what gap between two looks says so, in milliseconds. */
const LOOK_MS = 500;
const GAP_MS = 2_000;

/** Not in every browser, and in no type of TypeScript's. */
const connection = (): EventTarget | undefined =>
  (navigator as Navigator & { connection?: EventTarget }).connection;

/**
 * Says when something is new of the network or the tab: back from sleep, seen again, `online`, another
 * network (C3).
 * @param onWake with whether the network is, or may be, another one
 * @returns what stops it
 */
export function watchWakes(onWake: (isAnother: boolean) => void): () => void {
  let lookedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - lookedAt > GAP_MS) onWake(true);
    lookedAt = now;
  }, LOOK_MS);
  const another = (): void => onWake(true);
  const seen = (): void => {
    if (document.visibilityState === 'visible') onWake(false);
  };
  globalThis.addEventListener('online', another);
  document.addEventListener('visibilitychange', seen);
  const network = connection();
  network?.addEventListener('change', another);
  return () => {
    clearInterval(timer);
    globalThis.removeEventListener('online', another);
    document.removeEventListener('visibilitychange', seen);
    network?.removeEventListener('change', another);
  };
}
