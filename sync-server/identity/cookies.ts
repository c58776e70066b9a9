import type { App } from './login-state.ts';

/**
 * The cookies of a browser. Over https they carry `__Host-`: bound to this host, Secure, path `/`.
 * Each application has a session of its own, so that the board in one window and the tablet in the
 * next do not sign each other out.
 */
export interface Cookies {
  readonly session: Readonly<Record<App, Cookie>>;
  readonly login: Cookie;
}

export interface Cookie {
  /** The value in a request's `Cookie` header; undefined when it is not there. */
  read(header: string | undefined): string | undefined;
  /** A `Set-Cookie` value. */
  set(value: string, seconds: number): string;
  readonly clear: string;
}

export function createCookies(publicUrl: URL): Cookies {
  const secure = publicUrl.protocol === 'https:';
  function cookie(plain: string): Cookie {
    const name = secure ? `__Host-${plain}` : plain;
    const set = (value: string, seconds: number): string =>
      `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
    return {
      read(header) {
        const found = (header ?? '')
          .split(';')
          .map((pair) => pair.trim())
          .find((pair) => pair.startsWith(`${name}=`));
        return found?.slice(name.length + 1) || undefined;
      },
      set,
      clear: set('', 0),
    };
  }
  return {
    session: {
      tablet: cookie('naervaer-tablet'),
      board: cookie('naervaer-board'),
      insight: cookie('naervaer-insight'),
    },
    login: cookie('naervaer-login'),
  };
}
