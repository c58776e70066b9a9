import type { PairState, RoomState, Sign } from '@naervaer/machines/call';
import type { PartyId } from '@naervaer/machines/protocol';
import type { Channel } from '../channel.ts';
import type { Call, Party, RoomCall } from '../types.ts';

const PAIR: Record<ReturnType<Call['state']>, PairState> = {
  acquiring: 'connecting',
  denied: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  recovering: 'healing',
  failed: 'failed',
  ended: 'ended',
};
const SIGN: Partial<Record<PairState, Sign>> = { connected: 'good', weak: 'weak' };

const nowhere: Channel = {
  open: () => [],
  send: () => false,
  on: () => () => undefined,
  onOpened: () => () => undefined,
  sendBytes: () => false,
  buffered: () => 0,
  onBytes: () => () => undefined,
};

/** A call of two, as the stage shows any room. */
export function roomOf(call: Call | RoomCall): RoomCall {
  if ('room' in call) return call;
  const side = call.side === 'clinician' ? 'waiter' : 'clinician';
  const state = (): PairState => PAIR[call.state()];
  const party: Party = {
    partyId: side as PartyId,
    side,
    state,
    isPresent: call.isPeerPresent,
    stream: call.remote,
    sign: () => SIGN[state()] ?? 'lost',
    isSpeaking: () => false,
    isMicrophoneOn: () => null,
    isCameraOn: () => null,
    isPictureWithheld: () => false,
  };
  const room = (): RoomState => {
    const now = call.state();
    return now === 'acquiring' || now === 'denied' || now === 'ended' ? now : 'open';
  };
  return {
    side: call.side,
    room,
    denied: () => (room() === 'denied' ? (call.devices.problem() ?? 'unknown') : null),
    parties: () => [party],
    devices: call.devices,
    local: call.local,
    troubles: () => [],
    channel: nowhere,
    holdPicture: () => undefined,
    retry: () => call.retry(),
    close: () => call.close(),
  };
}
