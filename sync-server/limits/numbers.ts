/** So many within so many seconds; then a refusal until they are over. */
export interface Quota {
  readonly points: number;
  readonly seconds: number;
}

/**
 * Bounds by address and by session (SE3). A nursing home, or a whole municipality, is many tablets
 * behind one address. So a bound by address is never what one device needs, but what two hundred
 * need that come back in the same second and have to try three times; what one browser may do is
 * bounded by its session. `docs/decisions/2026-11-21-limits-behind-one-address.md` has the sums.
 */
export const LIMITS = {
  /** Steps of a sign-in (to the provider and back), of one address. 200 × 2 × 3 in five minutes. */
  signIn: { points: 1200, seconds: 300 },
  /** The same, of an IPv6 network of 48 bits: twice a house, and less than half an organisation. */
  network: { points: 2400, seconds: 300 },
  /**
   * The same, of one organisation from everywhere: what its provider has to bear from us. Five
   * times the address', so that no single address can lock an organisation out.
   */
  organisation: { points: 6000, seconds: 300 },
  /** WebSocket handshakes of one address. 200 × (sync + broker + line) × 5, and a third more. */
  upgrades: { points: 4000, seconds: 60 },
  /** Plain requests of `/api`, of one address. A tablet that starts makes six: 200 × 6 × 5. */
  requests: { points: 6000, seconds: 60 },
  /** The same, of one session. Eight tabs that are all opened anew make fifty. */
  session: { points: 300, seconds: 60 },
  /** Peer tokens that this server never issued, or that are over, from one address. */
  wrongTokens: { points: 1000, seconds: 600 },
  /** Clinics that do not exist, asked for by one session. A number is mistyped twice, not often. */
  lookups: { points: 20, seconds: 600 },
  /** Relay credentials without a call, for one session. A check that is done again takes one. */
  relayChecks: { points: 12, seconds: 120 },
} as const satisfies Record<string, Quota>;

/** WebSockets open at once from one address; 30,000 are the server's. */
export const SOCKETS_OF_ONE_ADDRESS = 6_000;

/**
 * TCP connections open at once from one address that is no proxy's, said anything or not: browsers
 * hold six each to a server, so this is a thousand browsers that all load at once.
 */
export const CONNECTIONS_OF_ONE_ADDRESS = 8_000;

/** Addresses or sessions that one bound remembers. Beyond, the oldest is forgotten. */
export const MOST_KEYS = 50_000;
