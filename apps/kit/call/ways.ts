/** The two data channels of a leg, by numbers that both sides know: nothing has to be agreed. */
const WAYS = { words: 100, bytes: 102 } as const;
/** As text; larger messages are dropped on arrival, and not sent (SE3). */
export const MAX_WORDS = 16 * 1024;
const MAX_BYTES = 256 * 1024;
/** So much may wait to be sent; a photo waits rather than a letter. */
const MAX_WAITING = 1024 * 1024;

export interface WaysEvents {
  /** Both are open. */
  opened(): void;
  closed(): void;
  words(text: string): void;
  bytes(bytes: Uint8Array): void;
}

/** What goes beside sound and picture by one leg. */
export interface Ways {
  readonly isOpen: boolean;
  sendWords(text: string): boolean;
  sendBytes(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly buffered: number;
}

/** PeerJS makes a data channel of its own in each call, so the description has a place for ours. */
export function openWays(rtc: RTCPeerConnection, on: WaysEvents): Ways {
  const words = rtc.createDataChannel('words', { negotiated: true, id: WAYS.words });
  const bytes = rtc.createDataChannel('bytes', { negotiated: true, id: WAYS.bytes });
  bytes.binaryType = 'arraybuffer';
  const isOpen = (): boolean => words.readyState === 'open' && bytes.readyState === 'open';
  for (const channel of [words, bytes]) {
    channel.addEventListener('open', () => {
      if (isOpen()) on.opened();
    });
    channel.addEventListener('close', () => on.closed());
  }
  words.addEventListener('message', ({ data }) => {
    if (typeof data === 'string' && data.length <= MAX_WORDS) on.words(data);
  });
  bytes.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer && data.byteLength <= MAX_BYTES) on.bytes(new Uint8Array(data));
  });
  return {
    get isOpen() {
      return isOpen();
    },
    sendWords(text) {
      if (!isOpen() || text.length > MAX_WORDS || words.bufferedAmount > MAX_WAITING) return false;
      words.send(text);
      return true;
    },
    sendBytes(some) {
      if (!isOpen() || bytes.bufferedAmount + some.byteLength > MAX_WAITING) return false;
      bytes.send(some);
      return true;
    },
    get buffered() {
      return isOpen() ? bytes.bufferedAmount : 0;
    },
  };
}
