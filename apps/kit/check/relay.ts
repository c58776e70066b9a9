import type { Way } from './transports.ts';

/** Two connections of this page that reach each other over a relay and nowhere else. */
export interface Loop {
  readonly way: Way;
  /** Milliseconds until the first word could be said. */
  readonly connectMs: number;
  readonly out: RTCDataChannel;
  readonly back: RTCDataChannel;
  close(): void;
}

/** Why there is no loop: nothing came back in time, or the relay said no. */
export type Closed = 'silent' | 'refused';
export type Attempt = { readonly way: Way; readonly loop: Loop | null; readonly why?: Closed };

/** As a call's own sound goes: late is lost. */
const LIKE_SOUND: RTCDataChannelInit = {
  negotiated: true,
  id: 0,
  ordered: false,
  maxRetransmits: 0,
};

/** Nobody answered; every other code is an answer of the relay (RFC 8656). */
const NO_ANSWER = 701;

/**
 * Tries one way to the relay: a pair of connections with no other way to each other.
 * @param giveUpMs milliseconds after which it counts as closed
 */
export async function tryWay(way: Way, giveUpMs: number, signal?: AbortSignal): Promise<Attempt> {
  const began = performance.now();
  const config: RTCConfiguration = { iceServers: [way.server], iceTransportPolicy: 'relay' };
  const [a, b] = [new RTCPeerConnection(config), new RTCPeerConnection(config)];
  const out = a.createDataChannel('check', LIKE_SOUND);
  const back = b.createDataChannel('check', LIKE_SOUND);
  back.binaryType = 'arraybuffer';
  const close = (): void => {
    a.close();
    b.close();
  };
  let why: Closed = 'silent';

  const opened = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), giveUpMs);
    const settle = (isOpen: boolean) => () => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    signal?.addEventListener('abort', settle(false));
    out.addEventListener('open', settle(true));
    for (const connection of [a, b]) {
      let candidates = 0;
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate !== null && candidate.candidate !== '') candidates += 1;
      });
      connection.addEventListener('icecandidateerror', ({ errorCode }) => {
        if (errorCode !== NO_ANSWER) why = 'refused';
      });
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete' && candidates === 0) settle(false)();
      });
    }
  });

  let shake = (): void => undefined;
  const described = new Promise<void>((resolve) => {
    shake = resolve;
  });
  const pass = (to: RTCPeerConnection) => (event: RTCPeerConnectionIceEvent) => {
    const { candidate } = event;
    if (candidate === null) return;
    // One that comes when both are closed is nobody's.
    void described.then(() => to.addIceCandidate(candidate)).catch(() => undefined);
  };
  a.addEventListener('icecandidate', pass(b));
  b.addEventListener('icecandidate', pass(a));

  try {
    await a.setLocalDescription();
    await b.setRemoteDescription(a.localDescription ?? { type: 'offer', sdp: '' });
    await b.setLocalDescription();
    await a.setRemoteDescription(b.localDescription ?? { type: 'answer', sdp: '' });
    shake();
    if (await opened) {
      return { way, loop: { way, connectMs: performance.now() - began, out, back, close } };
    }
  } catch {
    // A browser that makes no such connection has no way.
  }
  close();
  return { way, loop: null, why };
}

/** What came over a loop. */
export interface Measured {
  /** Milliseconds to the relay and back; the median. */
  readonly roundTripMs: number;
  /** 0…1 of the packets. */
  readonly loss: number;
  readonly kbits: number;
}

const PACKET_BYTES = 750;
const TICK_MS = 20;
/** What waits in the sender is not on the network; more of it would only tell of our own queue. */
const QUEUE_BYTES = 64 * 1024;
/** For those on their way when the last one was sent. */
const TAIL_MS = 800;

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;

/** Sends packets as a call would, and looks at what comes back. */
export async function measure(
  loop: Loop,
  { ms, kbits }: { readonly ms: number; readonly kbits: number },
): Promise<Measured> {
  const spans: number[] = [];
  const sentAt: number[] = [];
  const arrived = new Set<number>();
  let lastAt = 0;
  const take = ({ data }: MessageEvent): void => {
    if (!(data instanceof ArrayBuffer) || data.byteLength < 4) return;
    const number = new DataView(data).getUint32(0);
    const sent = sentAt[number];
    if (sent === undefined || arrived.has(number)) return;
    lastAt = performance.now();
    arrived.add(number);
    spans.push(lastAt - sent);
  };
  loop.back.addEventListener('message', take);

  const began = performance.now();
  const perMs = kbits / (PACKET_BYTES * 8);
  const total = Math.floor(ms * perMs);
  let passed = 0;
  while (passed < ms && loop.out.readyState === 'open') {
    // Timers come late; what is due is sent together.
    const due = Math.min(total, Math.ceil(passed * perMs));
    while (sentAt.length < due && loop.out.bufferedAmount < QUEUE_BYTES) {
      const packet = new ArrayBuffer(PACKET_BYTES);
      new DataView(packet).setUint32(0, sentAt.length);
      sentAt.push(performance.now());
      loop.out.send(packet);
    }
    await wait(TICK_MS);
    passed = performance.now() - began;
  }
  const end = performance.now() + TAIL_MS;
  while (arrived.size < sentAt.length && performance.now() < end) await wait(TICK_MS);
  loop.back.removeEventListener('message', take);

  const took = Math.max(ms, lastAt - began);
  return {
    roundTripMs: median(spans),
    loss: sentAt.length === 0 ? 1 : 1 - arrived.size / sentAt.length,
    kbits: (arrived.size * PACKET_BYTES * 8) / took,
  };
}

/**
 * Whether UDP gets out and an answer back: then two parties may reach each other directly.
 * @param giveUpMs without an answer until then, it does not
 */
export async function answersStun({ host, port }: Way, giveUpMs: number): Promise<boolean> {
  const urls = `stun:${host.includes(':') ? `[${host}]` : host}:${port}`;
  const connection = new RTCPeerConnection({ iceServers: [{ urls }] });
  connection.createDataChannel('stun');
  const isOpen = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), giveUpMs);
    let hasFailed = false;
    const settle = (open: boolean) => {
      clearTimeout(timer);
      resolve(open);
    };
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type === 'srflx') settle(true);
    });
    connection.addEventListener('icecandidateerror', () => {
      hasFailed = true;
    });
    connection.addEventListener('icegatheringstatechange', () => {
      // Without a translated address the answer was our own one again.
      if (connection.iceGatheringState === 'complete') settle(!hasFailed);
    });
  });
  await connection.setLocalDescription().catch(() => undefined);
  const open = await isOpen;
  connection.close();
  return open;
}
