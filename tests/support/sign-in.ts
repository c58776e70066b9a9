import type { SessionInfo, SyncToken } from '@naervaer/machines/protocol';
import { DEMO_PEOPLE } from '@naervaer/sync-server/demo/people.ts';
import type { DemoPerson } from '@naervaer/sync-server/demo/people.ts';
import { browse, CookieJar } from './cookies.ts';

/** Somebody signed in through the real provider, without a browser. */
export interface SignedInPerson {
  readonly origin: string;
  readonly jar: CookieJar;
  readonly info: SessionInfo;
  token(): Promise<string>;
  post(path: string, body: unknown): Promise<Response>;
}

export function demoPerson(fullName: string): DemoPerson {
  const found = DEMO_PEOPLE.find((p) => `${p.givenName} ${p.familyName}` === fullName);
  if (found === undefined) throw new Error(`nobody of the demo is called ${fullName}`);
  return found;
}

type SignInApp = 'tablet' | 'board' | 'insight';

/** Where somebody of the demo signs in. */
const appOf = (role: DemoPerson['role']): SignInApp =>
  role === 'clinician' ? 'board' : role === 'administrator' ? 'insight' : 'tablet';

/** The whole code flow, as a browser walks it: login, the provider's page, the callback. */
export async function signIn(
  origin: string,
  { organisationId, subject, role }: DemoPerson,
  jar: CookieJar = new CookieJar(),
  app: SignInApp = appOf(role),
): Promise<SignedInPerson> {
  const login = `${origin}/auth/login?organisation=${organisationId}&app=${app}`;
  const picker = await browse(jar, login);
  const done = await browse(jar, picker.url.href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams({ person: subject }),
  });
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(new URL(path, origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie: jar.header(path) },
      body: JSON.stringify(body),
    });
  const answer = await fetch(`${origin}/api/session`, { headers: { cookie: jar.header() } });
  const info = (await answer.json()) as SessionInfo | null;
  if (info === null) throw new Error(`not signed in: ${done.response.status}`);
  return {
    origin,
    jar,
    info,
    post,
    async token() {
      const response = await post('/api/sync-token', {});
      if (!response.ok) throw new Error(`no token: ${response.status}`);
      return ((await response.json()) as SyncToken).token;
    },
  };
}
