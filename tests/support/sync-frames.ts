/**
 * Hocuspocus' wire format, written out so that a test can say what no provider would: a document's
 * name, a message type, and what belongs to it (`@hocuspocus/server` 4, `MessageType`).
 */
export type Frame =
  | { readonly type: 'token'; readonly name: string; readonly token: string }
  | {
      readonly type: 'step1' | 'step2' | 'update';
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'stateless'; readonly name: string; readonly payload: string }
  | {
      readonly type: 'any';
      readonly name: string;
      readonly kind: number;
      readonly bytes: Uint8Array;
    };

export type Received =
  | { readonly type: 'denied'; readonly name: string; readonly reason: string }
  | { readonly type: 'authenticated' | 'pong' | 'other'; readonly name: string }
  | {
      readonly type: 'step2' | 'update';
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'status'; readonly name: string; readonly isApplied: boolean };

const KIND = { sync: 0, auth: 2, reply: 4, stateless: 5, status: 8 } as const;
const SYNC = { step1: 0, step2: 1, update: 2 } as const;

function varUint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.of(...bytes, rest);
}

const sized = (bytes: Uint8Array): Uint8Array => Buffer.concat([varUint(bytes.length), bytes]);
const text = (value: string): Uint8Array => sized(Buffer.from(value, 'utf8'));

export function writeFrame(frame: Frame): Uint8Array {
  const head = text(frame.name);
  switch (frame.type) {
    case 'token':
      return Buffer.concat([head, varUint(KIND.auth), varUint(0), text(frame.token)]);
    case 'stateless':
      return Buffer.concat([head, varUint(KIND.stateless), text(frame.payload)]);
    case 'any':
      return Buffer.concat([head, varUint(frame.kind), frame.bytes]);
    default:
      return Buffer.concat([
        head,
        varUint(KIND.sync),
        varUint(SYNC[frame.type]),
        sized(frame.bytes),
      ]);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  uint(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }
  bytes(): Uint8Array {
    const length = this.uint();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
  text(): string {
    return Buffer.from(this.bytes()).toString('utf8');
  }
}

export function readFrame(bytes: Uint8Array): Received {
  const reader = new Reader(bytes);
  const name = reader.text();
  const kind = reader.uint();
  if (kind === KIND.status) return { type: 'status', name, isApplied: reader.uint() === 1 };
  if (kind === KIND.stateless && reader.text() === 'pong') return { type: 'pong', name };
  if (kind === KIND.auth) {
    const verdict = reader.uint();
    if (verdict === 1) return { type: 'denied', name, reason: reader.text() };
    return { type: verdict === 2 ? 'authenticated' : 'other', name };
  }
  if (kind === KIND.sync || kind === KIND.reply) {
    const step = reader.uint();
    if (step === SYNC.step2) return { type: 'step2', name, bytes: reader.bytes() };
    if (step === SYNC.update) return { type: 'update', name, bytes: reader.bytes() };
  }
  return { type: 'other', name };
}
