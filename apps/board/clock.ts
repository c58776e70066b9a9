import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Session } from '@naervaer/kit/session';

/** The server's time in milliseconds, told once a second, so that spans are right on any device. */
export function createClock(session: Session): Accessor<number> {
  const read = (): number => Date.now() + session.clockOffset();
  const [now, setNow] = createSignal(read());
  const timer = setInterval(() => setNow(read()), 1000);
  onCleanup(() => clearInterval(timer));
  return now;
}
