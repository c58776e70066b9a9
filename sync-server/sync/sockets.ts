import type { SessionId } from '@naervaer/machines/protocol';
import type { WebSocket } from 'ws';
import { HEARTBEAT_MS } from './limits.ts';
import type { Clock } from '../clock.ts';

/** Every open sync socket, by session, so that a revoked person is disconnected at once (SE2). */
export interface Sockets {
  readonly size: number;
  countOf(sessionId: SessionId): number;
  add(sessionId: SessionId, socket: WebSocket): void;
  closeSession(sessionId: SessionId, code: number, reason: string): void;
  /** Closes each at a random moment within `spreadMs`, so that they do not come back as one. */
  closeSpread(code: number, reason: string, spreadMs: number): void;
  closeAll(code: number, reason: string): Promise<void>;
}

/**
 * How long a closing socket may take before it is cut: a dead network never answers. Somebody who is
 * out is so within a second, whatever their browser does (SE2).
 */
const CLOSE_GRACE_MS = 500;

export function createSockets(clock: Clock): Sockets {
  const bySession = new Map<SessionId, Set<WebSocket>>();
  const silent = new WeakMap<WebSocket, number>();
  let size = 0;
  let stopHeart = (): void => undefined;

  const all = (): WebSocket[] => [...bySession.values()].flatMap((set) => [...set]);

  function cut(socket: WebSocket, code: number, reason: string): void {
    socket.close(code, reason);
    clock.after(CLOSE_GRACE_MS, () => socket.terminate());
  }

  /** A network that is gone closes nothing: only silence tells. */
  function beat(): void {
    for (const socket of all()) {
      const missed = silent.get(socket) ?? 0;
      if (missed >= 2) socket.terminate();
      else {
        silent.set(socket, missed + 1);
        socket.ping();
      }
    }
    stopHeart = clock.after(HEARTBEAT_MS, beat);
  }
  stopHeart = clock.after(HEARTBEAT_MS, beat);

  return {
    get size() {
      return size;
    },
    countOf: (sessionId) => bySession.get(sessionId)?.size ?? 0,
    add(sessionId, socket) {
      const set = bySession.get(sessionId) ?? new Set();
      bySession.set(sessionId, set.add(socket));
      size += 1;
      const isAlive = (): unknown => silent.set(socket, 0);
      socket.on('pong', isAlive).on('message', isAlive);
      socket.once('close', () => {
        size -= 1;
        set.delete(socket);
        if (set.size === 0 && bySession.get(sessionId) === set) bySession.delete(sessionId);
      });
    },
    closeSession(sessionId, code, reason) {
      for (const socket of bySession.get(sessionId) ?? []) cut(socket, code, reason);
    },
    closeSpread(code, reason, spreadMs) {
      for (const socket of all()) {
        clock.after(Math.random() * spreadMs, () => cut(socket, code, reason));
      }
    },
    async closeAll(code, reason) {
      stopHeart();
      const sockets = all();
      const gone = sockets.map(
        (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
      );
      for (const socket of sockets) cut(socket, code, reason);
      await Promise.all(gone);
    },
  };
}
