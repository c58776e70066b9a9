import type { KeeperMessage } from '@naervaer/kit/session';
import { createMemory } from './memory.ts';

/**
 * The shell opens offline. This worker keeps the built files of this page and nothing else: no
 * answer of the server, nothing personal ever enters its cache. What it knows of the session is in
 * its memory alone. A new version waits until the page is opened next and says `TAKE_OVER`.
 */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Clicked extends Extendable {
  readonly notification: { close(): void };
}
interface Page {
  focus(): Promise<unknown>;
}
interface Messaged extends Extendable {
  readonly data: 'TAKE_OVER' | KeeperMessage;
  /** The page that said it. */
  readonly source: { readonly url?: string } | null;
  readonly ports: readonly MessagePort[];
}
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window' }): Promise<readonly Page[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listen: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listen: (event: Fetching) => void): void;
  addEventListener(type: 'message', listen: (event: Messaged) => void): void;
  addEventListener(type: 'notificationclick', listen: (event: Clicked) => void): void;
}
const scope = globalThis as unknown as Scope;
const memory = createMemory();

const PREFIX = 'naervaer-tablet-';
const CACHE = `${PREFIX}__VERSION__`;
const FILES = JSON.parse('__FILES__') as string[];

const addressOf = (file: string): string => new URL(file, scope.registration.scope).href;
const KEPT = new Set(FILES.map(addressOf));
const PAGE = addressOf('');

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache: a half-old shell would not start.
  await cache.addAll([...KEPT].map((address) => new Request(address, { cache: 'reload' })));
}

async function dropOldShells(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function fromShell(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? fetch(request);
}

async function showPage(): Promise<void> {
  const [page] = await scope.clients.matchAll({ type: 'window' });
  await page?.focus();
}

scope.addEventListener('install', (event) => event.waitUntil(keepShell()));
scope.addEventListener('activate', (event) => event.waitUntil(dropOldShells()));
scope.addEventListener('message', (event) => {
  // Another application of this origin has nothing to ask here, nor to say.
  if (event.source?.url?.startsWith(PAGE) !== true) return;
  if (event.data === 'TAKE_OVER') event.waitUntil(scope.skipWaiting());
  else {
    const answer = memory.hear(event.data, Date.now());
    event.ports[0]?.postMessage(answer);
  }
});
scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showPage());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const address = new URL(request.url);
  address.search = '';
  address.hash = '';
  const isPage = request.mode === 'navigate' && address.href.startsWith(PAGE);
  if (isPage) event.respondWith(fromShell(PAGE, request));
  else if (KEPT.has(address.href)) event.respondWith(fromShell(address.href, request));
});

export type { Scope };
