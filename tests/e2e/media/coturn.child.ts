/**
 * Runs in a network namespace of its own: a real coturn with the configuration that we publish, and
 * what a client of it gets. Prints one JSON object.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { SecureVersion } from 'node:tls';
import { promisify } from 'node:util';
import { turnCredentials } from '@naervaer/sync-server/media/turn.ts';
import { eventually } from '../../support/eventually.ts';
import { TCP, turnClient } from '../../support/turn-client.ts';
import type { TurnClient, TurnCredentials } from '../../support/turn-client.ts';

interface Order {
  /** The published file. */
  readonly template: string;
  readonly address: { readonly four: string; readonly six: string };
  /** Whom to try to reach by an IPv4 and by an IPv6 relay. */
  readonly peers: { readonly four: readonly string[]; readonly six: readonly string[] };
}

const order = JSON.parse(process.argv[2] ?? '') as Order;
const { four: FOUR, six: SIX } = order.address;
const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'naervaer-coturn-'));
const at = (name: string): string => join(folder, name);
const PATIENCE_MS = 1_000;
const secret = randomBytes(32).toString('hex');

await run('openssl', [
  ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1'.split(' '),
  '-subj',
  '/CN=turn.example.dk',
  '-keyout',
  at('key.pem'),
  '-out',
  at('cert.pem'),
]);
const published = await readFile(order.template, 'utf8');
/** What an operator changes, and where the log goes: here somebody reads it. */
const own = published
  .replaceAll('203.0.113.10', FOUR)
  .replaceAll('2001:db8::10', SIX)
  .replace('32-random-bytes-in-hex', secret)
  .replace('/etc/turnserver/fullchain.pem', at('cert.pem'))
  .replace('/etc/turnserver/privkey.pem', at('key.pem'))
  .replace('no-stdout-log\n', '')
  .replace('log-file=/dev/null', 'log-file=stdout');
const conf = `${own}\nuserdb=${at('turndb')}\npidfile=${at('turnserver.pid')}\n`;
await writeFile(at('turnserver.conf'), conf, { mode: 0o600 });

const coturn = spawn('turnserver', ['-c', at('turnserver.conf')], {
  stdio: ['ignore', 'pipe', 'pipe'],
});
let log = '';
const keep = (chunk: Buffer): void => void (log += chunk.toString());
coturn.stdout.on('data', keep);
coturn.stderr.on('data', keep);

const isOpen = async (port: number): Promise<boolean> => {
  const socket = connect(port, FOUR);
  const answer = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answer;
};

/** Whether a TLS handshake of exactly this version comes about; what coturn will not speak it ignores. */
const speaks = async (version: SecureVersion): Promise<boolean> => {
  const socket = connectTls({
    host: FOUR,
    port: 443,
    rejectUnauthorized: false,
    minVersion: version,
    maxVersion: version,
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  socket.on('error', () => undefined);
  const answer = await once(socket, 'secureConnect', { signal }).then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answer;
};

const hour = 3_600_000;
const good = turnCredentials(secret, 'peer', Date.now() + hour);
const open: TurnClient[] = [];
async function client(
  transport: 'udp' | 'tcp' | 'tls',
  credentials: TurnCredentials = good,
  address = FOUR,
): Promise<TurnClient> {
  const port = transport === 'tls' ? 443 : 3478;
  const made = await turnClient({ address, port }, transport, credentials);
  open.push(made);
  return made;
}

/** Two clients of one transport, each of whom the other's words reach through the relay. */
async function carries(transport: 'udp' | 'tcp' | 'tls', family: 4 | 6): Promise<unknown> {
  const address = family === 4 ? FOUR : SIX;
  const [a, b] = [await client(transport, good, address), await client(transport, good, address)];
  const codes = [await a.allocate({ family }), await b.allocate({ family })];
  if (a.relayed === undefined || b.relayed === undefined) return codes;
  codes.push(await a.permit(b.relayed), await b.permit(a.relayed));
  a.send(b.relayed, Buffer.from('hello'));
  await eventually(`words over ${transport}`, () => b.received.includes('hello'));
  return codes;
}

/** What becomes of a wish to reach each of these: by a permission, and by a channel. */
async function refusals(family: 4 | 6, addresses: readonly string[]) {
  const relay = await client('udp');
  const codes: Record<string, readonly number[]> = {};
  await relay.allocate({ family });
  for (const [index, address] of addresses.entries()) {
    const peer = { address, port: 80 };
    codes[address] = [await relay.permit(peer), await relay.bind(peer, 0x4001 + index)];
  }
  return codes;
}

try {
  await eventually('coturn', async () => (await isOpen(443)) && (await isOpen(3478)), 10_000);
  const wrong = turnCredentials('another secret', 'peer', Date.now() + hour);
  const expired = turnCredentials(secret, 'peer', Date.now() - 1_000);
  const result = {
    carried: {
      udp: await carries('udp', 4),
      tcp: await carries('tcp', 4),
      tls: await carries('tls', 4),
      six: await carries('udp', 6),
    },
    unauthorised: [
      await (await client('udp', wrong)).allocate(),
      await (await client('udp', expired)).allocate(),
      await (await client('tls', wrong)).allocate(),
    ],
    tcpRelay: await (await client('tcp')).allocate({ transport: TCP }),
    four: await refusals(4, order.peers.four),
    six: await refusals(6, order.peers.six),
    commandLine: await isOpen(5766),
    tls: {
      '1.1': await speaks('TLSv1.1'),
      '1.2': await speaks('TLSv1.2'),
    },
    // Of lines that it does not understand it says so, and goes on without them.
    complaints: log
      .split('\n')
      .filter((line) => /bad config|unrecogni|unknown|invalid/i.test(line)),
  };
  process.stdout.write(JSON.stringify(result));
} catch (error) {
  process.stderr.write(log);
  throw error;
} finally {
  for (const one of open) one.close();
  const gone = once(coturn, 'exit');
  coturn.kill();
  await gone;
  await rm(folder, { recursive: true, force: true });
}
