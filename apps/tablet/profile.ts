import type { Session } from '@naervaer/kit/session';
import type { Profile } from '@naervaer/machines/protocol';
import { createResource, type Accessor } from 'solid-js';

const KEY = 'tablet.profile';

/**
 * Role and workplace of this session. What was saved here counts before the server has answered, so
 * that the tablet goes on offline (T12); the outbox brings it there before any join (CM4).
 */
export function useProfile(session: Session): {
  readonly profile: Accessor<Profile | null>;
  save(profile: Profile): Promise<void>;
} {
  const [saved] = createResource(() => session.vault.get<Profile>(KEY).catch(() => undefined));
  return {
    profile: () => saved() ?? session.info.profile,
    async save(profile) {
      const { jobRole, unitId } = profile;
      await session.vault.put(KEY, profile);
      await session.send({ type: 'saveProfile', jobRole, unitId });
    },
  };
}
