import type { SessionId } from '@naervaer/machines/protocol';
import type { WebSocket } from 'ws';
import type { From } from '../mailbox/index.ts';

/** What the sync door knows of one signed-in person on one socket. */
export interface Guest extends From {
  /** When the session's token ends; renewed on the same socket (SE2). */
  readonly tokenExpiresAt: number;
}

/** One socket's state, shared by all its documents through Hocuspocus' context. */
export interface SocketState {
  readonly socket: WebSocket;
  readonly sessionId: SessionId;
  /** Connections to documents: one document may be opened under several addresses. */
  open: number;
  /** The documents that are open, each as often as it is. */
  readonly names: string[];
  /** Bytes said to any document, whether they were taken or not. */
  written: number;
  /** Closed for having written too much. */
  isRefused: boolean;
  tokenExpiresAt: number;
}
export interface Context {
  readonly state: SocketState;
  readonly guest?: Guest;
  /** A connection that closes while it opens leaves what it never entered, or enters never. */
  readonly place?: { is: 'new' | 'taken' | 'left' };
}
