import { ATTESTATION_VERSION } from '@naervaer/machines/protocol';
import type { CommandInput } from '@naervaer/machines/protocol';

/** Commands that any server of the demo takes; the citizens' numbers have day + 60. */

const joining = {
  ydernummer: '057584',
  reason: 'Sår på underbenet, der ikke vil hele',
  part: 'withCitizen' as const,
  present: [],
  check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' } as const,
};

export const joinOnBehalf = (
  ydernummer: string,
  citizen: { readonly number: string; readonly name: string } = {
    number: '720341-1234',
    name: 'Ellen Kornmark',
  },
): CommandInput => ({
  type: 'joinOnBehalf',
  ...joining,
  ydernummer,
  citizen,
  attestation: { version: ATTESTATION_VERSION, consented: true },
});

export const joinWithoutCpr = (ydernummer: string): CommandInput => ({
  type: 'joinWithoutCpr',
  ...joining,
  ydernummer,
  agreed: true,
});
