import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newPeerId } from '@naervaer/machines/protocol';
import { iceServers, turnCredentials } from './turn.ts';

describe('relay credentials', () => {
  it('are what the relay computes from the shared secret, and say when they end', () => {
    const peerId = newPeerId();
    const { username, credential } = turnCredentials('secret', peerId, 1_800_000_000_999);
    expect(username).toBe(`1800000000:${peerId}`);
    expect(credential).toBe(createHmac('sha1', 'secret').update(username).digest('base64'));
  });

  it('name no server at all when there is no relay', () => {
    expect(iceServers(undefined, newPeerId(), 1)).toEqual([]);
  });
});
