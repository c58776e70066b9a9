import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const CHILD = fileURLToPath(new URL('relay.child.ts', import.meta.url));

export interface RelayClient {
  readonly document: Y.Doc;
  close(): void;
}

export interface Relay {
  readonly pid: number;
  /** Opens the one shared document on a socket of its own, and resolves when it is synced. */
  client(): Promise<RelayClient>;
  dispose(): Promise<void>;
}

/** A bare Hocuspocus in its own process. */
export async function startRelay(): Promise<Relay> {
  const port = await freePort();
  const child = spawn(process.execPath, [CHILD], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    pid: child.pid ?? 0,
    async client() {
      const document = new Y.Doc();
      const websocketProvider = new HocuspocusProviderWebsocket({
        url: `ws://127.0.0.1:${port}`,
        WebSocketPolyfill: WebSocket,
      });
      const provider = new HocuspocusProvider({
        websocketProvider,
        name: 'shared',
        document,
        awareness: null,
      });
      provider.attach();
      await eventually('the relay to be synced', () => provider.isSynced);
      return {
        document,
        close() {
          provider.destroy();
          websocketProvider.destroy();
        },
      };
    },
    async dispose() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
