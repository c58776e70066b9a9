const LOOK_MS = 150;
const TELL_MS = 1_000;

/** Root mean square, 0…1. Exactly 0 is digital silence. */
export function loudnessOf(looks: readonly Float32Array[]): number {
  let [sum, count] = [0, 0];
  for (const look of looks) {
    for (const sample of look) sum += sample * sample;
    count += look.length;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}

/**
 * How loud the own microphone is, once a second, where a connection's statistics do not tell
 * (Firefox).
 * @param microphone the track that is to be listened to now; undefined: there is none
 * @returns what stops it
 */
export function watchLoudness(
  microphone: () => MediaStreamTrack | undefined,
  on: (loudness: number) => void,
): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  // 170 ms at 48 kHz, longer than the pause between two looks: no short sound falls between them.
  analyser.fftSize = 8192;
  let heard: MediaStreamTrack | undefined;
  let source: MediaStreamAudioSourceNode | undefined;
  let looks: Float32Array[] = [];
  let toldAt = performance.now();

  function look(): void {
    const track = microphone();
    if (track !== heard) {
      heard = track;
      source?.disconnect();
      source = track && context.createMediaStreamSource(new MediaStream([track]));
      source?.connect(analyser);
      looks = [];
      toldAt = performance.now();
      return;
    }
    // A browser that has not woken its sound up gives nothing but zeros.
    if (!track || context.state !== 'running') return;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    looks.push(samples);
    if (performance.now() - toldAt < TELL_MS) return;
    on(loudnessOf(looks));
    looks = [];
    toldAt = performance.now();
  }

  const timer = setInterval(look, LOOK_MS);
  return () => {
    clearInterval(timer);
    source?.disconnect();
    context.close().catch(() => undefined);
  };
}
