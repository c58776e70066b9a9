import { SessionInfo } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/**
 * What this tab remembers of its session over a reload without network. It ends with the tab; the
 * vault's key is in it, so a browser that was closed asks the server again.
 */
export interface Remembered {
  remember(info: SessionInfo): void;
  recall(): SessionInfo | undefined;
  forget(): void;
  /** A sign-out that the server has not heard of yet; survives the tab. */
  isSignOutPending(): boolean;
  setSignOutPending(isPending: boolean): void;
}

export function createRemembered(app: string): Remembered {
  const session = `naervaer-${app}-session`;
  const signOut = `naervaer-${app}-sign-out`;
  return {
    remember: (info) => sessionStorage.setItem(session, JSON.stringify(info)),
    recall() {
      try {
        const info = v.parse(SessionInfo, JSON.parse(sessionStorage.getItem(session) ?? ''));
        return info.expiresAt > Date.now() ? info : undefined;
      } catch {
        return undefined;
      }
    },
    forget: () => sessionStorage.removeItem(session),
    isSignOutPending: () => localStorage.getItem(signOut) !== null,
    setSignOutPending(isPending) {
      if (isPending) localStorage.setItem(signOut, '1');
      else localStorage.removeItem(signOut);
    },
  };
}
