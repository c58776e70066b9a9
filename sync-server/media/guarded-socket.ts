import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { parsePeerMessage } from './messages.ts';
import type { PeerMessage } from './messages.ts';

/** Messages that a peer may send at once, and per second after that. A call's setup takes ~30. */
export const RATE = { burst: 200, perSecond: 40 } as const;

/**
 * The only socket that PeerServer ever sees: it has the four things that PeerServer uses, and of
 * what the peer says it passes on what `admit` gives back (SE3). PeerServer itself would take any
 * JSON, deliver it to any id and end the process on a malformed one.
 */
export class GuardedSocket extends EventEmitter {
  readonly #socket: WebSocket;

  constructor(
    socket: WebSocket,
    clock: Clock,
    admit: (message: PeerMessage) => PeerMessage | undefined,
  ) {
    super();
    this.#socket = socket;
    let tokens: number = RATE.burst;
    let filledAt = clock.now();
    socket.on('message', (data, isBinary) => {
      // A socket that was told to close may go on talking until it answers (SE2).
      if (socket.readyState !== socket.OPEN) return;
      const now = clock.now();
      tokens = Math.min(RATE.burst, tokens + ((now - filledAt) / 1000) * RATE.perSecond) - 1;
      filledAt = now;
      if (tokens < 0) {
        socket.close(1008, 'tooFast');
        return;
      }
      if (isBinary) return;
      const message = parsePeerMessage(String(data));
      const admitted = message && admit(message);
      if (admitted) this.emit('message', JSON.stringify(admitted));
    });
    socket.on('close', () => this.emit('close'));
    // ws closes the socket itself after an error; without a listener it would end the process.
    socket.on('error', () => undefined);
  }

  send(data: string): void {
    // A send into a socket that is closing reports by callback; without one it throws.
    this.#socket.send(data, () => undefined);
  }

  close(): void {
    this.#socket.close();
  }
}
