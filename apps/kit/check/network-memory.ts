import type { App } from '../session/api.ts';
import { checkNetwork } from './network.ts';
import type { NetworkReport } from './network.ts';

/** So long the relay is not tried again by itself: it costs 150 KB and a place at the relay. */
const GOOD_FOR_MS = 10 * 60_000;

let kept: { readonly at: number; readonly report: NetworkReport } | undefined;
let running: Promise<NetworkReport> | undefined;

// Another network may be behind the next connection.
if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => {
    kept = undefined;
  });
}

/** What the last whole check of this page said, while it is fresh. */
export const freshNetwork = (): NetworkReport | undefined =>
  kept !== undefined && performance.now() - kept.at < GOOD_FOR_MS ? kept.report : undefined;

/** The whole check, once at a time, and remembered by this page. */
export function checkWholeNetwork(
  app: App,
  onServer?: (report: NetworkReport) => void,
): Promise<NetworkReport> {
  running ??= checkNetwork(app, onServer)
    .then((report) => {
      if (report.relay.kind !== 'untested') kept = { at: performance.now(), report };
      return report;
    })
    .finally(() => {
      running = undefined;
    });
  return running;
}
