import type { Session } from '@naervaer/kit/session';
import { createSignal, type Accessor } from 'solid-js';
import { rememberOrganisation } from './organisation.ts';

/** "Ikke dig?" (T9): the session of somebody who forgot to sign out is closed by whoever is here. */
export interface Colleague {
  readonly name: string;
  readonly isAsking: Accessor<boolean>;
  /** Closed, and on the way to the provider: nothing of it is shown any more. */
  readonly isGone: Accessor<boolean>;
  ask(): void;
  cancel(): void;
  /** Deletes everything here, ends the session, and goes to the login of the same organisation. */
  close(): void;
}

export function createColleague(session: Session): Colleague {
  const [isAsking, setAsking] = createSignal(false);
  const [isGone, setGone] = createSignal(false);
  return {
    name: session.info.name,
    isAsking,
    isGone,
    ask: () => setAsking(true),
    cancel: () => setAsking(false),
    close() {
      setAsking(false);
      setGone(true);
      rememberOrganisation(session.info.organisation.id);
      // Whatever the server says to it, the page goes on as one of nobody.
      session.signOut('login').catch(() => location.assign(`${location.pathname}?state=login`));
    },
  };
}
