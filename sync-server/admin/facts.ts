import { openEntriesOf } from '@naervaer/machines/clinic';
import type { PersonId } from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import type { ActorHost } from '../actors/index.ts';
import type { Config } from '../config.ts';
import type { Directory } from '../directory/index.ts';
import type { Facts } from './types.ts';

/** What a running server knows of what administrators change. */
export function createFacts(deps: {
  readonly config: Pick<Config, 'mode' | 'publicUrl'>;
  readonly directory: Directory;
  readonly store: Pick<Store, 'records'>;
  readonly host: Pick<ActorHost, 'committed' | 'peek'>;
}): Facts {
  const { config, directory, store, host } = deps;
  return {
    directory,
    mode: config.mode,
    publicUrl: config.publicUrl,
    async isAtRest(clinicId) {
      const { value, context } = await host.committed(clinicId);
      // While it is open somebody may join between the question and the change.
      return value === 'closed' && openEntriesOf(context).length === 0;
    },
    isInConsultation: (organisationId) =>
      directory.clinics().some(({ id }) => {
        const context = host.peek(id)?.context;
        return (
          context !== undefined &&
          openEntriesOf(context).some(
            ([, consultation]) =>
              consultation.context.request.waiter.organisationId === organisationId,
          )
        );
      }),
    async profilesOf(organisationId) {
      const records = await store.records('profile');
      return records.flatMap(({ id }) =>
        id.startsWith(`${organisationId}.`) ? [id as PersonId] : [],
      );
    },
  };
}
