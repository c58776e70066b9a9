import type { App } from './login-state.ts';

/**
 * Addresses that the applications themselves name as where their sign-in shall arrive. Insight's
 * are words and ids; no dot, no percent sign, no backslash, no query and no second slash in a row,
 * so there is nothing that a browser could read as another place (`apps/insight/route.ts`).
 */
const ARRIVALS: Readonly<Record<App, RegExp | undefined>> = {
  board: undefined,
  tablet: undefined,
  insight: /^\/insight\/[a-z0-9-]{1,64}(?:\/[a-z0-9-]{1,64}){0,3}$/,
};

/**
 * Where a sign-in that a page of `app` begins arrives. The text is compared letter for letter,
 * before any parser makes something else of it.
 * @returns null, the application's front, for all that is no address of its own: whoever stands
 * before the page wants to sign in, wherever it leads
 */
export const arrivalOf = (app: App, text: string | null): string | null =>
  text !== null && ARRIVALS[app]?.test(text) === true ? text : null;
