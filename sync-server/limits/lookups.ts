import type { SessionId } from '@naervaer/machines/protocol';
import { createLimiter } from './limiter.ts';
import { LIMITS } from './numbers.ts';

/** Who asks for clinics that do not exist, and how often (SE3): a list is not guessed here. */
export interface Lookups {
  /** A clinic was not found. */
  missed(sessionId: SessionId): Promise<void>;
  /** Whether this session has missed too often; then not even a clinic that exists is found. */
  isSpent(sessionId: SessionId): Promise<boolean>;
}

export function createLookups(): Lookups {
  const misses = createLimiter(LIMITS.lookups);
  return {
    async missed(sessionId) {
      await misses.take(sessionId);
    },
    isSpent: async (sessionId) => (await misses.look(sessionId)) > 0,
  };
}
