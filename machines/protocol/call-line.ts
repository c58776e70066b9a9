import * as v from 'valibot';
import { Instant, PeerId } from './ids.ts';
import { IceServer } from './http.ts';

/**
 * The call's own line: a WebSocket beside the broker's, `/api/call-line`, that says what PeerJS does
 * not: whether there is network now, and whether the other tab hears us. JSON, one object a message.
 * The first message is `hello`; everything before `welcome` is refused. Close codes: 4400 malformed,
 * 4401 signed out or a token that is not good (any more), 4403 not the present room, 4408 another
 * socket with the same token took over, 4429 too fast.
 */

/** Milliseconds between two `ping`; without a `pong` for `dead`, the line is given up and made anew. */
export const CALL_LINE_MS = { ping: 1_000, dead: 2_500, connect: 1_500 } as const;
/** Messages that a tab may send at once, and per second after that. */
export const CALL_LINE_RATE = { burst: 60, perSecond: 20 } as const;
export const CALL_LINE_BYTES = 2_048;

const n = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What one tab says to another through the server: nothing that is worth keeping. */
export const Knock = v.variant('type', [
  /** Do you hear me? */
  v.strictObject({ type: v.literal('knock'), n }),
  /** The answer to the knock `n`. */
  v.strictObject({ type: v.literal('here'), n }),
]);
export type Knock = v.InferOutput<typeof Knock>;

export const ToCallLine = v.variant('type', [
  /** The grant's token (SE2). */
  v.strictObject({ type: v.literal('hello'), token: v.pipe(v.string(), v.maxLength(1_500)) }),
  v.strictObject({ type: v.literal('ping'), n }),
  /** To a live peer of the same room; to anybody else it is dropped. */
  v.strictObject({ type: v.literal('relay'), to: PeerId, body: Knock }),
  /** Fresh relay credentials for a call that lasts. */
  v.strictObject({ type: v.literal('renew') }),
]);
export type ToCallLine = v.InferOutput<typeof ToCallLine>;

export const FromCallLine = v.variant('type', [
  v.strictObject({ type: v.literal('welcome') }),
  v.strictObject({ type: v.literal('pong'), n }),
  v.strictObject({ type: v.literal('relay'), from: PeerId, body: Knock }),
  v.strictObject({
    type: v.literal('renewed'),
    iceServers: v.array(IceServer),
    expiresAt: Instant,
  }),
]);
export type FromCallLine = v.InferOutput<typeof FromCallLine>;
