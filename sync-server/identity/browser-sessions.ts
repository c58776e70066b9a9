import type { Store } from '@naervaer/storage';
import type { SessionId } from '@naervaer/machines/protocol';
import type { Cookies } from './cookies.ts';
import { App } from './login-state.ts';
import type { OpenSession, Sessions } from './sessions.ts';

/** The sessions that a browser's cookies open: one for each application. */
export interface BrowserSessions {
  /** The session of one application; of whichever is signed in when none is named. */
  find(header: string | undefined, app: string | null): Promise<OpenSession | undefined>;
  /** The same, without being a use of it. */
  look(header: string | undefined, app: string | null): Promise<OpenSession | undefined>;
  end(session: OpenSession): Promise<void>;
  /** Ends the session of this application that the browser has. @returns whose it was */
  endPrevious(header: string | undefined, app: App): Promise<OpenSession | undefined>;
}

export function createBrowserSessions(deps: {
  readonly store: Store;
  readonly cookies: Cookies;
  readonly sessions: Sessions;
  onSessionsEnded(ids: readonly SessionId[]): void;
}): BrowserSessions {
  const { store, cookies, sessions } = deps;

  async function opened(
    header: string | undefined,
    app: string | null,
    by: (secret: string) => Promise<OpenSession | undefined>,
  ): Promise<OpenSession | undefined> {
    for (const each of App.options) {
      if (app !== null && app !== each) continue;
      const secret = cookies.session[each].read(header);
      const session = secret === undefined ? undefined : await by(secret);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  const find: BrowserSessions['find'] = (header, app) => opened(header, app, sessions.bySecret);

  async function end({ signedIn: { sessionId } }: OpenSession): Promise<void> {
    await store.endSession(sessionId);
    deps.onSessionsEnded([sessionId]);
  }

  return {
    find,
    look: (header, app) => opened(header, app, sessions.lookBySecret),
    end,
    async endPrevious(header, app) {
      const previous = await find(header, app);
      if (previous) await end(previous);
      return previous;
    },
  };
}
