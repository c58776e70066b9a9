/**
 * Reports the loudness of a stream, 0…1, about ten times a second. Exactly 0 is digital silence: a
 * microphone that is switched off; the quietest room has some noise. @returns how to stop.
 */
export function listen(stream: MediaStream, report: (loudness: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  // 170 ms at 48 kHz, longer than the pause between two looks: no short sound falls between them.
  analyser.fftSize = 8192;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    // A browser that has not woken its sound up gives nothing but zeros.
    if (context.state !== 'running') return;
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    report(Math.min(1, peak));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

const wait = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

/** Hertz, one after the other: two soft steps upward. */
const TONES = [523, 784] as const;
const TONE_SECONDS = 0.35;

/**
 * A short friendly tone; resolves when it is over. Silent, without an error, where the browser
 * plays nothing before the page has been touched.
 */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  try {
    for (const [index, hertz] of TONES.entries()) {
      const begin = context.currentTime + index * TONE_SECONDS;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = hertz;
      // A hard edge clicks; 30 ms of slope do not.
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.4, begin + 0.03);
      volume.gain.linearRampToValueAtTime(0, begin + TONE_SECONDS);
      tone.connect(volume).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + TONE_SECONDS);
    }
    await wait(TONES.length * TONE_SECONDS * 1000 + 100);
  } finally {
    await context.close();
  }
}
