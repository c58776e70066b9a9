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
  matches(value: 'desk' | { readonly desk: 'profile' | 'citizen' }): boolean;
}): Instant | null {
  if (!snapshot.matches('desk')) return null;
  const { context } = snapshot;
  if (context.countdown) return context.countdown.endsAt;
  const idle = hasCitizen(context) ? IDLE.citizen : IDLE.staff;
  // An end that holds no citizen any more counts nothing down: a wake that finds nothing to do
  // would be the last one, and the staff would stay signed in.
  const isCounted =
    hasCitizen(context) ||
    snapshot.matches({ desk: 'profile' }) ||
    snapshot.matches({ desk: 'citizen' });
  return context.lastActivityAt + idle - (isCounted ? IDLE.countdown : 0);
}
