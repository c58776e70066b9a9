import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import { latency } from './latency.ts';

/** One side of a connection, as its process has it. */
export interface End {
  readonly isOpen: boolean;
  /** The server takes the connection: said before anything else. */
  open(): void;
  send(data: Uint8Array | string): void;
  /** Says goodbye; the other side hears it after all that was sent before. */
  close(code: number, reason: string): void;
  /** Ends it here without a goodbye. */
  abort(): void;
  /** A message without effect that the other side's socket answers by itself. */
  ping(): void;
  onOpen: () => void;
  onMessage: (data: Uint8Array | string) => void;
  onClose: (code: number, reason: string) => void;
  onPong: () => void;
}

/** A connection: what is sent arrives in order, later, or the connection ends. */
export interface Wire {
  readonly client: End;
  readonly server: End;
  /** A cut is over: what waited arrives. */
  flow(): void;
  /** One of the two processes is dead: its machine ends the connection. */
  died(process: Process): void;
  /** A cut is over, and nobody on the way knows this connection any more. */
  reset(): void;
}

interface Options {
  readonly kernel: Kernel;
  readonly keys: readonly number[];
  readonly typical: number;
  readonly client: Process;
  readonly server: Process;
  isCut(): boolean;
  onGone(): void;
}

type Parcel =
  | { readonly kind: 'open' }
  | { readonly kind: 'data'; readonly data: Uint8Array | string }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
  | { readonly kind: 'abort' };

const ABNORMAL = 1006;

class Side implements End {
  onOpen: () => void = () => undefined;
  onMessage: (data: Uint8Array | string) => void = () => undefined;
  onClose: (code: number, reason: string) => void = () => undefined;
  onPong: () => void = () => undefined;
  readonly held: Parcel[] = [];
  state: 'open' | 'closing' | 'closed' = 'open';
  sent = 0;
  lastArrival = 0;
  readonly process: Process;
  readonly post: (from: Side, parcel: Parcel) => void;
  readonly answerPing: (from: Side) => void;
  readonly ended: () => void;

  constructor(
    process: Process,
    post: (from: Side, parcel: Parcel) => void,
    answerPing: (from: Side) => void,
    ended: () => void,
  ) {
    this.process = process;
    this.post = post;
    this.answerPing = answerPing;
    this.ended = ended;
  }
  get isOpen(): boolean {
    return this.state === 'open' && this.process.isAlive;
  }
  open(): void {
    if (this.state === 'open') this.post(this, { kind: 'open' });
  }
  send(data: Uint8Array | string): void {
    if (this.state !== 'open') return;
    this.post(this, { kind: 'data', data: typeof data === 'string' ? data : data.slice() });
  }
  close(code: number, reason: string): void {
    if (this.state !== 'open') return;
    this.state = 'closing';
    this.post(this, { kind: 'close', code, reason });
  }
  abort(): void {
    if (this.state === 'closed') return;
    this.post(this, { kind: 'abort' });
    this.end(ABNORMAL, '');
  }
  ping(): void {
    this.answerPing(this);
  }
  end(code: number, reason: string): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.ended();
    if (this.process.isAlive) this.onClose(code, reason);
  }
}

export function createWire(options: Options): Wire {
  const { kernel, isCut } = options;

  function arrive(to: Side, parcel: Parcel): void {
    if (to.state === 'closed') return;
    if (parcel.kind === 'open') to.onOpen();
    else if (parcel.kind === 'data') to.onMessage(parcel.data);
    else if (parcel.kind === 'abort') to.end(ABNORMAL, '');
    else {
      // The one who hears a goodbye says it back, and both are done.
      if (to.state === 'open') {
        to.state = 'closing';
        post(to, parcel);
      }
      to.end(parcel.code, parcel.reason);
    }
  }

  function post(from: Side, parcel: Parcel): void {
    const to = from === client ? server : client;
    from.sent += 1;
    const way = latency(options.typical, ...options.keys, from === client ? 1 : 2, from.sent);
    from.lastArrival = Math.max(from.lastArrival, kernel.now + way);
    deliver(from, to, parcel, from.lastArrival - kernel.now);
  }

  function deliver(from: Side, to: Side, parcel: Parcel, ms: number): void {
    kernel.post(to.process, ms, () => {
      if (isCut() || from.held.length > 0) from.held.push(parcel);
      else arrive(to, parcel);
    });
  }

  /** One after the other; what arrives meanwhile waits behind it. */
  function drain(from: Side, to: Side): void {
    if (from.held.length === 0) return;
    kernel.post(to.process, 0, () => {
      if (isCut()) return;
      const parcel = from.held.shift();
      if (parcel !== undefined) arrive(to, parcel);
      drain(from, to);
    });
  }

  function ended(): void {
    if (client.state === 'closed' && server.state === 'closed') options.onGone();
  }

  const answerPing = (from: Side): void => {
    const to = from === client ? server : client;
    if (!isCut() && to.isOpen) from.onPong();
  };
  const client: Side = new Side(options.client, post, answerPing, ended);
  const server: Side = new Side(options.server, post, answerPing, ended);

  return {
    client,
    server,
    flow() {
      drain(client, server);
      drain(server, client);
    },
    died(process) {
      for (const side of [client, server]) if (side.process === process) side.abort();
    },
    reset() {
      for (const side of [client, server]) {
        side.held.length = 0;
        kernel.post(side.process, 1, () => side.end(ABNORMAL, ''));
      }
    },
  };
}
