/**
 * Makes the shell open offline. A version that was fetched meanwhile takes over now, at the opening,
 * before anybody has typed anything, and never under somebody's hands.
 */
export async function registerShell(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const known = await navigator.serviceWorker.getRegistration();
    if (known?.waiting && navigator.serviceWorker.controller) {
      const taken = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      });
      known.waiting.postMessage('TAKE_OVER');
      await taken;
      location.reload();
      // The page goes away; nothing after this shall begin on the old one.
      await new Promise(() => undefined);
    }
    await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
  } catch {
    // A browser that refuses workers has the page without the offline start.
  }
}
