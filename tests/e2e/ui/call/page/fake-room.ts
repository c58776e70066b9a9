import { createMemo, createSignal } from 'solid-js';
import type { PartyId } from '@naervaer/machines/protocol';
import type { Party, RoomCall } from '../../../../../apps/kit/call/types.ts';
import type { Channel } from '../../../../../apps/kit/call/channel.ts';
import { START } from '../state.ts';
import type { FakeState, PartyState } from '../state.ts';
import { drawnStream } from './pictures.ts';

const silent: Channel = {
  open: () => ['clinician' as PartyId],
  send: () => true,
  on: () => () => undefined,
  onOpened: () => () => undefined,
  sendBytes: () => true,
  buffered: () => 0,
  onBytes: () => () => undefined,
};

/** A room that is what the test says it is; `asked` is what the stage wanted of it. */
export function createFakeRoom(side: RoomCall['side']) {
  const [state, setState] = createSignal<FakeState>(START);
  const asked: string[] = [];
  const ask = (what: string) => () => void asked.push(what);
  const made = new Map<string, { party: Party; stream: MediaStream }>();

  const of = (partyId: string): PartyState | undefined =>
    state().parties.find((party) => party.partyId === partyId);
  const make = ({ partyId, side }: PartyState): Party => {
    const known = made.get(partyId);
    if (known) return known.party;
    const stream = drawnStream(40 + made.size * 67, () => of(partyId)?.isMoving !== false);
    const party: Party = {
      partyId: partyId as PartyId,
      side,
      state: () => of(partyId)?.state ?? 'connected',
      isPresent: () => of(partyId)?.isPresent ?? true,
      stream: () => (of(partyId)?.hasStream === false ? undefined : stream),
      sign: () => of(partyId)?.sign ?? 'good',
      isSpeaking: () => of(partyId)?.isSpeaking ?? false,
      isMicrophoneOn: () => of(partyId)?.isMicrophoneOn ?? null,
      isCameraOn: () => of(partyId)?.isCameraOn ?? null,
      isPictureWithheld: () => of(partyId)?.isPictureWithheld ?? false,
      isUntrusted: () => of(partyId)?.isUntrusted ?? false,
    };
    made.set(partyId, { party, stream });
    return party;
  };
  const own = drawnStream(200, () => true);
  const device = <K extends keyof FakeState['devices']>(name: K) => state().devices[name];
  const toggle = (name: 'isMicrophoneOn' | 'isCameraOn') =>
    setState((now) => ({ ...now, devices: { ...now.devices, [name]: !now.devices[name] } }));

  const call: RoomCall = {
    side,
    room: () => state().room,
    denied: () => state().denied,
    parties: createMemo(() => state().parties.map(make)),
    devices: {
      stream: () => own,
      problem: () => state().denied ?? undefined,
      hasCamera: () => device('hasCamera'),
      hasMicrophone: () => device('hasMicrophone'),
      isMicrophoneOn: () => device('isMicrophoneOn'),
      isCameraOn: () => device('isCameraOn'),
      toggleMicrophone: () => void toggle('isMicrophoneOn'),
      toggleCamera: () => void toggle('isCameraOn'),
      canFlip: () => true,
      isFacingUser: () => true,
      flip: async () => void asked.push('flip'),
      lendCamera: () => ({ show: () => undefined, giveBack: async () => undefined }),
    },
    local: () => (state().room === 'open' ? own : undefined),
    troubles: () => state().troubles,
    channel: silent,
    holdPicture: () => undefined,
    retry: ask('retry'),
    isHeldElsewhere: () => true,
    takeHere: ask('takeHere'),
    close: ask('close'),
  };
  return { call, asked, set: (next: FakeState) => setState(next) };
}
