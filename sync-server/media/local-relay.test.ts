import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { startLocalRelay } from './local-relay.ts';

const log = createLog('silent');
const portOf = (urls: readonly string[] = []): string => /:(\d+)\?/.exec(urls[0] ?? '')?.[1] ?? '';
const isInstalled = (() => {
  try {
    execFileSync('sh', ['-c', 'command -v turnserver']);
    return true;
  } catch {
    return false;
  }
})();

/** Process ids of turnservers whose configuration lies in a folder of this machine's demo relays. */
function relays(): string[] {
  try {
    return execFileSync('pgrep', ['-f', 'turnserver -c .*naervaer-relay-'])
      .toString()
      .trim()
      .split('\n');
  } catch {
    return [];
  }
}

describe('the demo’s own relay', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.runIf(isInstalled)('starts on loopback and is gone after close', async () => {
    const before = relays();
    const local = await startLocalRelay(systemClock, log);
    expect(local?.relay?.urls[0]).toMatch(/^turn:127\.0\.0\.1:\d+\?transport=udp$/);
    await local?.close();
    expect(relays().filter((pid) => !before.includes(pid))).toEqual([]);
  });

  it.runIf(isInstalled)('is started again when it dies', async () => {
    const before = relays();
    const local = await startLocalRelay(systemClock, log);
    const first = portOf(local?.relay?.urls);
    for (const pid of relays().filter((each) => !before.includes(each))) process.kill(Number(pid));
    await vi.waitFor(
      () => {
        const now = portOf(local?.relay?.urls);
        expect(now).not.toBe('');
        expect(now).not.toBe(first);
      },
      { timeout: 10_000, interval: 50 },
    );
    await local?.close();
  });

  it.runIf(isInstalled)('ends with its server even when that is killed', async () => {
    const before = relays();
    const script = `
      import { startLocalRelay } from ${JSON.stringify(new URL('local-relay.ts', import.meta.url).href)};
      import { systemClock } from ${JSON.stringify(new URL('../clock.ts', import.meta.url).href)};
      import { createLog } from ${JSON.stringify(new URL('../log.ts', import.meta.url).href)};
      await startLocalRelay(systemClock, createLog('silent'));
      process.stdout.write('up');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(relays().length).toBeGreaterThan(before.length);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(relays().filter((pid) => !before.includes(pid))).toEqual([]), {
      timeout: 10_000,
      interval: 50,
    });
  });
});
