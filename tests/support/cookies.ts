/** Cookies of one browser without a browser: enough for sign-ins over plain fetch. */
export class CookieJar {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  header(path = '/'): string {
    return [...this.#cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      const path = attributes
        .map((a) => a.trim().split('='))
        .find(([key]) => /^path$/i.test(key ?? ''));
      const isGone = attributes.some((a) => /max-age=0$|expires=Thu, 01 Jan 1970/i.test(a.trim()));
      if (value === '' || isGone) this.#cookies.delete(name);
      else this.#cookies.set(name, { value, path: path?.[1] ?? '/' });
    }
  }
}

/** Fetches and follows redirects as a browser does, with the jar. */
export async function browse(
  jar: CookieJar,
  address: string,
  init: RequestInit = {},
): Promise<{ response: Response; url: URL }> {
  let url = new URL(address);
  let request: RequestInit = init;
  for (let hops = 0; hops < 15; hops += 1) {
    const headers = new Headers(request.headers);
    headers.set('cookie', jar.header(url.pathname));
    const response = await fetch(url, { ...request, headers, redirect: 'manual' });
    jar.take(response);
    const location = response.headers.get('location');
    if (location === null || response.status < 300 || response.status >= 400) {
      return { response, url };
    }
    url = new URL(location, url);
    request = {};
  }
  throw new Error('too many redirects');
}
