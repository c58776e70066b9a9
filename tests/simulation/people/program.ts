import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import {
  boardDocument,
  epochOfReason,
  KEYS,
  lobbyDocument,
  NaervaerError,
  UNKNOWN_EPOCH,
} from '@naervaer/machines/protocol';
import type { ClinicId, Epoch, SyncToken } from '@naervaer/machines/protocol';
import * as Y from 'yjs';
import type { Fact, Page as PageFact } from '../facts.ts';
import type { Process } from '../kernel/process.ts';
import { SILENCE_MS } from '../world/server.ts';
import { contentOf } from './page.ts';

/**
 * Somebody else's client of our views: plain Yjs and the plain provider. It keeps its copy of a
 * document over reconnects as long as the name stays the same, and follows the epoch when told.
 */
export interface Program {
  readonly fact: PageFact;
  readonly process: Process;
  /** Writes into a document that it may only read. @returns what it wrote, or undefined */
  forge(choice: number): string | undefined;
}

interface Deps {
  readonly fact: PageFact;
  readonly process: Process;
  readonly clinicId: ClinicId;
  readonly emit: (fact: Fact) => void;
  syncToken(): Promise<SyncToken>;
  onSignedOut(): void;
}

const RETRY_MS = 2_000;

export function startProgram({
  fact,
  process,
  clinicId,
  emit,
  syncToken,
  onSignedOut,
}: Deps): Program {
  const socket = new HocuspocusProviderWebsocket({
    url: 'ws://simulated/sync',
    messageReconnectTimeout: SILENCE_MS,
    delay: 500,
    minDelay: 500,
    maxDelay: 60_000,
    // A session that is over looks like a dead network until it is asked for a token.
    onDisconnect: () => void probe(),
  });
  const open = new Map<string, HocuspocusProvider>();

  const probe = (): Promise<unknown> =>
    syncToken().catch((error: unknown) => {
      if (error instanceof NaervaerError) onSignedOut();
    });

  async function token(): Promise<string> {
    for (;;) {
      try {
        return (await syncToken()).token;
      } catch (error) {
        // Its session is over: it ends.
        if (error instanceof NaervaerError) {
          onSignedOut();
          return '';
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  function follow(kind: string, nameOf: (epoch: Epoch) => string, epoch: Epoch): void {
    const document = new Y.Doc();
    const name = nameOf(epoch);
    const provider: HocuspocusProvider = new HocuspocusProvider({
      websocketProvider: socket,
      name,
      document,
      awareness: null,
      token,
      onAuthenticationFailed({ reason }) {
        if (open.get(kind) !== provider) return;
        open.delete(kind);
        provider.destroy();
        const next = epochOfReason(reason);
        if (next !== undefined) queueMicrotask(() => follow(kind, nameOf, next));
        else setTimeout(() => follow(kind, nameOf, epoch), RETRY_MS);
      },
    });
    open.set(kind, provider);
    const copied = (): void => {
      if (provider.isSynced)
        emit({ kind: 'copied', page: fact, document: name, content: contentOf(document) });
    };
    document.on('update', copied);
    provider.on('synced', copied);
    provider.attach();
  }
  follow('board', (epoch) => boardDocument(clinicId, epoch), UNKNOWN_EPOCH);
  follow('lobby', (epoch) => lobbyDocument(clinicId, epoch), UNKNOWN_EPOCH);

  return {
    fact,
    process,
    forge(choice) {
      const provider = open.get('board');
      if (provider === undefined || !provider.isAuthenticated) return undefined;
      const { document } = provider;
      const rows = document.getMap<object>(KEYS.rows);
      const [row] = [...rows.keys()];
      const key = row === undefined || choice % 2 === 0 ? `forged-${choice % 97}` : row;
      emit({ kind: 'forged', page: fact, document: provider.configuration.name, key });
      if (choice % 5 === 4) rows.delete(key);
      else rows.set(key, { consultationId: key, reason: 'forged', state: 'waiting' });
      return key;
    },
  };
}
