import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end. @returns its standard output @throws with its standard error */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  return (await execute(program, args)).stdout;
}

const PREFIX = 'naervaer-lab-';

/** When a process started, in ticks since boot: with its id it names one process for ever. */
function startOf(pid: number | 'self'): string {
  // The name stands in brackets and may hold blanks.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isOurs(name: string): boolean {
  return name.startsWith(`${PREFIX}${process.pid}-${startOf('self')}-`);
}

/** True when the process that made this namespace or folder is gone. */
function isStale(name: string): boolean {
  const [, pid, start] = /^naervaer-lab-(\d+)-(\d+)-/.exec(name) ?? [];
  if (!pid) return false;
  try {
    return startOf(Number(pid)) !== start;
  } catch {
    return true;
  }
}

let made = 0;

/** A name for a namespace or a folder that says whose it is. */
export function placeName(what: string): string {
  made += 1;
  return `${PREFIX}${process.pid}-${startOf('self')}-${made}${what}`;
}

async function namespaces(): Promise<string[]> {
  return (await run('ip', 'netns', 'list'))
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(PREFIX));
}

/** `ip netns exec` lays what is here over /etc. */
const settings = (name: string): string => join('/etc/netns', name);

/**
 * A namespace with nothing but its loopback.
 * @param hosts names that are known there, with their addresses; no other is, and at once
 */
export async function addNamespace(
  name: string,
  hosts: readonly { readonly name: string; readonly address: string }[] = [],
): Promise<void> {
  // With a full stop too: that is how Chromium asks for a relay's name when it wants UDP.
  const lines = hosts.map((host) => `${host.address} ${host.name} ${host.name}.\n`).join('');
  await mkdir(settings(name), { recursive: true });
  await writeFile(join(settings(name), 'hosts'), `127.0.0.1 localhost\n${lines}`);
  await writeFile(join(settings(name), 'resolv.conf'), 'nameserver 127.0.0.1\n');
  await run('ip', 'netns', 'add', name);
  await run('ip', '-n', name, 'link', 'set', 'lo', 'up');
}

/** Ends all that runs in a namespace and takes it away. Only ever one of this laboratory's own. */
export async function removeNamespace(name: string): Promise<void> {
  const pids = (await run('ip', 'netns', 'pids', name)).split('\n').filter(Boolean);
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Gone by itself meanwhile.
    }
  }
  await run('ip', 'netns', 'delete', name);
  await rm(settings(name), { recursive: true, force: true });
}

/**
 * Takes away what a laboratory left whose process was killed without a chance to do so itself.
 * @returns the names of what was removed
 */
export async function removeStale(): Promise<string[]> {
  const stale = (await namespaces()).filter(isStale);
  for (const name of stale) await removeNamespace(name);
  const folders = readdirSync(tmpdir()).filter(isStale);
  for (const name of folders) await rm(join(tmpdir(), name), { recursive: true, force: true });
  return [...stale, ...folders];
}

/** Namespaces that this very process made and that are still there. */
export const ownNamespaces = async (): Promise<string[]> => (await namespaces()).filter(isOurs);

/** Why no laboratory can be made on this machine; undefined when it can. */
export async function whyNoLab(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const probe = placeName('probe');
  try {
    await run('ip', 'netns', 'add', probe);
    await run('ip', '-n', probe, 'tuntap', 'add', 'dev', 'probe0', 'mode', 'tun');
    return undefined;
  } catch (error) {
    return `network namespaces or TUN cannot be made here: ${String(error).split('\n')[0]}`;
  } finally {
    await removeNamespace(probe).catch(() => undefined);
  }
}
