import * as v from 'valibot';
import { PeerId } from '@naervaer/machines/protocol';

/** The largest frame that a peer may send. An SDP with many candidates is under 10 KB. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

const upTo = (length: number) => v.pipe(v.string(), v.maxLength(length));
const connectionId = v.pipe(upTo(64), v.minLength(1));
// Known fields only, here and below: whatever stands beside them is not passed on, however deep.
const of = <const T extends 'OFFER' | 'ANSWER' | 'CANDIDATE', const E extends v.ObjectEntries>(
  type: T,
  payload: E,
) =>
  v.object({
    type: v.literal(type),
    dst: PeerId,
    payload: v.object({ type: v.literal('media'), connectionId, ...payload }),
  });
const description = v.object({ type: upTo(16), sdp: v.string() });
/** Of our own calls (`apps/kit/call/pair.ts`). */
const metadata = v.object({ generation: v.number(), partyId: upTo(64) });
/** As `RTCIceCandidate.toJSON` writes it; less than 2 KB together. */
const candidate = v.object({
  candidate: upTo(1_500),
  sdpMid: v.nullish(upTo(64)),
  sdpMLineIndex: v.nullish(v.number()),
  usernameFragment: v.nullish(upTo(256)),
});

/**
 * All that a peer may say to the broker. Data connections, LEAVE (which can sign another's id off)
 * and whatever PeerServer learns later are not among it.
 */
const PeerMessage = v.variant('type', [
  v.object({ type: v.literal('HEARTBEAT') }),
  of('OFFER', { sdp: description, metadata: v.optional(metadata) }),
  of('ANSWER', { sdp: description }),
  of('CANDIDATE', { candidate }),
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
