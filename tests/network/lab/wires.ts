import { addNamespace, placeName, removeNamespace, removeStale, run } from './place.ts';
import { createUplink } from './uplink.ts';
import type { Uplink } from './uplink.ts';

/** Page, broker, line: names of the test's own, over TLS on 443. */
export const SITE = { name: 'naervaer.test', address: '25.0.0.1' } as const;
/** The peers' page and their signalling. */
export const PEERS = { name: 'peers.test', address: '25.0.0.1' } as const;
/** coturn has an address of its own, so that TLS can listen on 443 (C4). */
export const RELAY = { name: 'turn.test', address: '25.0.0.2' } as const;

/** Three namespaces: two clients, and the middle with the servers, which routes between them. */
export interface Wires {
  readonly clients: readonly [string, string];
  readonly server: string;
  readonly one: Uplink;
  /** The one that trouble comes to. */
  readonly two: Uplink;
  /** Ends what runs there, and leaves nothing. */
  remove(): Promise<void>;
}

/**
 * Addresses look public: coturn denies the private ranges, as in production, and browsers treat
 * private addresses otherwise. Nothing leaves the namespaces.
 */
export async function makeWires(): Promise<Wires> {
  await removeStale();
  const server = placeName('server');
  const clients = [placeName('one'), placeName('two')] as const;
  const uplinks: Uplink[] = [];
  const remove = async (): Promise<void> => {
    for (const uplink of uplinks) await uplink.close();
    for (const name of [...clients, server]) await removeNamespace(name).catch(() => undefined);
  };
  try {
    for (const name of [...clients, server]) {
      await addNamespace(name, [SITE, PEERS, RELAY]);
    }
    for (const { address } of [SITE, RELAY]) {
      await run('ip', '-n', server, 'address', 'add', `${address}/32`, 'dev', 'lo');
    }
    await run('ip', 'netns', 'exec', server, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    const one = await createUplink(clients[0], server, 1);
    uplinks.push(one);
    const two = await createUplink(clients[1], server, 2);
    uplinks.push(two);
    return { clients, server, one, two, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
