import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newPeerId } from '@naervaer/machines/protocol';
import type { MediaGrant } from '@naervaer/machines/protocol';
import { mediaStand } from './testing/stand.ts';
import { iceServers, turnCredentials } from './turn.ts';

describe('relay credentials', () => {
  it('are what the relay computes from the shared secret, and say when they end', () => {
    const peerId = newPeerId();
    const { username, credential } = turnCredentials('secret', peerId, 1_800_000_000_999);
    expect(username).toBe(`1800000000:${peerId}`);
    expect(credential).toBe(createHmac('sha1', 'secret').update(username).digest('base64'));
  });

  it('are told once for each transport, so that each can be tried by itself', () => {
    const urls = ['turn:relay.example:3478?transport=udp', 'turns:relay.example:443?transport=tcp'];
    const servers = iceServers({ urls, secret: 'secret' }, newPeerId(), 1_800_000_000_000);
    expect(servers.map(({ urls: named }) => named)).toEqual(urls.map((url) => [url]));
    expect(new Set(servers.map(({ credential }) => credential)).size).toBe(1);
  });

  it('last for an hour in a call, and for two minutes before one', async () => {
    const turn = { urls: ['turn:relay.example:3478'], secret: 'secret' };
    const stand = await mediaStand({ config: { turn } });
    const now = stand.clock.now();
    const grant = await stand.grant('waiter');
    const check = stand.media.relayCheck();
    await stand.close();
    expect(Math.round((grant.relayUntil - now) / 60_000)).toBe(60);
    expect(Math.round((check.expiresAt - now) / 60_000)).toBe(2);
    const name = (servers: MediaGrant['iceServers']): string[] =>
      (servers[0]?.username ?? '').split(':');
    expect(name(grant.iceServers)).toEqual([
      String(Math.floor(grant.relayUntil / 1000)),
      grant.peerId,
    ]);
    expect(name(check.iceServers)[0]).toBe(String(Math.floor(check.expiresAt / 1000)));
  });

  it('name no server at all when there is no relay', () => {
    expect(iceServers(undefined, newPeerId(), 1)).toEqual([]);
  });
});
