import type { Sample } from './parties-figures.ts';
import type { Scripted } from '../support/stats.ts';

const READ = `(async () => {
  const sample = { at: performance.now(), bytesUp: 0, bytesDown: 0, legs: [] };
  const connections = window.__connections ?? [];
  for (let leg = 0; leg < connections.length; leg += 1) {
    if (connections[leg].connectionState !== 'connected') continue;
    const one = { leg, frames: 0, width: 0, height: 0, energy: 0, concealed: 0, samples: 0,
      sentHeight: 0 };
    for (const entry of (await connections[leg].getStats()).values()) {
      if (entry.type === 'transport') {
        sample.bytesUp += entry.bytesSent ?? 0;
        sample.bytesDown += entry.bytesReceived ?? 0;
      } else if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
        one.sentHeight = entry.active === false ? 0 : (entry.frameHeight ?? 0);
      } else if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
        one.frames = entry.framesDecoded ?? 0;
        one.width = entry.frameWidth ?? 0;
        one.height = entry.frameHeight ?? 0;
      } else if (entry.type === 'inbound-rtp') {
        one.energy = entry.totalAudioEnergy ?? 0;
        one.concealed = (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0);
        one.samples = entry.totalSamplesReceived ?? 0;
      }
    }
    sample.legs.push(one);
  }
  return sample;
})()`;

/** What a page of the media stand has counted up to now, over the connections that are up. */
export const sampleOf = (page: Scripted): Promise<Sample> => page.evaluate<Sample>(READ);
