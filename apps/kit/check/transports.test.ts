import { describe, expect, it } from 'vitest';
import { waysOf } from './transports.ts';

describe('the ways that a server tells of', () => {
  it('are one for each address, the best first, each with its own credentials', () => {
    const given = { username: 'u', credential: 'c' };
    const iceServers = [
      { urls: ['turns:turn.example:443?transport=tcp'], ...given },
      { urls: ['turn:turn.example:3478?transport=tcp'], ...given },
      { urls: ['turn:turn.example:3478?transport=udp'], ...given },
    ];
    const ways = waysOf({ iceServers, expiresAt: 0 });
    expect(ways.map(({ transport, host, port }) => [transport, host, port])).toEqual([
      ['udp', 'turn.example', 3478],
      ['tcp', 'turn.example', 3478],
      ['tls', 'turn.example', 443],
    ]);
    expect(ways[2]?.server).toEqual({ urls: ['turns:turn.example:443?transport=tcp'], ...given });
  });
  it.each([
    ['turn:a.example', 'udp', 'a.example', 3478],
    ['turns:a.example', 'tls', 'a.example', 5349],
    ['turn:192.0.2.7:80', 'udp', '192.0.2.7', 80],
    ['turn:[2001:db8::1]:3478?transport=tcp', 'tcp', '2001:db8::1', 3478],
  ])('have standard ports and transports: %s', (url, transport, host, port) => {
    const [way] = waysOf({ iceServers: [{ urls: [url] }], expiresAt: 0 });
    expect(way).toMatchObject({ transport, host, port });
  });
  it('are none when there is no relay among them', () => {
    const iceServers = [{ urls: ['stun:a.example', 'http://a.example', ''] }];
    expect(waysOf({ iceServers, expiresAt: 0 })).toEqual([]);
  });
});
