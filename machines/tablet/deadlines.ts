import type { Instant } from '../protocol/index.ts';
import type { TabletContext } from './context.ts';
import { hasCitizen } from './guards.ts';
import { IDLE } from './idle.ts';

/**
 * When the host shall send `DEADLINE` next, or null where nothing runs: signed out, in the queue
 * and in a call (MA2).
 */
export function nextDeadline(snapshot: {
  readonly context: TabletContext;
  matches(value: 'desk'): boolean;
}): Instant | null {
  if (!snapshot.matches('desk')) return null;
  const { context } = snapshot;
  if (context.countdown) return context.countdown.endsAt;
  const idle = hasCitizen(context) ? IDLE.citizen : IDLE.staff;
  return context.lastActivityAt + idle - IDLE.countdown;
}
