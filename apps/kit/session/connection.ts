import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { sessionDocument } from '@naervaer/machines/protocol';
import type { SessionId } from '@naervaer/machines/protocol';
import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { App } from './api.ts';
import { createLineMonitor, SIGNED_OUT_CLOSE } from './line.ts';
import type { Outbox } from './outbox.ts';
import type { Tokens } from './tokens.ts';
import type { Line } from './types.ts';

/** The one socket of this tab, with the session's own document on it. */
export interface Connection {
  readonly socket: HocuspocusProviderWebsocket;
  readonly line: Accessor<Line>;
  /** Whether all that was put into the session's document has reached the server. */
  readonly isDelivered: Accessor<boolean>;
  signedOut(): void;
  /** There is network again, says somebody who knows: come back now, or show that you are there. */
  hurry(): void;
  close(): void;
}

/** As the provider itself says of a socket that it gives up. */
const CUT_CLOSE = 4408;

const RETRY_MS = 2_000;
/** How long a socket that is asked whether it lives may take, in milliseconds. */
const PROOF_MS = 1_500;

/** How often a line is felt. A simulation, whose lines cost work and no time, feels it less often. */
export interface Pace {
  readonly pulseMs: number;
  /** Without a sign of life for so long, the socket is dead, whatever it says of itself. */
  readonly silenceMs: number;
  /** Longest time between two tries to come back. */
  readonly patienceMs: number;
}
const PACE: Pace = { pulseMs: 4_000, silenceMs: 12_000, patienceMs: 6_000 };

const socketUrl = (app: App): string => `${location.origin.replace(/^http/, 'ws')}/sync?app=${app}`;

export function createConnection(
  app: App,
  sessionId: SessionId,
  outbox: Outbox,
  tokens: Tokens,
  pace: Pace = PACE,
  /** The session's own document is not this session's to open. */
  onForbidden: () => void = () => undefined,
): Connection {
  const monitor = createLineMonitor();
  const [isDelivered, setDelivered] = createSignal(false);
  let retry: ReturnType<typeof setTimeout> | undefined;
  let proof: ReturnType<typeof setTimeout> | undefined;
  const socket = new HocuspocusProviderWebsocket({
    url: socketUrl(app),
    // Quick at first, then with a spread: a server that restarts meets a country, not a wave.
    delay: 400,
    minDelay: 400,
    factor: 1.6,
    maxDelay: pace.patienceMs,
    jitter: true,
    messageReconnectTimeout: pace.silenceMs,
    onClose({ event }) {
      if (event.code === SIGNED_OUT_CLOSE && event.reason === 'signedOut') tokens.end();
      monitor.closed(event.code);
    },
    onDisconnect() {
      outbox.stop();
      clearTimeout(retry);
      setDelivered(false);
      monitor.down();
      // A refused upgrade looks like a dead network: only a question tells them apart.
      void tokens.probe();
    },
  });
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: sessionDocument(sessionId),
    document: outbox.document,
    token: tokens.token,
    awareness: null,
    onSynced: monitor.up,
    onAuthenticated() {
      outbox.flow();
      monitor.up();
    },
    onUnsyncedChanges: ({ number }) => setDelivered(number === 0 && provider.isAuthenticated),
    onAuthenticationFailed({ reason }) {
      if (reason === 'signedOut' || reason === 'sessionExpired') void tokens.probe();
      if (reason === 'forbidden') onForbidden();
      // A denied document stays denied for as long as its socket lives, and the views keep that alive.
      clearTimeout(retry);
      retry = setTimeout(() => void provider.onOpen(new Event('open')), RETRY_MS);
    },
  });
  provider.attach();

  const pulse = setInterval(() => {
    if (provider.isAuthenticated) provider.sendStateless('ping');
  }, pace.pulseMs);
  const reconnect = (): void => void socket.connect();
  // The browser knows before the socket does: nothing goes into a pipe that leads nowhere, and the
  // way back does not wait until the silence was long enough.
  const cut = (): void => {
    outbox.stop();
    // Not `close()` alone: its handshake waits for an answer that cannot come.
    provider.onClose();
    socket.onClose({ event: new CloseEvent('close', { code: CUT_CLOSE, reason: 'offline' }) });
  };
  function hurry(): void {
    clearTimeout(proof);
    if (!provider.isAuthenticated) return reconnect();
    const heardAt = socket.lastMessageReceived;
    provider.sendStateless('ping');
    proof = setTimeout(() => {
      if (socket.lastMessageReceived !== heardAt) return;
      cut();
      reconnect();
    }, PROOF_MS);
  }
  globalThis.addEventListener('online', reconnect);
  globalThis.addEventListener('offline', cut);

  function close(): void {
    clearInterval(pulse);
    clearTimeout(retry);
    clearTimeout(proof);
    globalThis.removeEventListener('online', reconnect);
    globalThis.removeEventListener('offline', cut);
    monitor.dispose();
    provider.destroy();
    socket.destroy();
  }

  return {
    socket,
    line: monitor.line,
    isDelivered,
    signedOut() {
      monitor.signedOut();
      socket.disconnect();
    },
    hurry,
    close,
  };
}
