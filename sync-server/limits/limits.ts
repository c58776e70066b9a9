import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Log } from '../log.ts';
import { createAddresses } from './address.ts';
import { createLimiter } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { LIMITS, SOCKETS_OF_ONE_ADDRESS } from './numbers.ts';
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
  const sockets = new Map<string, number>();
  const mostSockets = Math.ceil(SOCKETS_OF_ONE_ADDRESS * factor);
  let isTold = false;
  const addressOf = createAddresses(trustedProxies, () => {
    // Behind a proxy that is not named, everybody is one address: the operator has to know.
    if (!isTold) log.warn({ code: 'untrustedProxy' }, 'X-Forwarded-For of nobody that we trust');
    isTold = true;
  });

  return {
    async signIn(request, organisationId) {
      const wait = await signIn.take(addressOf(request));
      // Whom their address stops does not use up what the organisation's others have.
      if (wait > 0 || organisationId === undefined) return wait;
      return organisation.take(organisationId);
    },
    async api(request, secret) {
      const wait = await requests.take(addressOf(request));
      if (wait > 0 || secret === undefined) return wait;
      return session.take(createHash('sha256').update(secret).digest('base64url'));
    },
    upgrade: (request) => upgrades.take(addressOf(request)),
    enter(request) {
      const address = addressOf(request);
      const count = sockets.get(address) ?? 0;
      if (count >= mostSockets) return undefined;
      sockets.set(address, count + 1);
      let isIn = true;
      return {
        left() {
          if (!isIn) return;
          isIn = false;
          const left = (sockets.get(address) ?? 1) - 1;
          if (left > 0) sockets.set(address, left);
          else sockets.delete(address);
        },
      };
    },
    tokens: (request) => wrongTokens.look(addressOf(request)),
    async wrongToken(request) {
      await wrongTokens.take(addressOf(request));
    },
  };
}
