import type { PeerMessage } from './messages.ts';

/** A relay candidate's beginning, as RFC 8839 §5.1 writes it. */
const RELAY = /^candidate:\S+ \d+ \S+ \d+ \S+ \d+ typ relay(?= |$)/i;
/** Where the relay saw its client: the address that nobody is to learn (RFC 8839 §5.1). */
const RELATED = / raddr \S+ rport \d+/gi;

/** @returns undefined for a candidate that names anything but a relay's address */
function relayCandidate(text: string): string | undefined {
  // An empty one says that there are no more.
  if (text === '' || text === 'candidate:') return text;
  return RELAY.test(text) ? text.replace(RELATED, ' raddr 0.0.0.0 rport 0') : undefined;
}

/** Without candidates that are no relay's, and without addresses that a default one left behind. */
function relayDescription(sdp: string): string {
  return sdp
    .split(/\r\n|\r|\n/)
    .flatMap((line) => {
      // Not `.`, which takes no U+2028 and no U+2029: they end no line of an SDP.
      const attribute = /^\s*a\s*=\s*(remote-candidates|candidate|rtcp)\s*:([^]*)$/i.exec(line);
      switch (attribute?.[1]?.toLowerCase()) {
        case 'candidate': {
          const candidate = relayCandidate(`candidate:${attribute?.[2] ?? ''}`);
          return candidate === undefined ? [] : `a=${candidate}`;
        }
        case 'remote-candidates':
          return [];
        case 'rtcp':
          return 'a=rtcp:9 IN IP4 0.0.0.0';
        default:
          return /^\s*c\s*=/i.test(line) ? 'c=IN IP4 0.0.0.0' : line;
      }
    })
    .join('\r\n');
}

/**
 * What is left of a message where every party is reached by a relay only: the browsers are told so
 * (`iceTransportPolicy`), and here nobody's address gets through to another party even when one of
 * them was told otherwise.
 * @returns undefined when nothing is
 */
export function onlyRelay(message: PeerMessage): PeerMessage | undefined {
  switch (message.type) {
    case 'HEARTBEAT':
      return message;
    case 'OFFER':
    case 'ANSWER': {
      const { payload } = message;
      const sdp = { ...payload.sdp, sdp: relayDescription(payload.sdp.sdp) };
      return { ...message, payload: { ...payload, sdp } } as PeerMessage;
    }
    case 'CANDIDATE': {
      const { payload } = message;
      const candidate = relayCandidate(payload.candidate.candidate);
      if (candidate === undefined) return undefined;
      return {
        ...message,
        payload: { ...payload, candidate: { ...payload.candidate, candidate } },
      };
    }
  }
}
