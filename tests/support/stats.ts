import type { BrowserContext } from 'playwright-core';

/** A page of any browser, by whatever drives it. */
export interface Scripted {
  evaluate<T>(script: string): Promise<T>;
}

/**
 * What a person would notice of a call, read from inside the page. The scripts are strings because
 * they run in the browser, whose types the tests do not have.
 */
export interface MediaStats {
  /** Connections that are up now. One after every recovery, or something leaks. */
  readonly connections: number;
  /** Pictures and sound of the other side, over all connections that ever were. */
  readonly framesDecoded: number;
  readonly packetsReceived: number;
  readonly totalAudioEnergy: number;
  /** Kind of the selected pair: `host`, `srflx`, `prflx` or `relay`; empty before there is one. */
  readonly localCandidate: string;
  readonly remoteCandidate: string;
  /** All connections that ever were. The first is PeerJS asking what the browser can do. */
  readonly states: readonly string[];
}

/** Before any script of a page: keeps the page's connections where `mediaStats` finds them. */
export const WATCH_CONNECTIONS = `(() => {
  if (window.__connections) return;
  window.__connections = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) { super(...args); window.__connections.push(this); }
  };
})()`;

const READ = `(async () => {
  const result = { connections: 0, framesDecoded: 0, packetsReceived: 0, totalAudioEnergy: 0,
    localCandidate: '', remoteCandidate: '', states: [] };
  for (const connection of window.__connections ?? []) {
    result.states.push(connection.connectionState);
    // Firefox never answers for a connection that was closed meanwhile.
    const late = new Promise((done) => setTimeout(done, 2000, new Map()));
    const stats = await Promise.race([connection.getStats(), late]);
    for (const entry of stats.values()) {
      if (entry.type !== 'inbound-rtp') continue;
      result.framesDecoded += entry.framesDecoded ?? 0;
      result.packetsReceived += entry.packetsReceived ?? 0;
      result.totalAudioEnergy += entry.totalAudioEnergy ?? 0;
    }
    if (connection.connectionState !== 'connected') continue;
    result.connections += 1;
    for (const entry of stats.values()) {
      if (entry.type !== 'transport' || !entry.selectedCandidatePairId) continue;
      const pair = stats.get(entry.selectedCandidatePairId);
      result.localCandidate = stats.get(pair?.localCandidateId)?.candidateType ?? '';
      result.remoteCandidate = stats.get(pair?.remoteCandidateId)?.candidateType ?? '';
    }
  }
  return result;
})()`;

/** Before the first page of a context: lets `mediaStats` see its connections. */
export const watchConnections = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(WATCH_CONNECTIONS);

export const mediaStats = (page: Scripted): Promise<MediaStats> => page.evaluate<MediaStats>(READ);

/** A `<video>` as it stands in the page. */
export interface VideoState {
  readonly width: number;
  readonly height: number;
  readonly isPaused: boolean;
  readonly isMuted: boolean;
  /** Frames that were shown. */
  readonly frames: number;
  /** The stream's id; it is the same on both sides of a call. */
  readonly streamId: string;
}

/** @param selector of exactly one `<video>` */
export function videoState(page: Scripted, selector: string): Promise<VideoState> {
  return page.evaluate<VideoState>(`(() => {
    const video = document.querySelector(${JSON.stringify(selector)});
    return {
      width: video?.videoWidth ?? 0,
      height: video?.videoHeight ?? 0,
      isPaused: video?.paused ?? true,
      isMuted: video?.muted ?? true,
      frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      streamId: video?.srcObject?.id ?? '',
    };
  })()`);
}
