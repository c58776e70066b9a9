import type { Instant } from '@naervaer/machines/protocol';
import type { Fact, Page as PageFact } from '../facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import type { Page } from '../people/page.ts';
import type { Device } from './device.ts';
import type { Disk } from './disk.ts';
import type { Server } from './server.ts';

/** What happened, for whoever reads a story. */
export interface Told {
  readonly step: number;
  readonly at: Instant;
  readonly text: string;
}

export interface Tally {
  commands: number;
  kills: number;
  crashes: number;
  cuts: number;
  epochs: number;
}

/** Everything that there is in one run. */
export interface World {
  readonly kernel: Kernel;
  readonly disk: Disk;
  readonly devices: ReadonlyMap<string, Device>;
  readonly tally: Tally;
  readonly told: readonly Told[];
  /** The step of the story that runs now. */
  step: number;
  /** The number that stands for all facts so far, in their order. */
  readonly hash: number;
  readonly server: Server | undefined;
  readonly isServerUp: boolean;
  startServer(): void;
  /** A supervisor starts it again, at the earliest after `least` milliseconds. */
  killServer(why: string, least?: number): void;
  /** Asks it to end, and ends it when it has not within ten seconds. */
  stopServer(): void;
  jumpServer(ms: number): void;
  /** Does something `ms` from now, whoever lives then. */
  later(ms: number, work: () => void): void;
  emit(fact: Fact): void;
  tell(text: string): void;
  /** A process on a device: a page or a program. */
  processOn(device: Device, what: string): Process;
  /** What a page asks over HTTP. */
  ask<T>(device: Device, from: Process, work: (server: Server) => Promise<T>): Promise<T>;
  /** Signs somebody in: their session is on the disk. The sign-in's own pages are not simulated. */
  signIn(device: Device): Promise<void>;
  revoke(device: Device): void;
  pageFact(device: Device): PageFact;
  /** Looks at every screen and hands all new facts to the rules. */
  look(process?: Process): void;
  /** Whose screen it is that a process shows. */
  readonly screens: WeakMap<Process, Page>;
}
