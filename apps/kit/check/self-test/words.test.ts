import { describe, expect, it } from 'vitest';
import { TRIALS } from './trials.ts';
import type { Outcome, Trial, TrialName } from './trials.ts';
import { adviceOf, reportOf, verdictOf } from './words.ts';

const open: Outcome = { kind: 'open', ms: 120 };
const closed: Outcome = { kind: 'closed', why: 'silent' };
const none: Outcome = { kind: 'none' };
const trials = (change: Partial<Record<TrialName, Outcome>>): Trial[] =>
  TRIALS.map((name) => ({
    name,
    host: 'turn.example',
    port: name === 'tls' ? 443 : 3478,
    outcome: change[name] ?? open,
  }));

describe('the network test (C4)', () => {
  it.each([
    ['good', {}],
    ['good', { tcp: closed, tls: closed }],
    ['detour', { stun: closed, udp: closed }],
    ['detour', { stun: closed, udp: closed, tcp: closed }],
    ['closed', { stun: closed, udp: closed, tcp: closed, tls: closed }],
    ['closed', { stun: closed, udp: closed, tcp: none, tls: none }],
    ['noRelay', { stun: none, udp: none, tcp: none, tls: none }],
    ['noServer', { webSocket: closed }],
    ['noServer', { https: closed }],
    ['running', { tls: { kind: 'running' } }],
  ] as const)('says %s', (verdict, change) => {
    expect(verdictOf(trials(change))).toBe(verdict);
  });

  it('names what is to be opened: protocol, host and port', () => {
    const [tls] = trials({ tls: closed }).slice(-1);
    expect(tls && adviceOf(tls)).toBe('Åbn for TCP (TLS) til turn.example, port 443, udadgående.');
    const [refused] = trials({ tls: { kind: 'closed', why: 'refused' } }).slice(-1);
    expect(refused && adviceOf(refused)).toContain('problem på serveren');
  });

  it('is a text that can be sent on', () => {
    const measured = { roundTripMs: 41, loss: 0.01, kbits: 297 };
    const text = reportOf(
      trials({ udp: closed, tcp: { kind: 'open', ms: 310, measured } }),
      'https://video.example.dk',
      '21.11.2026 23.10',
    );
    expect(text.split('\n')).toEqual([
      'Nærvær, test af netværket mod https://video.example.dk, 21.11.2026 23.10',
      expect.stringContaining('ad en omvej'),
      'HTTPS (turn.example:3478): Åben efter 0,12 s',
      'WebSocket (turn.example:3478): Åben efter 0,12 s',
      'Direkte (UDP, STUN) (turn.example:3478): Åben efter 0,12 s',
      'Relæ over UDP (TURN) (turn.example:3478): Lukket',
      '  → Åbn for UDP til turn.example, port 3478, udadgående.',
      expect.stringMatching(/TCP.*Åben efter 0,31 s; svarer på 0,04 s, taber 1.%, 300 kbit\/s$/),
      'Relæ over TLS (TURN) (turn.example:443): Åben efter 0,12 s',
    ]);
  });
});
