import { DOCTOR, START } from './state.ts';
import type { FakeState, PartyState } from './state.ts';

const one = (change: Partial<PartyState>, more: Partial<FakeState> = {}): FakeState => ({
  ...START,
  parties: [{ ...DOCTOR, ...change }],
  ...more,
});
const devices = (change: Partial<FakeState['devices']>): FakeState => ({
  ...START,
  devices: { ...START.devices, ...change },
});
const several = (...others: readonly PartyState[]): FakeState => ({
  ...START,
  parties: [{ ...DOCTOR, isSpeaking: true }, ...others],
});
const STAFF: PartyState = { partyId: 'waiter', side: 'waiter' };
const guest = (number: number, change: Partial<PartyState> = {}): PartyState => ({
  partyId: `guest-${number}`,
  side: 'guest',
  ...change,
});

export interface CallScene {
  readonly state: FakeState;
  /** What the page says then, and nothing else of the kind. */
  readonly says?: string;
  readonly warns?: string;
  /** Over the other's picture. */
  readonly covers?: string;
}

/** Every state of the stage, and its words. */
export const CALL_SCENES: Readonly<Record<string, CallScene>> = {
  connected: { state: START },
  acquiring: {
    state: { ...START, room: 'acquiring', parties: [] },
    says: 'Åbner kamera og mikrofon. Sig ja, hvis der bliver spurgt om lov.',
  },
  denied: { state: { ...START, room: 'denied', denied: 'permission', parties: [] } },
  alone: { state: { ...START, parties: [] }, says: 'Lægen er på vej' },
  absent: {
    state: one({ state: 'connecting', isPresent: false, hasStream: false, sign: 'lost' }),
    says: 'Lægen er på vej. Bliv på siden.',
  },
  connecting: {
    state: one({ state: 'connecting', hasStream: false, sign: 'lost' }),
    says: 'Forbinder …',
  },
  weak: {
    state: one({ state: 'weak', sign: 'weak' }),
    says: 'Forbindelsen er dårlig. Vi skruer ned for billedet, så lyden holder.',
  },
  'picture-withheld': {
    state: one({ state: 'weak', sign: 'weak', isMoving: false, isPictureWithheld: true }),
    says: 'Forbindelsen er dårlig. Vi skruer ned for billedet, så lyden holder.',
    covers: 'Intet billede lige nu',
  },
  healing: {
    state: one({ state: 'healing', sign: 'lost', isMoving: false }),
    says: 'Forbindelsen er væk et øjeblik. Vi finder den igen. Bliv på siden.',
  },
  away: {
    state: one({ state: 'healing', sign: 'lost', isMoving: false, isPresent: false }),
    says: 'Lægen er på vej tilbage. Bliv på siden.',
  },
  failed: {
    state: one({ state: 'failed', sign: 'lost', isMoving: false }),
    says: 'Vi kan ikke få forbindelse. Tjek netværket, og prøv igen.',
  },
  untrusted: {
    state: one({ state: 'connecting', hasStream: false, sign: 'lost', isUntrusted: true }),
    says: 'Vi kunne ikke bekræfte, hvem der svarede, så forbindelsen er lukket.',
  },
  ended: { state: { ...START, room: 'ended', parties: [] }, says: 'Samtalen er slut.' },
  unheard: {
    state: { ...START, troubles: ['unheard', 'silent'] },
    warns: 'Vi kan ikke høre dig. Tjek, at mikrofonen er slået til.',
  },
  silent: { state: { ...START, troubles: ['silent'] }, warns: 'Din mikrofon giver ingen lyd.' },
  dark: { state: { ...START, troubles: ['dark'] }, warns: 'Dit billede er for mørkt.' },
  'weak-and-unheard': {
    state: one({ state: 'weak', sign: 'weak' }, { troubles: ['unheard'] }),
    says: 'Forbindelsen er dårlig.',
    warns: 'Vi kan ikke høre dig.',
  },
  'camera-lost': { state: devices({ hasCamera: false }), warns: 'Dit kamera er væk.' },
  'microphone-lost': { state: devices({ hasMicrophone: false }), warns: 'Din mikrofon er væk.' },
  'own-off': { state: devices({ isMicrophoneOn: false, isCameraOn: false }) },
  'other-off': {
    state: one({ isMicrophoneOn: false, isCameraOn: false }),
    covers: 'Lægen har slået kameraet fra',
  },
  three: { state: several(guest(1)) },
  six: {
    state: several(
      STAFF,
      guest(1, { state: 'weak', sign: 'weak' }),
      guest(2, { state: 'healing', sign: 'lost', isMoving: false }),
      guest(3, { isCameraOn: false, isMicrophoneOn: false }),
    ),
  },
};
