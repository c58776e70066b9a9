import { SessionInfo } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/**
 * What this tab remembers of its session over a reload without network. It ends with the tab; the
 * vault's key is in it, so a browser that was closed asks the server again.
 */
const KEY = 'naervaer-session';
/** A sign-out that the server has not heard of yet; survives the tab. */
const SIGN_OUT = 'naervaer-sign-out-pending';

export function rememberSession(info: SessionInfo): void {
  sessionStorage.setItem(KEY, JSON.stringify(info));
}

export function rememberedSession(): SessionInfo | undefined {
  try {
    const info = v.parse(SessionInfo, JSON.parse(sessionStorage.getItem(KEY) ?? ''));
    return info.expiresAt > Date.now() ? info : undefined;
  } catch {
    return undefined;
  }
}

export const forgetSession = (): void => sessionStorage.removeItem(KEY);

export const isSignOutPending = (): boolean => localStorage.getItem(SIGN_OUT) !== null;
export function setSignOutPending(isPending: boolean): void {
  if (isPending) localStorage.setItem(SIGN_OUT, '1');
  else localStorage.removeItem(SIGN_OUT);
}
