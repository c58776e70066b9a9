import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newPeerId, newSessionId } from '@naervaer/machines/protocol';
import type { MediaGrant, PartyId, RoomId } from '@naervaer/machines/protocol';
import { fingerprint, mediaStand, ours } from './testing/stand.ts';
import { iceServers, relayName, turnCredentials } from './turn.ts';

describe('relay credentials', () => {
  it('are what the relay computes from the shared secret, and say when they end', () => {
    const peerId = newPeerId();
    const { username, credential } = turnCredentials('secret', peerId, 1_800_000_000_999);
    expect(username).toBe(`1800000000:${peerId}`);
    expect(credential).toBe(createHmac('sha1', 'secret').update(username).digest('base64'));
  });

  it('are told once for each transport, so that each can be tried by itself', () => {
    const urls = ['turn:relay.example:3478?transport=udp', 'turns:relay.example:443?transport=tcp'];
    const servers = iceServers({ urls, secret: 'secret' }, newSessionId(), 1_800_000_000_000);
    expect(servers.map(({ urls: named }) => named)).toEqual(urls.map((url) => [url]));
    expect(new Set(servers.map(({ credential }) => credential)).size).toBe(1);
  });

  it('last for an hour in a call, and for two minutes before one', async () => {
    const turn = { urls: ['turn:relay.example:3478'], secret: 'secret' };
    const stand = await mediaStand({ config: { turn } });
    const now = stand.clock.now();
    const grant = await stand.grant('waiter');
    const check = stand.media.relayCheck(stand.sessionId);
    await stand.close();
    expect(Math.round((grant.relayUntil - now) / 60_000)).toBe(60);
    expect(Math.round((check.expiresAt - now) / 60_000)).toBe(2);
    const ends = ({ iceServers: [server] }: Pick<MediaGrant, 'iceServers'>): number =>
      Number(server?.username?.split(':')[0]);
    expect(ends(grant)).toBe(Math.floor(grant.relayUntil / 1000));
    expect(ends(check)).toBe(Math.floor(check.expiresAt / 1000));
  });

  it('name a session always the same, so that the relay counts what it opens; and no other', async () => {
    const turn = { urls: ['turn:relay.example:3478'], secret: 'secret' };
    const stand = await mediaStand({ config: { turn } });
    const grant = (sessionId = stand.sessionId): Promise<MediaGrant> =>
      stand.media.grant({
        sessionId,
        consultationId: ours,
        roomId: stand.rooms.get(ours) as RoomId,
        partyId: 'waiter' as PartyId,
        side: 'waiter',
        fingerprint,
      });
    const of = ({ iceServers: [server] }: Pick<MediaGrant, 'iceServers'>): string =>
      server?.username?.replace(/^\d+:/, '') ?? '';
    const own = [await grant(), await grant(), stand.media.relayCheck(stand.sessionId)].map(of);
    const others = of(await grant(newSessionId()));
    await stand.close();
    expect(new Set(own)).toEqual(new Set([relayName('secret', stand.sessionId)]));
    expect(others).not.toBe(own[0]);
    for (const name of [...own, others]) expect(name).toMatch(/^[\w-]{22}$/);
    expect(relayName('another', stand.sessionId)).not.toBe(own[0]);
  });

  it('name no server at all when there is no relay', () => {
    expect(iceServers(undefined, newSessionId(), 1)).toEqual([]);
  });
});
