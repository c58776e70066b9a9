import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, isIPv6 } from 'node:net';
import { connect as connectTls } from 'node:tls';

/**
 * As much of a TURN client as a test of a relay needs (RFC 8656 over RFC 8489, long-term
 * credentials). Every answer is an error's number, or 0.
 */

const COOKIE = 0x2112a442;
const METHOD = { allocate: 3, send: 6, data: 7, createPermission: 8, channelBind: 9 } as const;
const INDICATION = 0x10;
const ATTRIBUTE = {
  username: 0x06,
  integrity: 0x08,
  error: 0x09,
  channel: 0x0c,
  peer: 0x12,
  data: 0x13,
  realm: 0x14,
  nonce: 0x15,
  relayed: 0x16,
  family: 0x17,
  transport: 0x19,
} as const;
const UDP = 17;
export const TCP = 6;
/** A relay that says nothing is none. */
const PATIENCE_MS = 3_000;

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}
export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}
type Attribute = readonly [type: number, value: Buffer];

const word = (value: number): Buffer => Buffer.from([0, 0, value >> 8, value & 0xff]).subarray(2);

/** The sixteen bytes of an IPv6 address, in whatever way it is written. */
function bytesOfIPv6(address: string): Buffer {
  const mapped = /^::ffff:(\d+)\.(\d+)\.(\d+)\.(\d+)$/i.exec(address);
  if (mapped)
    return Buffer.from([...Array(10).fill(0), 0xff, 0xff, ...mapped.slice(1).map(Number)]);
  const [head = '', tail] = address.split('::');
  const groups = (part = ''): string[] => part.split(':').filter(Boolean);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.concat([...before, ...zeros, ...after].map((group) => word(parseInt(group, 16))));
}

/** XOR-…-ADDRESS, both ways: the mask is the cookie and the transaction (RFC 8489 §14.2). */
function masked(bytes: Buffer, transaction: Buffer): Buffer {
  const cookie = Buffer.alloc(4);
  cookie.writeUInt32BE(COOKIE);
  const mask = Buffer.concat([cookie, transaction]);
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)));
}
function encodeAddress({ address, port }: Endpoint, transaction: Buffer): Buffer {
  const isSix = isIPv6(address);
  const plain = isSix ? bytesOfIPv6(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0, isSix ? 2 : 1]);
  return Buffer.concat([head, word(port ^ (COOKIE >>> 16)), masked(plain, transaction)]);
}
function decodeAddress(value: Buffer, transaction: Buffer): Endpoint {
  const bytes = masked(value.subarray(4), transaction);
  const groups = Array.from({ length: bytes.length / 2 }, (_, n) => bytes.readUInt16BE(n * 2));
  return {
    address: value[1] === 1 ? bytes.join('.') : groups.map((n) => n.toString(16)).join(':'),
    port: value.readUInt16BE(2) ^ (COOKIE >>> 16),
  };
}

function encode(type: number, transaction: Buffer, attributes: readonly Attribute[], key?: Buffer) {
  const parts = attributes.map(([name, value]) => {
    const padding = Buffer.alloc((4 - (value.length % 4)) % 4);
    return Buffer.concat([word(name), word(value.length), value, padding]);
  });
  const body = Buffer.concat(parts);
  const message = (more: number): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(body.length + more, 2);
    head.writeUInt32BE(COOKIE, 4);
    return Buffer.concat([head, transaction, body]);
  };
  if (key === undefined) return message(0);
  const mac = createHmac('sha1', key).update(message(24)).digest();
  return Buffer.concat([message(24), word(ATTRIBUTE.integrity), word(20), mac]);
}
function attributesOf(message: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= message.length;) {
    const length = message.readUInt16BE(at + 2);
    found.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return found;
}

interface Wire {
  send(message: Buffer): void;
  close(): void;
}

/** @param take gets each whole message */
async function wireTo(
  { address, port }: Endpoint,
  transport: 'udp' | 'tcp' | 'tls',
  take: (message: Buffer) => void,
): Promise<Wire> {
  if (transport === 'udp') {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4', take);
    return {
      send: (message) => socket.send(message, port, address),
      close: () => socket.close(),
    };
  }
  const to = { host: address, port };
  const socket =
    transport === 'tcp' ? connectTcp(to) : connectTls({ ...to, rejectUnauthorized: false });
  await once(socket, transport === 'tcp' ? 'connect' : 'secureConnect');
  socket.on('error', () => undefined);
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 20 && rest.length >= 20 + rest.readUInt16BE(2)) {
      const end = 20 + rest.readUInt16BE(2);
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
  return { send: (message) => void socket.write(message), close: () => socket.destroy() };
}

