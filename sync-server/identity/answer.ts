import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one route; what it throws becomes a refusal. */
export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void>;

/** Sends a browser on, with a GET whatever it came with. */
export function redirect(
  res: ServerResponse,
  location: string,
  setCookies: readonly string[] = [],
): void {
  res.writeHead(303, {
    location,
    ...(setCookies.length > 0 ? { 'set-cookie': [...setCookies] } : {}),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  res.end();
}
