import type { RelayCheck } from '@naervaer/machines/protocol';

/** How a call may reach the relay, in the order of a call's own liking (C4). */
export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One way to a relay, with what opens it. */
export interface Way {
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
  readonly server: RTCIceServer;
}

const TURN = /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i;

/** @returns undefined for an address that is none of a relay (RFC 7065) */
export function wayOf(url: string, server: RTCIceServer): Way | undefined {
  const [, scheme, host, port, asked] = TURN.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const isSecure = scheme.toLowerCase() === 'turns';
  const transport = isSecure ? 'tls' : asked?.toLowerCase() === 'tcp' ? 'tcp' : 'udp';
  const standard = isSecure ? 5349 : 3478;
  return {
    transport,
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? standard : Number(port),
    server: { ...server, urls: [url] },
  };
}

/** Every way of what the server told, the best first. */
export function waysOf({ iceServers }: RelayCheck): readonly Way[] {
  const ways = iceServers.flatMap(({ urls, username, credential }) =>
    urls.flatMap((url) => {
      const given = {
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      };
      return wayOf(url, { urls: [url], ...given }) ?? [];
    }),
  );
  return ways.sort((a, b) => TRANSPORTS.indexOf(a.transport) - TRANSPORTS.indexOf(b.transport));
}
