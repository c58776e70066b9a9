import type { ClinicId } from '@naervaer/machines/protocol';
import type { Directory } from '../directory/index.ts';
import type { ClinicFacts } from './journal.ts';

/** What an actor needs of its clinic, as the directory knows it now. */
export const factsFrom =
  (directory: Pick<Directory, 'clinic'>) =>
  async (clinicId: ClinicId): Promise<ClinicFacts | undefined> => {
    const clinic = directory.clinic(clinicId);
    return clinic && { clinicId, name: clinic.name, ydernummer: clinic.ydernummer };
  };
