import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { removeStale, run, whyNoLab } from './place.ts';

const why = await whyNoLab();

/** A process with a laboratory, and no chance to take it away. */
const MAKER = `
import { makeWires } from ${JSON.stringify(join(import.meta.dirname, 'wires.ts'))};
const wires = await makeWires();
console.log(wires.server);
setInterval(() => undefined, 1000);
`;

describe.skipIf(why)('a laboratory whose process was killed', () => {
  it('is taken away at the next start: namespaces, what runs there, and its settings', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', MAKER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [data] = await once(child.stdout, 'data');
    const name = String(data).trim();
    const inside = spawn('ip', ['netns', 'exec', name, 'sleep', '600'], { stdio: 'ignore' });
    const ended = once(inside, 'exit');
    await until(
      'it runs there',
      () => run('ip', 'netns', 'pids', name),
      (pids) => pids.includes(String(inside.pid)),
    );
    // Another laboratory's start leaves alone what is in use.
    expect(await removeStale()).not.toContain(name);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(await removeStale()).toContain(name);
    await ended;
    expect(await run('ip', 'netns', 'list')).not.toContain(name);
    expect(existsSync(join('/etc/netns', name))).toBe(false);
  });
});
