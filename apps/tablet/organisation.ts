import type { OrganisationId } from '@naervaer/machines/protocol';

/** The organisation that this shared tablet belongs to; nothing personal. */
const LAST = 'naervaer.organisation';

export function rememberedOrganisation(): OrganisationId | null {
  try {
    return localStorage.getItem(LAST) as OrganisationId | null;
  } catch {
    return null;
  }
}

export function rememberOrganisation(id: OrganisationId): void {
  try {
    localStorage.setItem(LAST, id);
  } catch {
    // Then it is chosen again next time.
  }
}

/** Where somebody of that organisation signs in. */
export const loginAddress = (id: OrganisationId): string =>
  `/auth/login?organisation=${encodeURIComponent(id)}&app=tablet`;

const STATE = 'state';

/** The page was opened for somebody who wants to sign in at once, in a colleague's place. */
export const wantsLogin = (): boolean =>
  new URLSearchParams(location.search).get(STATE) === 'login';

/** Said once: whoever comes back by the browser's button chooses anew. */
export function forgetWish(): void {
  const address = new URL(location.href);
  address.searchParams.delete(STATE);
  history.replaceState(null, '', address);
}
