import { SessionInfo } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import type { Keeper } from './keeper.ts';
import type { KeeperMessage } from './keeper-messages.ts';

/** Below the 30 seconds after which a browser stops a worker that has nothing to do. */
const REMIND_MS = 15_000;
/** A worker that has to be started first answers within a second on a slow tablet. */
const PATIENCE_MS = 2_000;

/** Asks a worker; null when there is no answer in time. */
const ask = (worker: ServiceWorker, message: KeeperMessage): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      clearTimeout(timer);
      port1.close();
      resolve(data);
    });
    port1.start();
    worker.postMessage(message, [port2]);
  });

function tell(worker: ServiceWorker, info: SessionInfo, isConfirmed: boolean): void {
  const { sessionId } = info;
  const message: KeeperMessage = { type: 'REMEMBER', sessionId, info, isConfirmed };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  worker.postMessage(message);
}

/** A newer worker takes over: what the old one knows, it knows too. */
export async function handOver(from: ServiceWorker, to: ServiceWorker): Promise<void> {
  const told = v.safeParse(SessionInfo, await ask(from, { type: 'RECALL' }));
  if (told.success) tell(to, told.output, false);
}

/**
 * Remembers in the memory of the page's service worker (DC4): it outlives a reload, and never a
 * closed browser. A worker that was stopped meanwhile hears it again from any page that still knows.
 */
export function createWorkerKeeper(workers: ServiceWorkerContainer): Keeper {
  let known: { readonly info: SessionInfo; isConfirmed: boolean } | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const active = async (): Promise<ServiceWorker | undefined> =>
    workers.controller ?? (await workers.getRegistration())?.active ?? undefined;

  function tellOf(worker: ServiceWorker | null): void {
    if (known === undefined || worker === null) return;
    tell(worker, known.info, known.isConfirmed);
    known.isConfirmed = false;
  }
  /** At once where it can be: a page that goes away has no time to wait. */
  function remind(): void {
    if (workers.controller) tellOf(workers.controller);
    else void workers.ready.then((registration) => tellOf(registration.active));
  }

  function rest(): void {
    clearInterval(timer);
    removeEventListener('pagehide', remind);
    document.removeEventListener('visibilitychange', remind);
    workers.removeEventListener('controllerchange', remind);
    known = undefined;
  }

  return {
    remember(info, isConfirmed) {
      rest();
      known = { info, isConfirmed };
      remind();
      timer = setInterval(remind, REMIND_MS);
      addEventListener('pagehide', remind);
      document.addEventListener('visibilitychange', remind);
      // A newer worker, or the first one, took over: it knows nothing yet.
      workers.addEventListener('controllerchange', remind);
    },
    async recall() {
      const worker = await active();
      if (worker === undefined) return undefined;
      const told = v.safeParse(SessionInfo, await ask(worker, { type: 'RECALL' }));
      return told.success && told.output.expiresAt > Date.now() ? told.output : undefined;
    },
    rest,
    async forget() {
      const sessionId = known?.info.sessionId ?? null;
      rest();
      const worker = await active().catch(() => undefined);
      if (worker !== undefined) await ask(worker, { type: 'FORGET', sessionId });
    },
  };
}
