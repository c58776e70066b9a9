import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../log.ts';
import { createAddresses } from './address.ts';
import { createLimiter } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { createCounter } from './counter.ts';
import { CONNECTIONS_OF_ONE_ADDRESS, LIMITS, SOCKETS_OF_ONE_ADDRESS } from './numbers.ts';
import type { Quota } from './numbers.ts';

type Request = Pick<IncomingMessage, 'headers' | 'socket'>;

/**
 * How much one address, one organisation and one session may ask for (SE3). Every answer is 0, or
 * the seconds to wait: what `Retry-After` says.
 */
export interface Limits {
  /** A step of a sign-in; with the organisation where it is known. */
  signIn(request: Request, organisationId: string | undefined): Promise<number>;
  /** A plain request; with the cookie of the session that makes it. */
  api(request: Request, secret: string | undefined): Promise<number>;
  /** A WebSocket's handshake. */
  upgrade(request: Request): Promise<number>;
  /** Counts an open WebSocket until `left` is called. @returns undefined when there are too many */
  enter(request: Request): { left(): void } | undefined;
  /** A bare connection, before it has said anything. @returns false when it is one too many */
  connection(socket: Socket): boolean;
  /** Whether this address has brought too many wrong tokens of the broker. */
  tokens(request: Request): Promise<number>;
  wrongToken(request: Request): Promise<void>;
}

interface Deps {
  readonly log: Log;
  readonly trustedProxies: readonly string[];
  /** Multiplies each bound, for an installation with more devices behind one address. */
  readonly factor: number;
}

export function createLimits({ log, trustedProxies, factor }: Deps): Limits {
  const of = ({ points, seconds }: Quota): Limiter =>
    createLimiter({ points: Math.ceil(points * factor), seconds });
  const signIn = of(LIMITS.signIn);
  const organisation = of(LIMITS.organisation);
  const upgrades = of(LIMITS.upgrades);
  const requests = of(LIMITS.requests);
  const session = of(LIMITS.session);
  const wrongTokens = of(LIMITS.wrongTokens);
  const sockets = createCounter(SOCKETS_OF_ONE_ADDRESS * factor);
  const connections = createCounter(CONNECTIONS_OF_ONE_ADDRESS * factor);
  let isTold = false;
  const addresses = createAddresses(trustedProxies, () => {
    // Behind a proxy that is not named, everybody is one address: the operator has to know.
    if (!isTold) log.warn({ code: 'untrustedProxy' }, 'X-Forwarded-For of nobody that we trust');
    isTold = true;
  });

  return {
    async signIn(request, organisationId) {
      const wait = await signIn.take(addresses.of(request));
      // Whom their address stops does not use up what the organisation's others have.
      if (wait > 0 || organisationId === undefined) return wait;
      return organisation.take(organisationId);
    },
    async api(request, secret) {
      const wait = await requests.take(addresses.of(request));
      if (wait > 0 || secret === undefined) return wait;
      return session.take(createHash('sha256').update(secret).digest('base64url'));
    },
    upgrade: (request) => upgrades.take(addresses.of(request)),
    enter: (request) => sockets.enter(addresses.of(request)),
    connection(socket) {
      const address = addresses.ofPeer(socket.remoteAddress);
      if (address === undefined) return true;
      const place = connections.enter(address);
      if (place !== undefined) socket.once('close', place.left);
      return place !== undefined;
    },
    tokens: (request) => wrongTokens.look(addresses.of(request)),
    async wrongToken(request) {
      await wrongTokens.take(addresses.of(request));
    },
  };
}
