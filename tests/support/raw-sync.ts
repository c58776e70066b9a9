import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { SignedInPerson } from './sign-in.ts';
import { readFrame, writeFrame } from './sync-frames.ts';
import type { Frame } from './sync-frames.ts';
import { eventually } from './eventually.ts';

/**
 * A socket that obeys nobody: it says what the test says, in whatever order, and keeps every byte
 * that came, by document. The kit's and the provider's good manners are not between.
 */
export interface RawSync {
  /** Asks for a document with a token, and resolves with `undefined` or the reason of the denial. */
  open(name: string, token: string): Promise<string | undefined>;
  /** A round trip on an open document: what was sent before has been looked at. */
  ping(name: string): Promise<void>;
  frame(frame: Frame): void;
  bytes(bytes: Uint8Array): void;
  /** Pushes an update of a document of one's own making, whether the document is open or not. */
  push(name: string, change: (document: Y.Doc) => void): void;
  /** The copy built from what came. */
  document(name: string): Y.Doc;
  /** All that came for this document, as it came over the wire. */
  received(name: string): Buffer;
  /** How often the server acknowledged or refused a write (`false` is refused). */
  answers(name: string): readonly boolean[];
  closed(): { readonly code: number; readonly reason: string } | undefined;
  close(): void;
}

export interface Upgrade {
  readonly origin?: string | undefined;
  readonly cookie?: string | undefined;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Tries an upgrade. @returns the open socket, or the HTTP status of the refusal */
export function upgrade(origin: string, how: Upgrade): Promise<WebSocket | number> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${how.path ?? '/sync'}`, {
    headers: {
      ...(how.origin === undefined ? {} : { origin: how.origin }),
      ...(how.cookie === undefined ? {} : { cookie: how.cookie }),
      ...how.headers,
    },
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', reject);
  });
}

export async function rawSync(person: SignedInPerson): Promise<RawSync> {
  const { origin } = person;
  const socket = await upgrade(origin, { origin, cookie: person.jar.header() });
  if (typeof socket === 'number') throw new Error(`upgrade refused: ${socket}`);
  return rawSyncOn(socket);
}

export function rawSyncOn(socket: WebSocket): RawSync {
  const documents = new Map<string, Y.Doc>();
  const chunks = new Map<string, Buffer[]>();
  const answers = new Map<string, boolean[]>();
  const pongs = new Map<string, number>();
  const verdicts = new Map<string, { readonly reason: string | undefined }>();
  let closed: { code: number; reason: string } | undefined;

  const of = <T>(map: Map<string, T>, name: string, make: () => T): T => {
    const found = map.get(name) ?? make();
    map.set(name, found);
    return found;
  };
  const documentOf = (name: string): Y.Doc => of(documents, name, () => new Y.Doc());
  const send = (bytes: Uint8Array): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
  };

  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() };
  });
  socket.on('message', (data: Buffer) => {
    const frame = readFrame(data);
    of(chunks, frame.name, () => []).push(data);
    switch (frame.type) {
      case 'denied':
        verdicts.set(frame.name, { reason: frame.reason });
        break;
      case 'authenticated':
        verdicts.set(frame.name, { reason: undefined });
        send(writeFrame({ type: 'step1', name: frame.name, bytes: new Uint8Array([0]) }));
        break;
      case 'step2':
      case 'update':
        Y.applyUpdate(documentOf(frame.name), frame.bytes);
        break;
      case 'pong':
        pongs.set(frame.name, (pongs.get(frame.name) ?? 0) + 1);
        break;
      case 'status':
        of(answers, frame.name, () => []).push(frame.isApplied);
        break;
      default:
    }
  });

  return {
    async open(name, token) {
      verdicts.delete(name);
      send(writeFrame({ type: 'token', name, token }));
      const verdict = await eventually(`a verdict on ${name}`, () => {
        if (closed !== undefined) return { reason: `closed:${closed.code}` };
        return verdicts.get(name);
      });
      return verdict.reason;
    },
    async ping(name) {
      const before = pongs.get(name) ?? 0;
      send(writeFrame({ type: 'stateless', name, payload: 'ping' }));
      await eventually(`a pong of ${name}`, () => (pongs.get(name) ?? 0) > before);
    },
    frame: (frame) => send(writeFrame(frame)),
    bytes: send,
    push(name, change) {
      const mine = new Y.Doc();
      change(mine);
      send(writeFrame({ type: 'update', name, bytes: Y.encodeStateAsUpdate(mine) }));
    },
    document: documentOf,
    received: (name) => Buffer.concat(chunks.get(name) ?? []),
    answers: (name) => answers.get(name) ?? [],
    closed: () => closed,
    close: () => socket.terminate(),
  };
}
