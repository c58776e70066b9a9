import { chance, numberOf } from '../kernel/chance.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import { createWire } from './wire.ts';
import type { End, Wire } from './wire.ts';

/** The way from one device to the server. */
export interface Link {
  readonly device: string;
  readonly isCut: boolean;
  /** The browser was told that it is offline. */
  isKnownOffline: boolean;
  cut(): void;
  /** What was on its way goes on, or its connection is reset: both happen. */
  heal(): void;
  /** A process died: its connections end, as far as anybody can be told. */
  died(process: Process): void;
  /**
   * Opens a connection as `from`. `accept` runs in the server's process and opens it or aborts.
   */
  dial(from: Process, accept: (end: End) => void, client: Caller): void;
}

/** What the caller hears, in its own process. */
export interface Caller {
  opened(end: End): void;
  failed(): void;
}

interface Deps {
  readonly kernel: Kernel;
  readonly seed: number;
  /** The server's process, if it listens. */
  server(): Process | undefined;
}

/** A typical way there, in milliseconds. */
const WAY_MS = 12;
const HANDSHAKE_MS = 30;
/** How long a device without network hopes for an answer. */
const HOPE_MS = 15_000;

export function createLink(device: string, { kernel, seed, server }: Deps): Link {
  const key = numberOf(device);
  const wires = new Set<Wire>();
  let dials = 0;
  let cuts = 0;
  let isCut = false;

  const link: Link = {
    device,
    get isCut() {
      return isCut;
    },
    isKnownOffline: false,
    cut() {
      isCut = true;
      cuts += 1;
    },
    heal() {
      if (!isCut) return;
      isCut = false;
      for (const [index, wire] of [...wires].entries()) {
        if (chance(seed, key, cuts, index, 3) < 0.4) wire.reset();
        else wire.flow();
      }
    },
    died(process) {
      for (const wire of wires) wire.died(process);
    },
    dial(from, accept, caller) {
      const failed = (): void => caller.failed();
      dials += 1;
      const wireKey = [seed, key, dials] as const;
      const there = HANDSHAKE_MS * (0.5 + chance(...wireKey, 7));
      if (link.isKnownOffline) return void kernel.post(from, 1, failed);
      if (isCut) return void kernel.post(from, HOPE_MS * (0.3 + chance(...wireKey, 8)), failed);
      kernel.post(from, there, () => {
        const process = server();
        if (process === undefined || isCut) return failed();
        const wire = createWire({
          kernel,
          keys: wireKey,
          typical: WAY_MS,
          client: from,
          server: process,
          isCut: () => isCut,
          onGone: () => wires.delete(wire),
        });
        wires.add(wire);
        wire.client.onClose = failed;
        wire.client.onOpen = () => {
          wire.client.onClose = () => undefined;
          caller.opened(wire.client);
        };
        kernel.post(process, 0, () => accept(wire.server));
      });
    },
  };
  return link;
}
