import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../texts/index.ts';
import { explainNetwork } from './network-words.ts';
import { judgeNetwork } from './network.ts';
import type { NetworkReport, RelayFinding } from './network.ts';
import type { ServerAnswer } from './server.ts';

const good: ServerAnswer = { ms: 30, isShaky: false };
const open = (measured: object = {}): RelayFinding => ({
  kind: 'open',
  transport: 'udp',
  connectMs: 200,
  roundTripMs: 41,
  loss: 0,
  kbits: 298,
  ...measured,
});
const closed: RelayFinding = { kind: 'closed' };
const noRelay: RelayFinding = { kind: 'untested', why: 'noRelay' };
const report = (server: ServerAnswer, relay: RelayFinding): NetworkReport => ({
  result: judgeNetwork(server, relay),
  isOffline: false,
  server,
  relay,
});

afterEach(() => setLanguage('da'));

describe('the network (T5)', () => {
  it.each([
    ['ok', 'a good way to the relay', good, open()],
    ['ok', 'at the limit of each figure', good, open({ roundTripMs: 400, loss: 0.05, kbits: 271 })],
    ['weak', 'a slow way', good, open({ roundTripMs: 401 })],
    ['weak', 'a way that loses', good, open({ loss: 0.06 })],
    ['weak', 'a narrow way', good, open({ kbits: 200 })],
    ['weak', 'no way to the relay, but a server', good, closed],
    ['ok', 'no relay to try, and a good server', good, noRelay],
    ['weak', 'no relay to try, and a slow server', { ms: 500, isShaky: false }, noRelay],
    ['weak', 'a server that drops out', { ms: 30, isShaky: true }, open()],
    ['failed', 'neither relay nor server', { ms: null, isShaky: true }, closed],
  ] as const)('is %s with %s', (result, _, server, relay) => {
    expect(judgeNetwork(server, relay)).toBe(result);
  });

  it('is told in words and figures', () => {
    expect(explainNetwork(report(good, open()))).toBe(
      'Netværket svarer på 0,04 s. Billede og lyd kommer igennem.',
    );
    expect(explainNetwork(report(good, open({ transport: 'tls' })))).toContain('omvej (TLS)');
    expect(explainNetwork(report(good, open({ loss: 0.12 })))).toContain('taber 12');
    expect(explainNetwork(report(good, open({ roundTripMs: 620 })))).toContain('0,62 s');
    expect(explainNetwork(report(good, open({ kbits: 118 })))).toContain('120 kbit/s');
    expect(explainNetwork(report(good, closed))).toContain('Test netværket');
    expect(explainNetwork(report(good, noRelay))).toContain('kunne vi ikke prøve');
    expect(explainNetwork(report({ ms: null, isShaky: true }, closed))).toContain('ingen forbind');
    setLanguage('en');
    expect(explainNetwork(report(good, open()))).toBe(
      'The network answers within 0.04 s. Picture and sound get through.',
    );
  });
});
