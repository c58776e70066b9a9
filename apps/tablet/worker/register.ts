import { handOver } from '@naervaer/kit/session';

/** A worker that does not take over within this many milliseconds does so next time. */
const TAKE_OVER_MS = 2000;

/**
 * Makes the shell open offline. A version that was fetched meanwhile takes over now, at the opening,
 * before anybody has typed anything, and never under somebody's hands.
 */
export async function registerShell(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const known = await navigator.serviceWorker.getRegistration();
    const { controller } = navigator.serviceWorker;
    if (known?.waiting && controller) {
      await handOver(controller, known.waiting);
      const taken = new Promise<boolean>((resolve) => {
        const taking = () => resolve(true);
        navigator.serviceWorker.addEventListener('controllerchange', taking, { once: true });
        setTimeout(() => resolve(false), TAKE_OVER_MS);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      known.waiting.postMessage('TAKE_OVER');
      if (await taken) {
        location.reload();
        // The page goes away; nothing after this shall begin on the old one.
        await new Promise(() => undefined);
      }
    }
    // Not waited for: on a poor network it asks for long, and the page is here already.
    void navigator.serviceWorker
      .register(`${import.meta.env.BASE_URL}sw.js`)
      .catch(() => undefined);
  } catch {
    // A browser that refuses workers has the page without the offline start.
  }
}
