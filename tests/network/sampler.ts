import type { BrowserContext, Page } from 'playwright-core';

/** What arrived at one side since its last sample, a tenth of a second before. */
export interface Sample {
  /** Milliseconds since 1970, by the machine's clock that everybody here shares. */
  readonly at: number;
  /** Pictures decoded. */
  readonly frames: number;
  /** Sound played, in samples of 48 kHz, and those of them that were made up. */
  readonly sound: number;
  readonly concealed: number;
  /** How the own sound is sent, as `audio/opus` or `audio/red`; empty while nothing comes. */
  readonly codec: string;
  /** Of the own side of the connection that brought it, as `host/udp` or `relay/tls`. */
  readonly path: string;
}

/** What a connection or a socket said of itself, for who looks for a cause. */
export interface Change {
  readonly at: number;
  /** Number of the connection on this page; 0 for a socket. */
  readonly connection: number;
  readonly to: string;
}

export interface Observation {
  readonly samples: readonly Sample[];
  readonly changes: readonly Change[];
}

/** Strings because they run in the browser, whose types the tests do not have. */
const HOOK = `(() => {
  if (window.__laboratory) return;
  const connections = [];
  const laboratory = (window.__laboratory = { samples: [], changes: [] });
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      const number = connections.push({ native: this, last: new Map() });
      const change = (to) => laboratory.changes.push({ at: Date.now(), connection: number, to });
      change('made');
      this.addEventListener('connectionstatechange', () => change(this.connectionState));
      this.addEventListener('iceconnectionstatechange', () => change('ice ' + this.iceConnectionState));
      this.addEventListener('icecandidate', ({ candidate }) => {
        const relay = candidate?.url ? ' by ' + candidate.url : '';
        if (candidate?.candidate) change('candidate ' + candidate.type + '/' + candidate.protocol + relay);
      });
      this.addEventListener('icecandidateerror', ({ url, errorCode, errorText }) =>
        change('error ' + [url, errorCode, errorText].join(' ')));
      const close = this.close;
      this.close = (...rest) => { change('close()'); return close.apply(this, rest); };
    }
  };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      // Not the whole address: a token may be in it.
      const change = (to) => laboratory.changes.push({
        at: Date.now(), connection: 0, to: new URL(this.url).pathname + ' ' + to,
      });
      change('made');
      let got = 0;
      this.addEventListener('open', () => change('open'));
      this.addEventListener('close', ({ code }) => change('closed ' + code));
      this.addEventListener('message', ({ data }) => {
        got += 1;
        if (got < 5) change('got ' + String(data).slice(0, 24));
      });
    }
  };
  async function sample() {
    const taken = { at: 0, frames: 0, sound: 0, concealed: 0, codec: '', path: '' };
    for (const { native, last } of connections) {
      if (native.connectionState === 'closed' || native.connectionState === 'new') continue;
      const stats = await native.getStats();
      let isFlowing = false;
      const grown = (entry, field) => {
        const key = entry.id + field;
        const by = Math.max(0, (entry[field] ?? 0) - (last.get(key) ?? 0));
        last.set(key, entry[field] ?? 0);
        return by;
      };
      for (const entry of stats.values()) {
        if (entry.type !== 'inbound-rtp') continue;
        isFlowing ||= grown(entry, 'packetsReceived') > 0;
        taken.frames += grown(entry, 'framesDecoded');
        taken.sound += grown(entry, 'totalSamplesReceived');
        taken.concealed += grown(entry, 'concealedSamples');
      }
      if (!isFlowing) continue;
      for (const entry of stats.values()) {
        if (entry.type === 'outbound-rtp' && entry.kind === 'audio') {
          taken.codec = stats.get(entry.codecId)?.mimeType ?? '';
        }
        if (entry.type !== 'transport' || !entry.selectedCandidatePairId) continue;
        const pair = stats.get(entry.selectedCandidatePairId);
        const local = stats.get(pair?.localCandidateId);
        if (local) taken.path = local.candidateType + '/' + (local.relayProtocol ?? local.protocol);
      }
    }
    taken.at = Date.now();
    laboratory.samples.push(taken);
  }
  let isBusy = false;
  setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    sample().catch(() => undefined).finally(() => { isBusy = false; });
  }, 100);
})()`;

/** Before the first page of a context: `observation` tells what arrives there from then on. */
export const observe = (context: BrowserContext): Promise<unknown> => context.addInitScript(HOOK);

/** @param since milliseconds: samples of before are left in the page */
export const observation = (page: Page, since = 0): Promise<Observation> =>
  page.evaluate<Observation>(`({
    samples: window.__laboratory.samples.filter(({ at }) => at >= ${since}),
    changes: window.__laboratory.changes,
  })`);
