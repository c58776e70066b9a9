import { language } from '../texts/index.ts';

/** The doctor's voice. */
export interface Voice {
  /** The sound as a call would bring it; silent while the device itself speaks. */
  readonly track: MediaStreamTrack | undefined;
  /** How far the mouth is open now, 0…1. */
  level(): number;
  /** Resolves when it is said, or another thing is. */
  say(text: string): Promise<void>;
  close(): void;
}

/** First and second formant of the Danish vowels, in hertz: a murmur that sounds like speech. */
const FORMANTS: Readonly<Record<string, readonly [number, number]>> = {
  a: [700, 1300],
  e: [420, 2100],
  i: [300, 2300],
  o: [420, 800],
  u: [320, 750],
  y: [300, 1900],
  æ: [600, 1800],
  ø: [420, 1550],
  å: [520, 950],
};
const SYLLABLE_MS = 190;
/** A reader of captions needs so long for a sign, in milliseconds. */
const SIGN_MS = 65;
const LONGEST_MS = 20_000;

/** Only a voice that the device has itself: others would send the words away. */
function ownVoice(): SpeechSynthesisVoice | undefined {
  if (!('speechSynthesis' in globalThis)) return undefined;
  return speechSynthesis
    .getVoices()
    .find(({ localService, lang }) => localService && lang.toLowerCase().startsWith(language()));
}

function speak(text: string, voice: SpeechSynthesisVoice): Promise<void> {
  return new Promise((resolve) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.95;
    const done = () => resolve();
    words.addEventListener('end', done);
    words.addEventListener('error', done);
    speechSynthesis.speak(words);
  });
}

/** One breath of murmuring: the vowels of the text, softly, with the tune of a sentence. */
function murmur(context: AudioContext, out: AudioNode, text: string): number {
  const vowels = [...text.toLowerCase()].filter((sign) => sign in FORMANTS);
  const begin = context.currentTime + 0.05;
  const tone = context.createOscillator();
  tone.type = 'sawtooth';
  const volume = context.createGain();
  volume.gain.value = 0;
  const filters = [0, 1].map(() => {
    const filter = context.createBiquadFilter();
    filter.type = 'bandpass';
    filter.Q.value = 6;
    tone.connect(filter).connect(volume);
    return filter;
  });
  volume.connect(out);
  vowels.forEach((vowel, index) => {
    const at = begin + (index * SYLLABLE_MS) / 1000;
    const [first, second] = FORMANTS[vowel] ?? [500, 1500];
    const fall = 1 - index / Math.max(1, vowels.length);
    tone.frequency.setTargetAtTime(165 + 35 * fall + (index % 3) * 9, at, 0.05);
    filters[0]?.frequency.setTargetAtTime(first, at, 0.03);
    filters[1]?.frequency.setTargetAtTime(second, at, 0.03);
    volume.gain.setTargetAtTime(0.5, at, 0.03);
    volume.gain.setTargetAtTime(0.04, at + 0.11, 0.04);
  });
  const seconds = (vowels.length * SYLLABLE_MS) / 1000;
  volume.gain.setTargetAtTime(0, begin + seconds, 0.05);
  tone.start(begin);
  tone.stop(begin + seconds + 0.3);
  return seconds * 1000;
}

const wait = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

export function createVoice(): Voice {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  let out = context.createGain();
  let turn = 0;
  let speaksUntil = 0;
  out.connect(destination);

  function hush(): void {
    out.disconnect();
    out = context.createGain();
    out.connect(destination);
    if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
    speaksUntil = 0;
  }

  return {
    track: destination.stream.getAudioTracks()[0],
    level() {
      if (performance.now() > speaksUntil) return 0;
      return Math.abs(Math.sin((performance.now() / SYLLABLE_MS) * Math.PI)) ** 0.7;
    },
    async say(text) {
      hush();
      turn += 1;
      const mine = turn;
      const readable = wait(text.length * SIGN_MS);
      const voice = ownVoice();
      if (voice) {
        speaksUntil = performance.now() + LONGEST_MS;
        await Promise.race([speak(text, voice), wait(LONGEST_MS)]);
        if (mine === turn) speaksUntil = 0;
      } else {
        const lasts = murmur(context, out, text);
        speaksUntil = performance.now() + lasts;
        await wait(lasts);
      }
      await readable;
    },
    close() {
      turn += 1;
      hush();
      void context.close();
    },
  };
}
