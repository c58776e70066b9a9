import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../support/until.ts';
import type { Certificates } from './certificates.ts';
import { run } from './place.ts';
import { RELAY } from './wires.ts';

/** Into a namespace, and gone when the process that started it is, however that ends. */
export const inside = (namespace: string): readonly string[] => [
  'ip',
  'netns',
  'exec',
  namespace,
  'setpriv',
  '--pdeathsig',
  'KILL',
];

/** A program in a namespace. */
export interface Program {
  kill(): Promise<void>;
}

function program(child: ChildProcess): Program {
  return {
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Runs a file of ours in a namespace. @returns when it said a first word */
export async function startNode(
  namespace: string,
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<Program> {
  const [command = '', ...rest] = [...inside(namespace), process.execPath, file];
  const child = spawn(command, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${file} ended before it said that it listens`);
  });
  await Promise.race([once(child.stdout, 'data'), gone]);
  gone.catch(() => undefined);
  child.stdout.resume();
  return program(child);
}

/** What browsers may try, in the order of `docs/turn.md`. */
export const RELAY_URLS: readonly string[] = [
  `turn:${RELAY.name}:3478?transport=udp`,
  `turn:${RELAY.name}:3478?transport=tcp`,
  `turns:${RELAY.name}:443?transport=tcp`,
];

/** coturn as `docs/turn.md` has it in production, TLS on 443 with an address of its own. */
export async function startRelay(
  namespace: string,
  folder: string,
  secret: string,
  certificates: Certificates,
): Promise<Program> {
  const configuration = [
    `listening-ip=${RELAY.address}`,
    `relay-ip=${RELAY.address}`,
    'listening-port=3478',
    'tls-listening-port=443',
    'min-port=49160',
    'max-port=59999',
    `realm=${RELAY.name}`,
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'fingerprint',
    'stale-nonce=600',
    `cert=${certificates.chain}`,
    `pkey=${certificates.key}`,
    'no-tlsv1',
    'no-tlsv1_1',
    'no-dtls',
    'no-cli',
    'no-tcp-relay',
    'no-multicast-peers',
    'no-stdout-log',
    'log-file=/dev/null',
    `userdb=${join(folder, 'turndb')}`,
    `pidfile=${join(folder, 'turnserver.pid')}`,
    '',
  ].join('\n');
  const file = join(folder, 'turnserver.conf');
  await writeFile(file, configuration);
  const [command = '', ...rest] = [...inside(namespace), 'turnserver', '-c', file];
  const child = spawn(command, rest, { stdio: 'ignore' });
  await until(
    'coturn listens',
    () => run('ip', 'netns', 'exec', namespace, 'ss', '-Hltn', 'sport', '=', ':443'),
    (lines) => lines.includes(`${RELAY.address}:443`),
  );
  return program(child);
}
