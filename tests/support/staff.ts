import type { ClinicId } from '@naervaer/machines/protocol';
import { demoPerson, signIn } from './sign-in.ts';
import { syncClient } from './sync-client.ts';
import type { SyncClient } from './sync-client.ts';

/** People of the demo at one server, ready to work; all of them leave with `close`. */
export interface Staff {
  /** A caregiver with a saved profile. */
  caregiver(name?: string): Promise<SyncClient>;
  clinician(name?: string): Promise<SyncClient>;
  close(): void;
}

export function staffOf(origin: string): Staff {
  const clients: SyncClient[] = [];
  async function client(name: string): Promise<SyncClient> {
    const opened = syncClient(await signIn(origin, demoPerson(name)));
    clients.push(opened);
    return opened;
  }
  return {
    async caregiver(name = 'Mette Skovbjerg') {
      const opened = await client(name);
      const [unit] = opened.person.info.units;
      if (unit === undefined) throw new Error(`${name} works nowhere`);
      await opened.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
      return opened;
    },
    clinician: (name = 'Anne Klitgård') => client(name),
    close() {
      for (const opened of clients.splice(0)) opened.close();
    },
  };
}

/** The clinic of a clinician who has one. */
export function clinicOf({ person }: SyncClient): {
  readonly id: ClinicId;
  readonly name: string;
  readonly ydernummer: string;
} {
  const [clinic] = person.info.clinics;
  if (clinic === undefined) throw new Error(`${person.info.name} has no clinic`);
  return clinic;
}
