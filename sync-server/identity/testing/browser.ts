/** What a page is to a test: where one ended up, and what is there. */
export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  /** Every address on the way, the last one too. */
  readonly path: readonly string[];
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

/** A browser without a screen: a cookie jar that follows redirects, taps and sends forms. */
export class Browser {
  readonly jar = new Map<string, Cookie>();
  readonly #origin: URL;

  constructor(origin: URL) {
    this.#origin = origin;
  }

  cookieHeader(pathname: string): string {
    return [...this.jar]
      .filter(([, cookie]) => pathname.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  async request(target: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(target, this.#origin);
    const headers = new Headers(init.headers);
    headers.set('cookie', this.cookieHeader(url.pathname));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const value = pair.slice(at + 1);
    const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
    const expires = attributes.find((part) => /^expires=/i.test(part))?.slice(8);
    const gone = /max-age=0(;|$)/i.test(line) || (expires && Date.parse(expires) < Date.now());
    if (gone) this.jar.delete(name);
    else this.jar.set(name, { value, path });
  }

  /** Follows redirects as far as `until` says. */
  async visit(
    target: string | URL,
    init: RequestInit = {},
    until: (next: URL) => boolean = () => false,
  ): Promise<Visit> {
    let url = new URL(target, this.#origin);
    let options = init;
    const path: string[] = [];
    for (let hops = 0; hops < 20; hops += 1) {
      path.push(url.pathname);
      const response = await this.request(url, options);
      const location = response.headers.get('location');
      const text = await response.text();
      if (location === null) return { url, status: response.status, text, path };
      url = new URL(location, url);
      options = {};
      if (until(url)) return { url, status: response.status, text, path };
    }
    throw new Error('redirected in circles');
  }

  /** Taps a person on the demo provider's page. */
  pick(page: Visit, subject: string, until?: (next: URL) => boolean): Promise<Visit> {
    if (!page.text.includes(`value="${subject}"`)) throw new Error('not on the page');
    const init = { method: 'POST', body: new URLSearchParams({ person: subject }) };
    return this.visit(page.url, init, until);
  }

  async signIn(organisation: string, app: string, subject: string): Promise<Visit> {
    return this.pick(await this.visit(loginOf(organisation, app)), subject);
  }

  /** A write as the own pages send it. */
  post(path: string, headers: Record<string, string> = {}, body = '{}'): Promise<Response> {
    const own = { origin: this.#origin.origin, 'content-type': 'application/json', ...headers };
    return this.request(path, { method: 'POST', headers: own, body });
  }
}

export const loginOf = (organisation: string, app: string): string =>
  `/auth/login?organisation=${organisation}&app=${app}`;
