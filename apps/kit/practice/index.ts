/**
 * The practice call (T13): a drawn doctor, a real camera, no server. Load it lazily: the call's
 * stage is in it.
 */
export { PracticeCall } from './practice-call.tsx';
