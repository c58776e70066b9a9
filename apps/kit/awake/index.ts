/** Apart from the call, whose module brings the media code along. */
export { keepAwake } from '../call/wake-lock.ts';
