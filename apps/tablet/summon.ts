import { playTone } from '@naervaer/kit/check';

export type NotifyPermit = 'granted' | 'denied' | 'default' | 'unsupported';

export const notifyPermit = (): NotifyPermit =>
  'Notification' in globalThis ? Notification.permission : 'unsupported';

/** Asks the browser; only after a touch, at a calm moment. */
export async function askToNotify(): Promise<NotifyPermit> {
  return 'Notification' in globalThis ? Notification.requestPermission() : 'unsupported';
}

/** One at a time: the newer one takes the older one's place. */
const TAG = 'naervaer-called';

async function showNotification(text: string): Promise<void> {
  if (notifyPermit() !== 'granted') return;
  const options = { tag: TAG, icon: `${import.meta.env.BASE_URL}icon-192.png`, lang: 'da' };
  // Android has notifications of a worker only; a page without a worker has only its own.
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) await registration.showNotification(text, options);
  else new Notification(text, options).addEventListener('click', () => window.focus());
}

/**
 * Calls the people back to the tablet: a tone, and a notification when the page is not in sight.
 * `text` holds nothing personal, for it may stand on a locked screen.
 */
export async function summon(text: string): Promise<void> {
  // Either may be refused by the browser; the screen itself says it as well.
  await Promise.allSettled([
    playTone(),
    document.hidden ? showNotification(text) : Promise.resolve(),
  ]);
}
