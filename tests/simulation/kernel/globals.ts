import crypto, { webcrypto } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/**
 * What a process of a simulated world finds around itself: its clock, its chances, its timers, its
 * network. Whoever runs outside of a simulated process, such as the test runner, has the real ones.
 *
 * This module must be the first import: some libraries take `Date.now` and `getRandomValues` once.
 */
export interface Surroundings {
  /** What this process' own clock says, in milliseconds since 1970. */
  now(): number;
  /** Milliseconds since the process began; no clock moves it. */
  elapsed(): number;
  /** From 0 up to, but not including, 1. */
  random(): number;
  after(ms: number, work: () => void): Timer;
  every(ms: number, work: () => void): Timer;
  openSocket(url: string): object;
  listen(type: string, listener: () => void): void;
  unlisten(type: string, listener: () => void): void;
  /** What a library or the process prints as an error or a warning. */
  complain(text: string): void;
}

export class Timer {
  isCancelled = false;
  cancel(): void {
    this.isCancelled = true;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

export const real = {
  setImmediate: globalThis.setImmediate,
  now: Date.now,
  performanceNow: performance.now.bind(performance),
};

let current: Surroundings | undefined;

/** Whose code runs until the next call. */
export function enter(surroundings: Surroundings | undefined): void {
  current = surroundings;
}

type Work = (...given: unknown[]) => void;
const target = globalThis as unknown as Record<string, unknown>;

function replace(name: string, wrap: (original: Work) => Work): void {
  const original = target[name] as Work;
  target[name] = Object.assign(wrap(original), original);
}

replace(
  'setTimeout',
  (original) =>
    (work, ms, ...given) =>
      current === undefined
        ? original(work, ms, ...given)
        : current.after(Math.max(1, Number(ms ?? 0) || 0), () => (work as Work)(...given)),
);
replace(
  'setInterval',
  (original) =>
    (work, ms, ...given) =>
      current === undefined
        ? original(work, ms, ...given)
        : current.every(Math.max(1, Number(ms ?? 0) || 0), () => (work as Work)(...given)),
);
replace(
  'setImmediate',
  (original) =>
    (work, ...given) =>
      current === undefined
        ? original(work, ...given)
        : current.after(0, () => (work as Work)(...given)),
);
for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) {
  replace(name, (original) => (timer) => {
    if (timer instanceof Timer) timer.cancel();
    else original(timer);
  });
}

const RealDate = Date;
const now = (): number => (current === undefined ? real.now.call(RealDate) : current.now());
class SeenDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(now());
    else super(...(given as [number]));
  }
  static override now(): number {
    return now();
  }
}
target['Date'] = SeenDate;
performance.now = () => (current === undefined ? real.performanceNow() : current.elapsed());

const realRandom = Math.random;
Math.random = () => (current === undefined ? realRandom() : current.random());

const realFill = webcrypto.getRandomValues.bind(webcrypto);
webcrypto.getRandomValues = ((array: NodeJS.TypedArray<ArrayBuffer>) => {
  if (current === undefined) return realFill(array as Uint8Array<ArrayBuffer>);
  if (array instanceof Uint32Array) {
    for (let at = 0; at < array.length; at += 1) array[at] = current.random() * 0x1_0000_0000;
    return array;
  }
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.floor(current.random() * 256);
  return array;
}) as typeof webcrypto.getRandomValues;

function uuid(): `${string}-${string}-${string}-${string}-${string}` {
  const hex = Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16));
  hex[12] = '4';
  hex[16] = '8';
  const text = hex.join('');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
const realUuid = crypto.randomUUID;
crypto.randomUUID = () => (current === undefined ? realUuid() : uuid());
webcrypto.randomUUID = crypto.randomUUID;
const realInt = crypto.randomInt as (low: number, high: number) => number;
crypto.randomInt = ((low: number, high: number) =>
  current === undefined
    ? realInt(low, high)
    : low + Math.floor(current.random() * (high - low))) as typeof crypto.randomInt;
syncBuiltinESMExports();

const RealSocket = globalThis.WebSocket;
target['WebSocket'] = function WebSocket(url: string, protocols?: string): object {
  return current === undefined ? new RealSocket(url, protocols) : current.openSocket(url);
};

for (const [name, hand] of [
  ['addEventListener', 'listen'],
  ['removeEventListener', 'unlisten'],
] as const) {
  const original = target[name] as Work | undefined;
  target[name] = (type: string, listener: () => void, ...rest: unknown[]) => {
    if (current === undefined) original?.(type, listener, ...rest);
    else current[hand](type, listener);
  };
}
Object.defineProperty(globalThis, 'location', {
  configurable: true,
  get: () => (current === undefined ? undefined : { origin: 'http://simulated' }),
});

for (const level of ['error', 'warn'] as const) {
  const original = console[level].bind(console);
  console[level] = (...given: unknown[]) => {
    if (current === undefined) original(...given);
    else
      current.complain(
        given.map((each) => (each instanceof Error ? each.stack : String(each))).join(' '),
      );
  };
}
