/**
 * The course of a practice call (T13), pure: the doctor says something, and the next thing follows
 * when it is said (`SAID`), when the person did it, or when the person goes on without (`SKIP`).
 */
export type Step =
  | 'intro'
  | 'second'
  | 'first'
  | 'ready'
  | 'hello'
  | 'hearing'
  | 'louder'
  | 'speaking'
  | 'unheard'
  | 'heard'
  | 'photo'
  | 'photoSeen'
  | 'writing'
  | 'read'
  | 'goodbye'
  | 'over';

export type PracticeEvent =
  'START' | 'SAID' | 'YES' | 'NO' | 'HEARD' | 'PHOTO' | 'WROTE' | 'SKIP' | 'HANG_UP';

/** What this device can give; what it has not is not asked for. */
export interface Able {
  readonly camera: boolean;
  readonly microphone: boolean;
}

type Next = Step | ((able: Able) => Step);
const toSpeaking: Next = ({ microphone, camera }) =>
  microphone ? 'speaking' : camera ? 'photo' : 'writing';
const toPhoto: Next = ({ camera }) => (camera ? 'photo' : 'writing');

const NEXT: Readonly<Record<Step, Partial<Record<PracticeEvent, Next>>>> = {
  intro: { START: 'second' },
  second: { SAID: 'first', SKIP: 'first' },
  first: { SAID: 'ready', SKIP: 'ready' },
  ready: { SAID: 'hello', SKIP: 'hello' },
  hello: { SAID: 'hearing', SKIP: 'hearing' },
  hearing: { YES: toSpeaking, NO: 'louder', SKIP: toSpeaking },
  louder: { YES: toSpeaking, NO: toSpeaking, SKIP: toSpeaking },
  // Nothing heard for a while: the sentence of a real call is seen once where it frightens nobody.
  speaking: { HEARD: 'heard', SAID: 'unheard', SKIP: toPhoto },
  unheard: { HEARD: 'heard', SKIP: toPhoto },
  heard: { SAID: toPhoto, SKIP: toPhoto },
  photo: { PHOTO: 'photoSeen', SKIP: 'writing' },
  // Looked at for as long as one likes.
  photoSeen: { SKIP: 'writing' },
  writing: { WROTE: 'read', SKIP: 'goodbye' },
  read: { SAID: 'goodbye', SKIP: 'goodbye' },
  goodbye: { SAID: 'over', SKIP: 'over' },
  over: { START: 'second' },
};

const WAITING: ReadonlySet<Step> = new Set(['second', 'first', 'ready']);
export const isWaiting = (step: Step): boolean => WAITING.has(step);
export const isInCall = (step: Step): boolean =>
  step !== 'intro' && step !== 'over' && !isWaiting(step);

/** What cannot happen in a step changes nothing. */
export function advance(step: Step, event: PracticeEvent, able: Able): Step {
  if (event === 'HANG_UP') return isInCall(step) ? 'over' : step;
  const next = NEXT[step][event] ?? step;
  return typeof next === 'string' ? next : next(able);
}
