import type { Measure } from '@naervaer/machines/call';

/** What is counted in one report of a connection's statistics, as far as a call is judged by it. */
export interface Tally {
  /** Milliseconds, of the tab's steady clock. */
  readonly at: number;
  /** Sound and picture alike: a camera that is off is no cut. */
  readonly packets: number;
  readonly soundPackets: number;
  readonly lost: number;
  readonly frames: number;
  readonly energy: number | null;
  readonly samples: number;
  readonly concealed: number;
  readonly availableKbps: number | null;
  readonly lossOut: number | null;
  readonly roundTripMs: number | null;
  /** Energy of the own microphone, as it goes into the connection; null: not told. */
  readonly ownEnergy: number | null;
}

type Entry = Readonly<Record<string, unknown>>;

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
const count = (value: unknown): number => number(value) ?? 0;

/** The pair of candidates by which everything goes: named by the transport, or by Firefox itself. */
function selectedPair(entries: ReadonlyMap<string, Entry>): Entry | undefined {
  for (const entry of entries.values()) {
    if (entry['type'] === 'transport' && typeof entry['selectedCandidatePairId'] === 'string') {
      return entries.get(entry['selectedCandidatePairId']);
    }
  }
  for (const entry of entries.values()) {
    if (entry['type'] === 'candidate-pair' && entry['selected'] === true) return entry;
  }
  return undefined;
}

export function tallyOf(report: RTCStatsReport, at: number): Tally {
  // A map of dictionaries, of which TypeScript knows nothing.
  const entries = new Map<string, Entry>();
  report.forEach((entry: Entry, id) => entries.set(id, entry));
  let [packets, soundPackets, lost, frames, samples, concealed] = [0, 0, 0, 0, 0, 0];
  let energy: number | null = null;
  let lossOut: number | null = null;
  let ownEnergy: number | null = null;
  for (const entry of entries.values()) {
    if (entry['type'] === 'inbound-rtp') {
      packets += count(entry['packetsReceived']);
      lost += count(entry['packetsLost']);
      frames += count(entry['framesDecoded']);
      if (entry['kind'] !== 'audio') continue;
      soundPackets += count(entry['packetsReceived']);
      samples += count(entry['totalSamplesReceived']);
      // A pause that is sent as nothing (DTX) is filled too, and is not missed by anybody.
      concealed += count(entry['concealedSamples']) - count(entry['silentConcealedSamples']);
      energy = number(entry['totalAudioEnergy']) ?? null;
    } else if (entry['type'] === 'remote-inbound-rtp') {
      const fraction = number(entry['fractionLost']);
      if (fraction !== undefined) lossOut = Math.max(lossOut ?? 0, fraction);
    } else if (entry['type'] === 'media-source' && entry['kind'] === 'audio') {
      ownEnergy = number(entry['totalAudioEnergy']) ?? null;
    }
  }
  const pair = selectedPair(entries);
  const available = number(pair?.['availableOutgoingBitrate']);
  const roundTrip = number(pair?.['currentRoundTripTime']);
  return {
    at,
    packets,
    soundPackets,
    lost,
    frames,
    energy,
    samples,
    concealed,
    availableKbps: available === undefined ? null : available / 1000,
    lossOut,
    roundTripMs: roundTrip === undefined ? null : roundTrip * 1000,
    ownEnergy,
  };
}

const part = (some: number, all: number): number =>
  all > 0 ? Math.min(1, Math.max(0, some / all)) : 0;

/** What happened between two tallies. Counts are brought to one second. */
export function measureBetween(before: Tally, now: Tally): Measure {
  const seconds = Math.max(0.2, (now.at - before.at) / 1000);
  const lost = Math.max(0, now.lost - before.lost);
  const soundPackets = Math.max(0, now.soundPackets - before.soundPackets);
  return {
    availableKbps: now.availableKbps,
    lossOut: now.lossOut,
    lossIn: part(lost, lost + Math.max(0, now.packets - before.packets)),
    roundTripMs: now.roundTripMs,
    concealed: part(now.concealed - before.concealed, now.samples - before.samples),
    frames: Math.max(0, now.frames - before.frames) / seconds,
    // A browser that does not tell is not called silent.
    energy:
      now.energy === null ? soundPackets : Math.max(0, now.energy - (before.energy ?? 0)) / seconds,
    soundPackets: soundPackets / seconds,
  };
}

/** Loudness of the own microphone between two tallies, 0…1 (root mean square); null: not told. */
export function ownLoudness(before: Tally, now: Tally): number | null {
  if (before.ownEnergy === null || now.ownEnergy === null) return null;
  const seconds = Math.max(0.2, (now.at - before.at) / 1000);
  return Math.sqrt(Math.max(0, now.ownEnergy - before.ownEnergy) / seconds);
}
