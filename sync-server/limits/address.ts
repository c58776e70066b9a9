import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** Whom a request comes from, as far as bounds are concerned. */
export interface Addresses {
  /** What a request is counted under. */
  of(request: Pick<IncomingMessage, 'headers' | 'socket'>): string;
  /** What a bare connection is counted under; undefined for a trusted proxy's, which are not. */
  ofPeer(remoteAddress: string | undefined): string | undefined;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** IPv4 that travels as IPv6, and a zone, say nothing more about who it is. */
function plain(address: string): string {
  const [bare = ''] = address.split('%');
  return MAPPED.exec(bare)?.[1] ?? bare;
}

/** The eight groups of an IPv6 address that is one. */
function groupsOf(address: string): string[] {
  // The parser of addresses writes it in one way only, whatever way it came.
  const host = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = host.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

/**
 * What is counted: an IPv4 address, or the first 64 bits of an IPv6 one, which is what one
 * household or one office has at least.
 */
export function keyOf(address: string): string {
  const bare = plain(address);
  if (!isIPv6(bare)) return bare;
  return `${groupsOf(bare).slice(0, 4).join(':')}::/64`;
}

/**
 * The network that one customer may have whole: the first 48 bits of what `keyOf` made of an IPv6
 * address, which are 65,536 keys. Of IPv4 there is none.
 */
export function networkOf(key: string): string | undefined {
  const groups = key.endsWith('::/64') ? key.split(':') : [];
  return groups.length === 0 ? undefined : `${groups.slice(0, 3).join(':')}::/48`;
}

/**
 * The addresses and networks of an operator's own proxies.
 * @throws {RangeError} naming the entry that is neither
 */
export function readProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits, ...rest] = entry.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    const most = family === 'ipv4' ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && prefix <= most);
    if (isIP(address) === 0 || rest.length > 0 || !isPrefix) throw new RangeError(entry);
    list.addSubnet(address, prefix, family);
  }
  return list;
}

/** A browser cannot send a longer list; an attacker who does is not read to the end. */
const MOST_HOPS = 20;

/**
 * Reads whom a request comes from. Nobody but a trusted proxy is believed about anybody else: the
 * list that they carry is read from its end, over proxies that are trusted too, to the first that
 * is not.
 * @param onUnbelieved called when somebody untrusted says who sent them
 */
export function createAddresses(
  proxies: readonly string[],
  onUnbelieved: () => void = () => undefined,
): Addresses {
  const trusted = readProxies(proxies);
  const isTrusted = (address: string): boolean =>
    trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

  function of({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
    let address = plain(socket.remoteAddress ?? '');
    const forwarded = headers['x-forwarded-for'];
    if (forwarded === undefined || isIP(address) === 0) return keyOf(address);
    if (!isTrusted(address)) {
      onUnbelieved();
      return keyOf(address);
    }
    const hops = String(forwarded).split(',').slice(-MOST_HOPS).reverse();
    for (const hop of hops) {
      const said = plain(hop.trim());
      // What is no address was not written by a proxy that we know: the last one known it is.
      if (isIP(said) === 0) break;
      address = said;
      if (!isTrusted(said)) break;
    }
    return keyOf(address);
  }

  return {
    of,
    ofPeer(remoteAddress) {
      const address = plain(remoteAddress ?? '');
      return isIP(address) === 0 || isTrusted(address) ? undefined : keyOf(address);
    },
  };
}
