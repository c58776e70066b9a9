import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type {
  CommandId,
  CommandInput,
  Outcome,
  SessionId,
  SyncToken,
} from '@naervaer/machines/protocol';
import type * as Y from 'yjs';

/** The parts of the real client kit that a page is made of, as far as a simulation needs them. */

export interface SessionVault {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  destroy(): Promise<void>;
}

export interface Tabs {
  name(): string | undefined;
  rename(name: string | undefined): void;
  hold(lock: string, patience: 'now' | 'reload'): Promise<(() => void) | undefined>;
}

export interface Outbox {
  readonly document: Y.Doc;
  newId(): CommandId;
  add(id: CommandId, command: CommandInput): Promise<void>;
  withdraw(id: CommandId): Promise<boolean>;
  isHeld(id: CommandId): boolean;
  outcomeOf(id: CommandId): () => Outcome | undefined;
  readonly pending: () => number;
  close(): void;
}

export interface Tokens {
  token(): Promise<string>;
  probe(): Promise<void>;
  end(): void;
  close(): void;
}

export interface Connection {
  readonly socket: HocuspocusProviderWebsocket;
  readonly line: () => { readonly kind: string };
  signedOut(): void;
  close(): void;
}

interface Kit {
  openOutbox(vault: SessionVault, tabs: Tabs): Promise<Outbox>;
  createTokens(api: { syncToken(): Promise<SyncToken> }, onSignedOut: () => void): Tokens;
  createConnection(
    app: 'board' | 'tablet',
    sessionId: SessionId,
    outbox: Outbox,
    tokens: Tokens,
    pace: Readonly<Record<'pulseMs' | 'silenceMs' | 'patienceMs', number>>,
    onForbidden: () => void,
  ): Connection;
}

// Under names that the compiler does not follow: the kit is compiled for browsers.
const FOLDER = '../../../apps/kit/session/';
const parts = await Promise.all(
  ['outbox.ts', 'tokens.ts', 'connection.ts'].map(
    (file) => import(new URL(FOLDER + file, import.meta.url).href),
  ),
);

export const kit = Object.assign({}, ...parts) as Kit;
