import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../log.ts';
import type { SecurityLog } from '../security-log.ts';
import { createAddresses, networkOf } from './address.ts';
import { createLimiter } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { createCounter } from './counter.ts';
import { CONNECTIONS_OF_ONE_ADDRESS, LIMITS, SOCKETS_OF_ONE_ADDRESS } from './numbers.ts';
import type { Quota } from './numbers.ts';

type Request = Pick<IncomingMessage, 'headers' | 'socket'>;

/** The session that a request says it is of. */
export interface Claimed {
  /** The cookie's value, whatever it is worth. */
  readonly secret: string | undefined;
  /** Whether it is worth anything; asked only where that matters, for it costs a look-up. */
  isOpen(): Promise<boolean>;
}

/**
 * How much one address, one organisation and one session may ask for (SE3). Every answer is 0, or
 * the seconds to wait: what `Retry-After` says.
 */
export interface Limits {
  /** A step of a sign-in; with the organisation where it is known. */
  signIn(request: Request, organisationId: string | undefined): Promise<number>;
  /** A plain request. */
  api(request: Request, session: Claimed): Promise<number>;
  /** A WebSocket's handshake. */
  upgrade(request: Request, session: Claimed): Promise<number>;
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
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly trustedProxies: readonly string[];
  /** Multiplies each bound, for an installation with more devices behind one address. */
  readonly factor: number;
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function createLimits({ log, security, trustedProxies, factor }: Deps): Limits {
  const reached = (about: string): void =>
    security.tell('boundReached', { code: 'tooFast', about });

  /** Each time that a bound is found spent it is counted in the log; who is stopped is seen after. */
  function of(name: keyof typeof LIMITS): Pick<Limiter, 'take' | 'look'> {
    const { points, seconds }: Quota = LIMITS[name];
    const limiter = createLimiter({ points: Math.ceil(points * factor), seconds });
    const told = (wait: number): number => {
      if (wait > 0) reached(name);
      return wait;
    };
    return {
      take: async (key) => told(await limiter.take(key)),
      look: async (key) => told(await limiter.look(key)),
    };
  }
  const signIn = of('signIn');
  const networks = of('network');
  const organisation = of('organisation');
  const upgrades = of('upgrades');
  const requests = of('requests');
  const session = of('session');
  const wrongTokens = of('wrongTokens');
  const sockets = createCounter(SOCKETS_OF_ONE_ADDRESS * factor);
  const connections = createCounter(CONNECTIONS_OF_ONE_ADDRESS * factor);
  let isTold = false;
  const addresses = createAddresses(trustedProxies, () => {
    // Behind a proxy that is not named, everybody is one address: the operator has to know.
    if (!isTold) log.warn({ code: 'untrustedProxy' }, 'X-Forwarded-For of nobody that we trust');
    isTold = true;
  });

  /** Whoever is signed in does not wait for what a neighbour behind the same address asked. */
  async function ofSession({ secret, isOpen }: Claimed, wait: number): Promise<number> {
    if (secret === undefined || !(await isOpen())) return wait;
    return session.take(hashOf(secret));
  }

  return {
    async signIn(request, organisationId) {
      const address = addresses.of(request);
      const network = networkOf(address);
      const wait =
        (await signIn.take(address)) || (network === undefined ? 0 : await networks.take(network));
      // Whom their address stops does not use up what the organisation's others have.
      if (wait > 0 || organisationId === undefined) return wait;
      return organisation.take(organisationId);
    },
    async api(request, claimed) {
      const wait = await requests.take(addresses.of(request));
      if (wait > 0) return ofSession(claimed, wait);
      return claimed.secret === undefined ? 0 : session.take(hashOf(claimed.secret));
    },
    async upgrade(request, claimed) {
      const wait = await upgrades.take(addresses.of(request));
      return wait > 0 ? ofSession(claimed, wait) : 0;
    },
    enter(request) {
      const place = sockets.enter(addresses.of(request));
      if (place === undefined) reached('sockets');
      return place;
    },
    connection(socket) {
      const address = addresses.ofPeer(socket.remoteAddress);
      if (address === undefined) return true;
      const place = connections.enter(address);
      if (place === undefined) reached('connections');
      else socket.once('close', place.left);
      return place !== undefined;
    },
    tokens: (request) => wrongTokens.look(addresses.of(request)),
    async wrongToken(request) {
      await wrongTokens.take(addresses.of(request));
    },
  };
}
