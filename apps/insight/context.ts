import { createContext, useContext, type Accessor } from 'solid-js';
import type { AdminState, SessionInfo } from '@naervaer/machines/protocol';
import type { Administration } from '@naervaer/kit/administration';

/** What every screen of a signed-in administrator reads. */
export interface Office {
  readonly administration: Administration;
  readonly info: SessionInfo;
  readonly state: Accessor<AdminState>;
  readonly isDemo: Accessor<boolean>;
}

export const OfficeContext = createContext<Office>();

export function useOffice(): Office {
  const office = useContext(OfficeContext);
  if (office === undefined) throw new Error('a screen outside of the office');
  return office;
}
