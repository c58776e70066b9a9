import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { createFlow } from '../flow.ts';
import { parsePeerMessage } from './messages.ts';
import type { PeerMessage } from './messages.ts';

/** Messages that a peer may send at once, and per second after that. A call's setup takes ~30. */
export const RATE = { burst: 200, perSecond: 40 } as const;
/** The same for bytes: a call of six made anew is ten descriptions of 10 KB, and candidates. */
export const BYTE_RATE = { burst: 1024 * 1024, perSecond: 64 * 1024 } as const;
/** Bytes that may wait for a peer that does not read; whoever lets more wait is sent away. */
const MOST_WAITING = 1024 * 1024;

/**
 * The only socket that PeerServer ever sees: it has the four things that PeerServer uses, and of
 * what the peer says it passes on what `admit` gives back (SE3). PeerServer itself would take any
 * JSON, deliver it to any id, end the process on a malformed one, and keep in memory whatever a peer
 * does not read.
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
    const messages = createFlow(clock, RATE.burst, RATE.perSecond);
    const bytes = createFlow(clock, BYTE_RATE.burst, BYTE_RATE.perSecond);
    socket.on('message', (data, isBinary) => {
      // A socket that was told to close may go on talking until it answers (SE2).
      if (socket.readyState !== socket.OPEN) return;
      const text = String(data);
      if (!messages.take() || !bytes.take(Buffer.byteLength(text))) {
        socket.close(1008, 'tooFast');
        return;
      }
      // What it says may be answered without `send` below.
      if (isBinary || !this.#reads()) return;
      try {
        const message = parsePeerMessage(text);
        const admitted = message && admit(message);
        if (admitted) this.emit('message', JSON.stringify(admitted));
      } catch (error) {
        // Thrown on, it would end the process; PeerServer's own listener has it logged.
        socket.close(1011, 'failed');
        this.emit('error', error);
      }
    });
    socket.on('close', () => this.emit('close'));
    // ws closes the socket itself after an error; without a listener it would end the process.
    socket.on('error', () => undefined);
  }

  #reads(): boolean {
    if (this.#socket.bufferedAmount <= MOST_WAITING) return true;
    this.#socket.terminate();
    return false;
  }

  send(data: string): void {
    // A send into a socket that is closing reports by callback; without one it throws.
    if (this.#reads()) this.#socket.send(data, () => undefined);
  }

  close(): void {
    this.#socket.close();
  }
}
