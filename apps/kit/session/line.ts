import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { Line } from './types.ts';

/** What happens to the socket, as far as a screen is concerned. */
export interface LineMonitor {
  readonly line: Accessor<Line>;
  up(): void;
  down(): void;
  /** The server closed on us with one of our own close codes. */
  closed(code: number): void;
  signedOut(): void;
  dispose(): void;
}

/** A reload of the server or a change of network is not worth a sentence. */
const QUIET_MS = 3_000;

const REFUSALS: Readonly<Record<number, string>> = {
  1009: 'tooLarge',
  4413: 'tooMany',
  4429: 'tooFast',
};
export const SIGNED_OUT_CLOSE = 4401;

export function createLineMonitor(): LineMonitor {
  const [line, setLine] = createSignal<Line>({ kind: 'connecting' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let downSince = Date.now();

  function goOffline(): void {
    clearTimeout(timer);
    if (line().kind !== 'signedOut') setLine({ kind: 'offline', since: downSince });
  }

  function down(): void {
    const { kind } = line();
    if (kind === 'signedOut' || kind === 'offline') return;
    if (kind === 'online') {
      downSince = Date.now();
      setLine({ kind: 'connecting' });
    }
    clearTimeout(timer);
    timer = setTimeout(goOffline, QUIET_MS);
  }

  // The browser knows at once when its own network is gone.
  const onBrowserOffline = (): void => {
    if (line().kind === 'online') downSince = Date.now();
    goOffline();
  };
  globalThis.addEventListener('offline', onBrowserOffline);
  timer = setTimeout(goOffline, QUIET_MS);

  return {
    line,
    up() {
      clearTimeout(timer);
      if (line().kind !== 'signedOut') setLine({ kind: 'online' });
    },
    down,
    closed(code) {
      const refusal = REFUSALS[code];
      if (refusal === undefined) return down();
      clearTimeout(timer);
      setLine({ kind: 'refused', code: refusal });
    },
    signedOut() {
      clearTimeout(timer);
      setLine({ kind: 'signedOut' });
    },
    dispose() {
      clearTimeout(timer);
      globalThis.removeEventListener('offline', onBrowserOffline);
    },
  };
}
