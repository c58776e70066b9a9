import { EventEmitter } from 'node:events';
import type { WebSocket as WsSocket } from 'ws';
import type { End } from './wire.ts';

const STATE = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

/** What the server's code gets instead of a socket of `ws`. */
export function serverSocket(end: End): WsSocket {
  const emitter = new EventEmitter();
  let state: number = STATE.open;
  end.onMessage = (data) => void emitter.emit('message', data, typeof data !== 'string');
  end.onPong = () => void emitter.emit('pong');
  end.onClose = (code, reason) => {
    state = STATE.closed;
    emitter.emit('close', code, Buffer.from(reason));
  };
  const socket = Object.assign(emitter, {
    CONNECTING: STATE.connecting,
    OPEN: STATE.open,
    CLOSING: STATE.closing,
    CLOSED: STATE.closed,
    send: (data: Uint8Array) => end.send(data),
    close(code = 1005, reason = '') {
      if (state !== STATE.open) return;
      state = STATE.closing;
      end.close(code, reason);
    },
    terminate: () => end.abort(),
    ping: () => end.ping(),
  });
  Object.defineProperty(socket, 'readyState', { get: () => state });
  return socket as unknown as WsSocket;
}

type Listener = (event: object) => void;

/** What a page gets instead of a browser's `WebSocket`. */
export class PageSocket {
  binaryType = 'arraybuffer';
  readyState: number = STATE.connecting;
  #end: End | undefined;
  readonly #listeners = new Map<string, Set<Listener>>();

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }
  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }
  send(data: Uint8Array): void {
    this.#end?.send(data);
  }
  close(code = 1005, reason = ''): void {
    if (this.readyState >= STATE.closing) return;
    this.readyState = STATE.closing;
    this.#end?.close(code, reason);
  }

  opened(end: End): void {
    if (this.readyState !== STATE.connecting) return end.abort();
    this.#end = end;
    this.readyState = STATE.open;
    end.onMessage = (data) => {
      if (typeof data === 'string') return;
      this.#emit('message', {
        data: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
      });
    };
    end.onClose = (code, reason) => this.#closed(code, reason);
    this.#emit('open', {});
  }
  failed(): void {
    if (this.readyState === STATE.closed) return;
    this.#emit('error', { message: 'no answer' });
    this.#closed(1006, '');
  }

  #closed(code: number, reason: string): void {
    if (this.readyState === STATE.closed) return;
    this.readyState = STATE.closed;
    this.#emit('close', { code, reason });
  }
  #emit(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}
