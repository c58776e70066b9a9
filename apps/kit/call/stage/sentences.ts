import { callTexts } from '../texts.ts';
import type { Party, RoomCall } from '../types.ts';

/** Who is met at the other side, before anybody is there. */
export const awaitedBy = (side: RoomCall['side']): 'clinician' | 'waiter' =>
  side === 'clinician' ? 'waiter' : 'clinician';

function aboutOne(party: Party): string {
  const words = callTexts();
  const isPresent = party.isPresent();
  const isCarried = party.state() === 'connected' || party.state() === 'weak';
  // C9: nothing flows by such a connection, whatever the state says of the next attempt.
  if (party.isUntrusted() && !isCarried) return words.untrusted;
  switch (party.state()) {
    case 'connecting':
      return isPresent ? words.connecting : words.absent[party.side];
    case 'connected':
      return '';
    case 'weak':
      return words.weak;
    case 'healing':
      return isPresent ? words.recovering : words.away[party.side];
    case 'failed':
      return isPresent ? words.failed : words.away[party.side];
    case 'ended':
      return words.away[party.side];
  }
}

/**
 * The one sentence of how the call goes. Of several others it says what they have in common, and
 * what one of them alone has stands on that one's picture.
 * @param hasMet somebody was there before
 */
export function sentenceOf(call: RoomCall, hasMet: boolean): string {
  const words = callTexts();
  switch (call.room()) {
    case 'acquiring':
      return words.acquiring;
    case 'denied':
    case 'elsewhere':
      return '';
    case 'ended':
      return words.ended;
    case 'open': {
      const parties = call.parties();
      const [first] = parties;
      if (!first) return words[hasMet ? 'away' : 'absent'][awaitedBy(call.side)];
      const sentence = aboutOne(first);
      if (parties.every((party) => aboutOne(party) === sentence)) return sentence;
      return parties.some(isLost) ? words.failedSome : '';
    }
  }
}

/** There but out of reach, and trying again is the person's to say. */
export const isLost = (party: Party): boolean => party.state() === 'failed' && party.isPresent();

/** What is wrong with the own sound or picture: the worst thing, and what to do about it. */
export interface Warning {
  readonly text: string;
  readonly advice: string;
}

/** What has been had and is gone comes back by itself; what never was does not. */
export interface Had {
  readonly camera: boolean;
  readonly microphone: boolean;
}

/** One at a time, sound before picture (C2); of what is turned off on purpose the button tells. */
export function warningOf({ devices, room, troubles }: RoomCall, had: Had): Warning | undefined {
  const words = callTexts();
  if (room() !== 'open') return undefined;
  const only = (text: string): Warning => ({ text, advice: '' });
  if (!devices.hasMicrophone())
    return only(had.microphone ? words.lostMicrophone : words.noMicrophone);
  const found = troubles();
  const trouble = (['unheard', 'silent'] as const).find((each) => found.includes(each));
  if (trouble !== undefined && devices.isMicrophoneOn())
    return { text: words.trouble[trouble], advice: words.advice[trouble] };
  if (!devices.hasCamera()) return only(had.camera ? words.lostCamera : words.noCamera);
  return found.includes('dark') && devices.isCameraOn() ? only(words.trouble.dark) : undefined;
}
