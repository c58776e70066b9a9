import { waitingIn } from '../clinic/index.ts';
import type { ClinicSnapshot } from '../clinic/index.ts';
import type { LobbyView } from '../protocol/index.ts';
import { waitOfNext } from './wait.ts';

/** What anybody signed in may know of a clinic: nothing personal (DC3). */
export const lobbyView = ({ value, context }: ClinicSnapshot): LobbyView => ({
  clinicId: context.clinicId,
  name: context.name,
  mode: value,
  message: context.message,
  queueLength: waitingIn(context).length,
  wait: waitOfNext(context),
});
