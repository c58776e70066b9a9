import { ATTESTATION_VERSION, type CommandInput } from '@naervaer/machines/protocol';
import type { TabletContext } from '@naervaer/machines/tablet';

/** What the person said on all screens, as the one command that it is. */
export function joinCommand({ draft, clinic, check }: TabletContext): CommandInput | undefined {
  if (clinic === null) return undefined;
  const joining = {
    ydernummer: clinic.ydernummer,
    reason: draft.reason,
    part: draft.part,
    present: draft.present,
    check,
  };
  if (draft.way === 'withoutCpr') return { type: 'joinWithoutCpr', ...joining, agreed: true };
  return {
    type: 'joinOnBehalf',
    ...joining,
    citizen: { number: draft.number, name: draft.name },
    attestation: { version: ATTESTATION_VERSION, consented: true },
  };
}
