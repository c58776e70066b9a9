import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { turnCredentials } from '@naervaer/sync-server/media/turn.ts';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { turnClient } from '../../support/turn-client.ts';

/**
 * The relay's published configuration (`docs/coturn/turnserver.conf`), tried on a real coturn. It
 * listens on port 443 of an address that the deny list does not have, so it gets a network namespace
 * of its own, which is gone with its last process.
 */

const TEMPLATE = fileURLToPath(new URL('../../../docs/coturn/turnserver.conf', import.meta.url));
const CHILD = fileURLToPath(new URL('coturn.child.ts', import.meta.url));
/** Addresses of nobody here: nothing leaves the namespace. */
const [FOUR, SIX] = ['11.11.11.11', '2a0f:ffff::11'];
const NETWORK = [
  'ip link set lo up',
  `ip address add ${FOUR}/32 dev lo`,
  `ip address add ${SIX}/128 dev lo nodad`,
  'exec "$@"',
].join(' && ');
const inside = (...command: readonly string[]): readonly string[] => [
  '--map-root-user',
  '--net',
  // Ended with whoever began it: no relay is left behind.
  '--pid',
  '--fork',
  '--kill-child',
  '--',
  'sh',
  '-c',
  NETWORK,
  'sh',
  ...command,
];

/** One of each network that is nobody's browser, and the ends of some. */
const DENIED_4 = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];
const DENIED_6 = [
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:192.168.1.1',
  '::ffff:169.254.169.254',
  `::ffff:${FOUR}`,
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '2001::1',
  '2001:db8::1',
  '2002:a00:1::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'ff02::1',
];

function whyNot(): string | undefined {
  if (spawnSync('turnserver', ['--version']).error) return 'coturn is not installed';
  if (spawnSync('openssl', ['version']).error) return 'openssl is not installed';
  const made = spawnSync('unshare', inside('true'));
  if (made.error) return 'unshare is not installed';
  if (made.status !== 0) return `no network namespace here: ${made.stderr.toString().trim()}`;
  return undefined;
}
const reason = whyNot();
if (reason !== undefined) console.log(`coturn's configuration was not tried: ${reason}`);

interface Result {
  readonly carried: Readonly<Record<'udp' | 'tcp' | 'tls' | 'six', readonly number[]>>;
  readonly unauthorised: readonly number[];
  readonly tcpRelay: number;
  readonly four: Readonly<Record<string, readonly number[]>>;
  readonly six: Readonly<Record<string, readonly number[]>>;
  readonly commandLine: boolean;
  readonly tls: Readonly<Record<string, boolean>>;
  readonly complaints: readonly string[];
}

describe.skipIf(reason !== undefined)('coturn with the published configuration', () => {
  let result: Result;

  beforeAll(async () => {
    const probe = inside(
      process.execPath,
      CHILD,
      JSON.stringify({
        template: TEMPLATE,
        address: { four: FOUR, six: SIX },
        peers: { four: [FOUR, ...DENIED_4], six: [SIX, ...DENIED_6] },
      }),
    );
    const { stdout } = await promisify(execFile)('unshare', probe, { timeout: 60_000 });
    result = JSON.parse(stdout) as Result;
  });

  it('understands every line of it', () => {
    expect(result.complaints).toEqual([]);
  });

  it('relays over UDP, TCP and TLS on 443, and to IPv6', () => {
    const all = [0, 0, 0, 0];
    expect(result.carried).toEqual({ udp: all, tcp: all, tls: all, six: all });
  });

  it('relays for nobody with another secret or with credentials that are over', () => {
    expect(result.unauthorised).toEqual([401, 401, 401]);
  });

  it('reaches no loopback, private, link-local or otherwise special network', () => {
    expect(result.four).toEqual({
      [FOUR]: [0, 0],
      ...Object.fromEntries(DENIED_4.map((address) => [address, [403, 403]])),
    });
  });

  it('reaches none of them by IPv6 either, nor any IPv4 address written as one', () => {
    expect(result.six).toEqual({
      [SIX]: [0, 0],
      ...Object.fromEntries(DENIED_6.map((address) => [address, [403, 403]])),
    });
  });

  it('opens no TCP connections for others, no command line, and no old TLS', () => {
    expect(result.tcpRelay).toBe(442);
    expect(result.commandLine).toBe(false);
    expect(result.tls).toEqual({ '1.1': false, '1.2': true });
  });
});

/** What the published file says about quotas, on a free port of this machine. */
async function relayWithQuotas(secret: string): Promise<{ address: string; port: number }> {
  const address = '127.0.0.1';
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-quota-'));
  const published = (await readFile(TEMPLATE, 'utf8')).split('\n');
  const lines = [
    ...published.filter((line) =>
      /^(user-quota|total-quota|max-allocate|use-auth|realm)/.test(line),
    ),
    `listening-ip=${address}`,
    `relay-ip=${address}`,
    `listening-port=${port}`,
    `static-auth-secret=${secret}`,
    `userdb=${folder}/turndb`,
    `pidfile=${folder}/turnserver.pid`,
    'no-tls',
    'no-dtls',
    'no-cli',
    'no-stdout-log',
    'log-file=/dev/null',
  ];
  const file = join(folder, 'turnserver.conf');
  await writeFile(file, lines.join('\n'), { mode: 0o600 });
  const coturn = spawn('turnserver', ['-c', file], { stdio: 'ignore' });
  onTestFinished(async () => {
    const gone = once(coturn, 'exit');
    coturn.kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  });
  await eventually('coturn', async () => {
    const socket = connect(port, address);
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return isOpen;
  });
  return { address, port };
}

it.skipIf(spawnSync('turnserver', ['--version']).error !== undefined)(
  'one user opens sixty addresses at once, however many credentials they have; another still can',
  async () => {
    const relay = await relayWithQuotas('secret');
    const opened: number[] = [];
    for (let index = 0; index < 62; index += 1) {
      // Each was granted a second after the one before.
      const until = Date.now() + 3_600_000 + index * 1_000;
      const who = index < 61 ? 'one' : 'another';
      const client = await turnClient(relay, 'udp', turnCredentials('secret', who, until));
      onTestFinished(() => client.close());
      opened.push(await client.allocate());
    }
    expect(opened).toEqual([...Array<number>(60).fill(0), 486, 0]);
  },
);
