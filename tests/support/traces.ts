import type { Page } from 'playwright-core';

/**
 * Reads, in the page, all that a browser keeps of this application, the vault opened by its key: the
 * one that the service worker remembers.
 */
const READ = `(async () => {
  const found = [document.documentElement.outerHTML, location.href, document.cookie,
    JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  found.push(...[...document.querySelectorAll('input, textarea')].map((field) => field.value));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url, await (await cache.match(request)).clone().text());
    }
  }
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text = (data) => new TextDecoder().decode(data);
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const asked = await navigator.serviceWorker.ready.then(({ active }) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    active.postMessage({ type: 'RECALL' }, [port2]);
  }));
  // A worker that was stopped has heard nothing yet: then the server says it.
  const info = asked ?? await fetch('/api/session?app=tablet').then((answer) => answer.json());
  const key = await crypto.subtle.importKey('raw', bytes(info.vaultKey), 'AES-GCM', false, ['decrypt']);
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const store = database.transaction('sealed').objectStore('sealed');
    const keys = await done(store.getAllKeys());
    const values = await Promise.all(keys.map((id) => done(database.transaction('sealed').objectStore('sealed').get(id))));
    database.close();
    for (const [at, { iv, data }] of values.entries()) {
      const additionalData = new TextEncoder().encode(keys[at]);
      const plain = text(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, data));
      found.push(keys[at], plain);
    }
  }
  return found.join('\\n');
})()`;

/** Names of this browser's databases: empty after a staff member signed out. */
export const databasesLeft = async (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>('indexedDB.databases().then((all) => all.map(({ name }) => name))');

/** Page, address, fields, cookies, storages, caches and the decrypted vault, as one text. */
export const everythingKept = async (page: Page): Promise<string> =>
  String(await page.evaluate(READ));
