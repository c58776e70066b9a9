import * as v from 'valibot';
import { PeerId } from '@naervaer/machines/protocol';

/** The largest frame that a peer may send. An SDP with many candidates is under 10 KB. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

const connectionId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const of = <const T extends 'OFFER' | 'ANSWER' | 'CANDIDATE', const E extends v.ObjectEntries>(
  type: T,
  payload: E,
) =>
  v.object({
    type: v.literal(type),
    dst: PeerId,
    payload: v.looseObject({ type: v.literal('media'), connectionId, ...payload }),
  });
const description = v.looseObject({ type: v.string(), sdp: v.string() });

/**
 * All that a peer may say to the broker. Data connections, LEAVE (which can sign another's id off)
 * and whatever PeerServer learns later are not among it.
 */
const PeerMessage = v.variant('type', [
  v.object({ type: v.literal('HEARTBEAT') }),
  of('OFFER', { sdp: description }),
  of('ANSWER', { sdp: description }),
  of('CANDIDATE', { candidate: v.looseObject({}) }),
]);
export type PeerMessage = v.InferOutput<typeof PeerMessage>;

/** @returns `undefined` for whatever is none of the known messages; never throws. */
export function parsePeerMessage(text: string): PeerMessage | undefined {
  try {
    const parsed = v.safeParse(PeerMessage, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
