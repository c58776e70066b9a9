import type { SessionId } from '@naervaer/machines/protocol';
import { createLimiter } from './limiter.ts';
import { LIMITS } from './numbers.ts';

/** How often one session gets relay credentials outside a call (SE3). */
export interface RelayChecks {
  /** @returns 0, or the seconds to wait */
  take(sessionId: SessionId): Promise<number>;
}

export const createRelayChecks = (): RelayChecks => createLimiter(LIMITS.relayChecks);
