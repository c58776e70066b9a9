import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWires, SITE } from './lab/index.ts';
import type { Wires } from './lab/index.ts';
import { ownNamespaces, run, whyNoLab } from './lab/place.ts';

const why = await whyNoLab();
if (why) console.log(`The forwarder is not tested: ${why}.`);

/** In a namespace: sends numbered UDP packets of a size, and tells of those that came back. */
const CLIENT = `
import json, select, socket, sys, time
to, count, size, gap = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
port = int(sys.argv[5])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0)
s.connect((to, port))
back, sent, due = [], 0, time.monotonic()
end = None
while end is None or time.monotonic() < end:
    now = time.monotonic()
    if sent < count and now >= due:
        try: s.send(json.dumps([sent, now]).ljust(size).encode())
        except OSError: pass
        sent += 1
        due += gap
        if sent == count: end = now + 0.7
        continue
    pause = (due if sent < count else end) - now
    if select.select([s], [], [], max(0, pause))[0]:
        try:
            number, at = json.loads(s.recv(65536))
            back.append([number, (time.monotonic() - at) * 1000, time.monotonic()])
        except OSError: pass
print(json.dumps(back))
`;
const ECHO = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], int(sys.argv[2])))
print('ready', flush=True)
while True:
    data, peer = s.recvfrom(65536)
    s.sendto(data, peer)
`;
const PORT = 4433;

describe.skipIf(why)('the forwarder', () => {
  let wires: Wires;
  let echo: ChildProcess;

  beforeAll(async () => {
    wires = await makeWires();
    const child = spawn(
      'ip',
      ['netns', 'exec', wires.server, '/usr/bin/python3', '-c', ECHO, SITE.address, String(PORT)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    echo = child;
    await once(createInterface({ input: child.stdout }), 'line');
  });
  beforeEach(() => wires.two.reset());
  afterAll(async () => {
    echo?.kill('SIGKILL');
    await wires?.remove();
    expect(await ownNamespaces()).toEqual([]);
  });

  interface Echo {
    /** Numbers of those that came back, in the order in which they did. */
    readonly numbers: readonly number[];
    readonly shortestMs: number;
    /** A quarter took less: what the way costs, on a machine that is busy with other things. */
    readonly quarterMs: number;
    readonly longestMs: number;
    /** kbit/s of what came back. */
    readonly rate: number;
  }

  async function send(count: number, size: number, gapMs: number): Promise<Echo> {
    const program = ['/usr/bin/python3', '-c', CLIENT, SITE.address];
    const numbers = [count, size, gapMs / 1000, PORT].map(String);
    const text = await run('ip', 'netns', 'exec', wires.clients[1], ...program, ...numbers);
    const back = JSON.parse(text) as [number, number, number][];
    const times = back.map(([, ms]) => ms).sort((a, b) => a - b);
    const seconds = (back.at(-1)?.[2] ?? 0) - (back[0]?.[2] ?? 0);
    return {
      numbers: back.map(([number]) => number),
      shortestMs: times[0] ?? Number.NaN,
      quarterMs: times[Math.floor(times.length / 4)] ?? Number.NaN,
      longestMs: times.at(-1) ?? Number.NaN,
      // Each was one IP packet: 28 bytes of headers.
      rate: ((back.length - 1) * (size + 28) * 8) / 1000 / seconds,
    };
  }

  it('passes everything in order and at once when there is no trouble', async () => {
    const { numbers, quarterMs } = await send(200, 200, 2);
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect(quarterMs).toBeLessThan(20);
  });

  it('loses as many as it is told, others with another seed, the same with the same', async () => {
    const losing = (seed: number) => wires.two.set({ up: { loss: 0.1, seed } });
    await losing(7);
    const first = await send(1000, 60, 1);
    expect(first.numbers.length).toBeGreaterThan(860);
    expect(first.numbers.length).toBeLessThan(940);
    await losing(8);
    const second = await send(1000, 60, 1);
    await losing(7);
    const third = await send(1000, 60, 1);
    expect(second.numbers).not.toEqual(first.numbers);
    expect(third.numbers).toEqual(first.numbers);
  });

  it('delays each direction by what it is told, and keeps the order', async () => {
    await wires.two.set({ up: { delay: 100 }, down: { delay: 50 } });
    const { numbers, shortestMs, quarterMs } = await send(100, 200, 5);
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(shortestMs).toBeGreaterThanOrEqual(150);
    expect(quarterMs).toBeLessThan(190);
  });

  it('lets through no more than its rate, and what waits is bounded', async () => {
    await wires.two.set({ up: { rate: 300 } });
    // 1.2 Mbit/s for a second and a half.
    const { numbers, rate, longestMs } = await send(225, 972, 1000 / 150);
    expect(rate).toBeGreaterThan(270);
    expect(rate).toBeLessThan(330);
    expect(longestMs).toBeGreaterThan(250);
    expect(longestMs).toBeLessThan(400);
    expect(numbers.length).toBeLessThan(120);
    expect((await wires.two.counts()).up.overflowed).toBeGreaterThan(100);
  });

  it('passes nothing while it is cut, and again afterwards', async () => {
    await wires.two.set({ isCut: true });
    expect((await send(20, 60, 2)).numbers).toEqual([]);
    await wires.two.set({ isCut: false });
    expect((await send(20, 60, 2)).numbers).toHaveLength(20);
  });

  it.each([
    ['no-direct', true],
    ['no-udp', false],
    ['tls-only', false],
  ] as const)('with %s, UDP to a server passes: %s', async (allow, isPassing) => {
    await wires.two.set({ allow });
    expect((await send(20, 60, 2)).numbers).toHaveLength(isPassing ? 20 : 0);
  });

  it('gives a client another address, and the old one is gone', async () => {
    await wires.two.changeAddress();
    const addresses = await run('ip', '-n', wires.clients[1], '-4', '-brief', 'address');
    expect(addresses).toContain('25.2.1.2');
    expect(addresses).not.toContain('25.2.0.2');
    expect((await send(20, 60, 2)).numbers).toHaveLength(20);
  });
});
