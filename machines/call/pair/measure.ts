/** One second of a leg, from its statistics. What the browser does not tell is null. */
export interface Measure {
  /** What the congestion control believes to have, kbit/s. */
  readonly availableKbps: number | null;
  /** Of what we send, as the other side reports it, 0…1. */
  readonly lossOut: number | null;
  /** Of what arrives, 0…1. */
  readonly lossIn: number;
  readonly roundTripMs: number | null;
  /** Part of the other side's sound that was made up because it did not come in time, 0…1. */
  readonly concealed: number;
  /** Frames of the other side decoded in this second. */
  readonly frames: number;
  /** Energy of the other side's sound in this second; exactly 0 is digital silence. */
  readonly energy: number;
  /** Sound packets that arrived in this second. */
  readonly soundPackets: number;
}
