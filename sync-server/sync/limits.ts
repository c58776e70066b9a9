/**
 * Bounds of the sync connection (SE3). What goes beyond is closed with a code that the client's
 * screen explains; nobody else notices.
 */
export const SYNC_LIMITS = {
  /** Bytes of one message. Larger: the socket is closed with 1009. */
  message: 2 * 1024 * 1024,
  /** Messages at once and a second, on one socket. Opening ten documents takes about forty. */
  burst: 400,
  perSecond: 60,
  /** Bytes that may be written into one document while it is open, and on one socket. */
  written: 8 * 1024 * 1024,
  /**
   * Bytes of a document that wait for something which never came. Yjs keeps them, tells nobody and
   * works through all of them again at each message.
   */
  pending: 128 * 1024,
  /** Commands at once and a second, of one session: one message may hold many. */
  commandBurst: 400,
  commandsPerSecond: 60,
  /** Documents open at once on one socket. */
  documents: 16,
  /** Sockets of one session: tabs of one browser. */
  sockets: 8,
  /** Sockets in all; the next is answered 503 and tries again. */
  total: 30_000,
} as const;

/** WebSocket close codes of our own (4000–4999), and the `EdgeCode` that is the reason. */
export const CLOSE = {
  signedOut: 4401,
  tooMany: 4413,
  tooFast: 4429,
  goingAway: 1001,
  restart: 1012,
} as const;

/** How often each socket is pinged; silent for two of them is gone. */
export const HEARTBEAT_MS = 10_000;
