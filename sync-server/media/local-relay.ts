import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, constants, mkdtemp, writeFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Relay } from './turn.ts';

const ADDRESS = '127.0.0.1';
/** How long a starting coturn may take until it accepts a connection, in milliseconds. */
const START_MS = 5_000;
const RESTART_MS = { first: 500, longest: 30_000 } as const;

/**
 * Ends coturn also when the server is killed without a chance to do so: then the pipe on standard
 * input closes, and the watcher ends its sibling and takes the folder with the secret away.
 */
const GUARDIAN = `
exec 3<&0
"$1" -c "$2/turnserver.conf" </dev/null >/dev/null 2>&1 3<&- &
relay=$!
{ cat <&3 >/dev/null; kill "$relay"; } 2>/dev/null &
watcher=$!
exec 3<&-
wait "$relay"
kill "$watcher" 2>/dev/null
rm -rf "$2"
`;

export interface LocalRelay {
  /** Undefined while coturn is not running. */
  readonly relay: Relay | undefined;
  close(): Promise<void>;
}

async function findTurnserver(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const folder of new Set([...folders, '/usr/bin', '/usr/local/bin'])) {
    const path = join(folder, 'turnserver');
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, ADDRESS);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const configuration = (folder: string, port: number, secret: string): string =>
  [
    `listening-ip=${ADDRESS}`,
    `relay-ip=${ADDRESS}`,
    `listening-port=${port}`,
    'min-port=49160',
    'max-port=49959',
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'realm=naervaer.localhost',
    'fingerprint',
    'stale-nonce=600',
    'no-cli',
    'no-tls',
    'no-dtls',
    'no-tcp-relay',
    'no-multicast-peers',
    // Both browsers of a demo are on this machine, so the relay's peers are loopback addresses.
    // Never in production: a relay that reaches loopback reaches the server's own services.
    'allow-loopback-peers',
    `userdb=${folder}/turndb`,
    `pidfile=${folder}/turnserver.pid`,
    'log-file=/dev/null',
    'no-stdout-log',
    '',
  ].join('\n');

/** Resolves true once something listens on `port`; false when `child` ended or time is up. */
async function isListening(port: number, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + START_MS;
  while (Date.now() < until && child.exitCode === null) {
    const socket = connect(port, ADDRESS);
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return true;
    await new Promise((next) => {
      setTimeout(next, 25);
    });
  }
  return false;
}

/**
 * A coturn of the demo's own, on loopback, when it is installed. It is started again when it dies
 * and ends with this process, however that ends.
 * @returns `undefined` when coturn is not installed or does not start; never rejects.
 */
export async function startLocalRelay(clock: Clock, log: Log): Promise<LocalRelay | undefined> {
  const program = await findTurnserver();
  if (program === undefined) return undefined;
  let child: ChildProcess | undefined;
  let relay: Relay | undefined;
  let isClosed = false;
  let cancelRestart = (): void => undefined;
  let delay: number = RESTART_MS.first;

  async function start(executable: string): Promise<boolean> {
    const folder = await mkdtemp(join(tmpdir(), 'naervaer-relay-'));
    const secret = randomBytes(32).toString('hex');
    const port = await freePort();
    await writeFile(join(folder, 'turnserver.conf'), configuration(folder, port, secret), {
      mode: 0o600,
    });
    const started = spawn('/bin/sh', ['-c', GUARDIAN, 'relay', executable, folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // Ctrl-C reaches the whole foreground group; the relay goes when the server says so.
      detached: true,
    });
    child = started;
    started.on('error', () => undefined);
    started.stdin.on('error', () => undefined);
    if (!(await isListening(port, started))) {
      started.stdin.end();
      await rm(folder, { recursive: true, force: true });
      return false;
    }
    relay = {
      urls: [`turn:${ADDRESS}:${port}?transport=udp`, `turn:${ADDRESS}:${port}?transport=tcp`],
      secret,
    };
    delay = RESTART_MS.first;
    started.once('exit', () => {
      relay = undefined;
      if (!isClosed) restart(executable);
    });
    return true;
  }

  function restart(executable: string): void {
    log.warn('local relay ended; starting it again');
    cancelRestart = clock.after(delay, () => {
      delay = Math.min(delay * 2, RESTART_MS.longest);
      start(executable).then(
        (isRunning) => {
          if (!isRunning && !isClosed) restart(executable);
        },
        () => {
          if (!isClosed) restart(executable);
        },
      );
    });
  }

  const isRunning = await start(program).catch(() => false);
  if (!isRunning) return undefined;
  return {
    get relay() {
      return relay;
    },
    async close() {
      isClosed = true;
      cancelRestart();
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.stdin?.end();
      await gone;
    },
  };
}
