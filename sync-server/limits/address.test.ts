import { describe, expect, it, vi } from 'vitest';
import { createAddresses, keyOf, networkOf, readProxies } from './address.ts';

type Request = Parameters<ReturnType<typeof createAddresses>['of']>[0];
const from = (remoteAddress: string, forwarded?: string): Request =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as Request;

describe('whose requests are counted together (SE3)', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s is %s', (address, key) => {
    expect(keyOf(address)).toBe(key);
  });

  it.each([
    ['192.0.2.7', undefined],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['', undefined],
  ])('%s is of the network %s', (address, network) => {
    expect(networkOf(keyOf(address))).toBe(network);
  });
});

describe('who is believed about whom', () => {
  it('is nobody, when no proxy is named, and the operator is told', () => {
    const onUnbelieved = vi.fn<() => void>();
    const { of: addressOf } = createAddresses([], onUnbelieved);
    expect(addressOf(from('192.0.2.7'))).toBe('192.0.2.7');
    expect(onUnbelieved).not.toHaveBeenCalled();
    expect(addressOf(from('192.0.2.7', '198.51.100.1'))).toBe('192.0.2.7');
    expect(onUnbelieved).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['one hop', '10.0.0.5', '198.51.100.1', '198.51.100.1'],
    ['what a browser made up before it', '10.0.0.5', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['two proxies', '10.0.0.5', '198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['a stranger that is no proxy', '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    ['no address', '10.0.0.5', 'unknown', '10.0.0.5'],
    ['no address behind one', '10.0.0.5', 'unknown, 10.1.2.3', '10.1.2.3'],
    ['nothing', '10.0.0.5', '', '10.0.0.5'],
    ['only proxies', '10.0.0.5', '10.1.0.1, 10.1.2.3', '10.1.0.1'],
    ['IPv6', '::ffff:10.0.0.5', '2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['an IPv6 proxy', 'fd00::7', '198.51.100.1', '198.51.100.1'],
  ])('%s', (_what, peer, forwarded, key) => {
    const { of: addressOf } = createAddresses(['10.0.0.5', '10.1.0.0/16', 'fd00::/8']);
    expect(addressOf(from(peer, forwarded))).toBe(key);
  });

  it('counts the connections of everybody but a proxy', () => {
    const { ofPeer } = createAddresses(['10.0.0.5']);
    expect(ofPeer('::ffff:10.0.0.5')).toBeUndefined();
    expect(ofPeer('10.0.0.6')).toBe('10.0.0.6');
    expect(ofPeer('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(ofPeer(undefined)).toBeUndefined();
  });

  it('reads no more of a list than proxies write', () => {
    const { of: addressOf } = createAddresses(['10.0.0.0/8']);
    const long = `198.51.100.1${', 10.1.2.3'.repeat(5_000)}`;
    expect(addressOf(from('10.0.0.5', long))).toBe('10.1.2.3');
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::/129', '10.0.0.256'])(
    'refuses %s as a proxy',
    (entry) => {
      expect(() => readProxies([entry])).toThrow(RangeError);
    },
  );
});
