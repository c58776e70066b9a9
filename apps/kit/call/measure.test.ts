import { describe, expect, it } from 'vitest';
import { measureBetween, ownLoudness, tallyOf } from './measure.ts';

type Entry = Readonly<Record<string, unknown>>;
const report = (...entries: readonly (Entry & { readonly id?: string })[]): RTCStatsReport =>
  new Map(entries.map((entry, at) => [entry.id ?? String(at), entry])) as unknown as RTCStatsReport;

const sound = (changes: Entry): Entry => ({ type: 'inbound-rtp', kind: 'audio', ...changes });
const picture = (changes: Entry): Entry => ({ type: 'inbound-rtp', kind: 'video', ...changes });

describe('one second of a leg, from its statistics', () => {
  it('tells loss, frames, energy and what was made up, by differences', () => {
    const before = tallyOf(
      report(
        sound({ packetsReceived: 100, packetsLost: 0, totalAudioEnergy: 1 }),
        picture({ packetsReceived: 400, packetsLost: 10, framesDecoded: 300 }),
      ),
      1_000,
    );
    const now = tallyOf(
      report(
        sound({
          packetsReceived: 150,
          packetsLost: 0,
          totalAudioEnergy: 1.5,
          totalSamplesReceived: 48_000,
          concealedSamples: 9_600,
          silentConcealedSamples: 4_800,
        }),
        picture({ packetsReceived: 440, packetsLost: 20, framesDecoded: 330 }),
      ),
      2_000,
    );
    expect(measureBetween(before, now)).toEqual({
      availableKbps: null,
      lossOut: null,
      lossIn: 0.1,
      roundTripMs: null,
      concealed: 0.1,
      frames: 30,
      energy: 0.5,
      soundPackets: 50,
    });
  });

  it('reads the way out by the pair in use, and the worse of what the other side reports', () => {
    const tally = tallyOf(
      report(
        { type: 'transport', selectedCandidatePairId: 'used' },
        { id: 'old', type: 'candidate-pair', availableOutgoingBitrate: 9 },
        {
          id: 'used',
          type: 'candidate-pair',
          availableOutgoingBitrate: 300_000,
          currentRoundTripTime: 0.05,
        },
        { type: 'remote-inbound-rtp', fractionLost: 0.02 },
        { type: 'remote-inbound-rtp', fractionLost: 0.2 },
      ),
      0,
    );
    expect(tally).toMatchObject({ availableKbps: 300, roundTripMs: 50, lossOut: 0.2 });
  });

  it('calls nobody silent whose browser does not tell, and tells the own microphone', () => {
    const heard = (packetsReceived: number): Entry => sound({ packetsReceived });
    const before = tallyOf(report(heard(0)), 0);
    expect(measureBetween(before, tallyOf(report(heard(50)), 1_000)).energy).toBeGreaterThan(0);
    expect(ownLoudness(before, before)).toBeNull();
    const own = (totalAudioEnergy: number, at: number) =>
      tallyOf(report({ type: 'media-source', kind: 'audio', totalAudioEnergy }), at);
    expect(ownLoudness(own(1, 0), own(1.25, 1_000))).toBe(0.5);
    expect(ownLoudness(own(1, 0), own(1, 1_000))).toBe(0);
  });
});
