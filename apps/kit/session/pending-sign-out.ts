/** A sign-out that the server has not heard of yet: kept until it has, whatever becomes of the tab. */
export interface PendingSignOut {
  isPending(): boolean;
  set(isPending: boolean): void;
}

/** It says that, and of nobody. */
export function createPendingSignOut(app: string): PendingSignOut {
  const key = `naervaer-${app}-sign-out`;
  return {
    isPending: () => localStorage.getItem(key) !== null,
    set(isPending) {
      if (isPending) localStorage.setItem(key, '1');
      else localStorage.removeItem(key);
    },
  };
}