export interface TurnClient {
  /** @param kind of relay: family, and UDP unless told otherwise */
  allocate(kind?: { readonly family?: 4 | 6; readonly transport?: number }): Promise<number>;
  /** After `allocate`: the relay's address for this client. */
  readonly relayed: Endpoint | undefined;
  permit(peer: Endpoint): Promise<number>;
  bind(peer: Endpoint, channel?: number): Promise<number>;
  send(peer: Endpoint, data: Buffer): void;
  /** What peers sent to the relayed address. */
  readonly received: readonly string[];
  close(): void;
}

export async function turnClient(
  server: Endpoint,
  transport: 'udp' | 'tcp' | 'tls',
  { username, credential }: TurnCredentials,
): Promise<TurnClient> {
  const waiting = new Map<string, (message: Buffer) => void>();
  const received: string[] = [];
  let realm: Buffer | undefined;
  let nonce: Buffer = Buffer.alloc(0);
  let relayed: Endpoint | undefined;
  const wire = await wireTo(server, transport, (message) => {
    const isData = (message.readUInt16BE(0) & 0x1f) === (INDICATION | METHOD.data);
    const data = attributesOf(message).get(ATTRIBUTE.data);
    if (isData && data) received.push(data.toString());
    waiting.get(message.subarray(8, 20).toString('hex'))?.(message);
  });

  async function ask(
    method: number,
    attributes: (transaction: Buffer) => readonly Attribute[],
    mayRepeat = true,
  ): Promise<number> {
    const transaction = randomBytes(12);
    const key =
      realm && createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest();
    const proof: Attribute[] = realm
      ? [
          [ATTRIBUTE.username, Buffer.from(username)],
          [ATTRIBUTE.realm, realm],
          [ATTRIBUTE.nonce, nonce],
        ]
      : [];
    const question = encode(method, transaction, [...attributes(transaction), ...proof], key);
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the relay is silent')), PATIENCE_MS);
      waiting.set(transaction.toString('hex'), (message) => {
        clearTimeout(timer);
        resolve(message);
      });
      wire.send(question);
    });
    const told = attributesOf(answer);
    const address = told.get(ATTRIBUTE.relayed);
    if (address) relayed = decodeAddress(address, transaction);
    const error = told.get(ATTRIBUTE.error);
    const code = error === undefined ? 0 : (error[2] ?? 0) * 100 + (error[3] ?? 0);
    // The first question learns the realm, and any the newest nonce.
    const isFirst = code === 401 && realm === undefined;
    realm = told.get(ATTRIBUTE.realm) ?? realm;
    nonce = told.get(ATTRIBUTE.nonce) ?? nonce;
    const isAgain = mayRepeat && (isFirst || code === 438);
    return isAgain ? ask(method, attributes, false) : code;
  }

  return {
    allocate: ({ family = 4, transport: kind = UDP } = {}) =>
      ask(METHOD.allocate, () => [
        [ATTRIBUTE.transport, Buffer.from([kind, 0, 0, 0])],
        ...(family === 6
          ? ([[ATTRIBUTE.family, Buffer.from([2, 0, 0, 0])]] satisfies Attribute[])
          : []),
      ]),
    get relayed() {
      return relayed;
    },
    permit: (peer) =>
      ask(METHOD.createPermission, (id) => [[ATTRIBUTE.peer, encodeAddress(peer, id)]]),
    bind: (peer, channel = 0x4000) =>
      ask(METHOD.channelBind, (id) => [
        [ATTRIBUTE.channel, Buffer.concat([word(channel), Buffer.alloc(2)])],
        [ATTRIBUTE.peer, encodeAddress(peer, id)],
      ]),
    send(peer, data) {
      const id = randomBytes(12);
      const attributes: Attribute[] = [
        [ATTRIBUTE.peer, encodeAddress(peer, id)],
        [ATTRIBUTE.data, data],
      ];
      wire.send(encode(METHOD.send | INDICATION, id, attributes));
    },
    received,
    close: () => wire.close(),
  };
}
