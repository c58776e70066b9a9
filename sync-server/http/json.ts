import type { IncomingMessage, ServerResponse } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { EdgeCode } from '@naervaer/machines/protocol';

/** The longest body of a plain HTTP request, in bytes (SE3). */
export const BODY_LIMIT = 16 * 1024;

const STATUS: Partial<Record<EdgeCode, number>> = {
  signedOut: 401,
  sessionExpired: 401,
  wrongOrigin: 403,
  forbidden: 403,
  missingRole: 403,
  notFound: 404,
  unknownOrganisation: 404,
  methodNotAllowed: 405,
  tooLarge: 413,
  tooFast: 429,
  tooMany: 429,
  badRequest: 400,
  alreadyExists: 409,
  stillInUse: 409,
  unknownTarget: 404,
  providerRejected: 403,
  providerUnavailable: 503,
};

export const statusOf = (code: EdgeCode): number => STATUS[code] ?? 500;

/** Answers JSON that no cache keeps. */
export function sendJson(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  res.end(JSON.stringify(value));
}

/** Whoever asked broke off while the body came: nobody waits for an answer, and nothing failed here. */
export const wentAway = (req: IncomingMessage, error: unknown): boolean =>
  error !== null && error === req.errored;

/** @param seconds after which it is worth asking again, for what is too much of it */
export function refuse(res: ServerResponse, code: EdgeCode, seconds?: number): void {
  if (seconds !== undefined) res.setHeader('retry-after', seconds);
  // What is left of the body is not read: the next request on this connection would wait behind it.
  if (code === 'tooLarge') res.setHeader('connection', 'close');
  sendJson(res, statusOf(code), { code });
}

/**
 * Lets through a write from the own pages only: a foreign page can send neither this content type
 * without asking nor this `Origin`. A browser asks first, by an OPTIONS that we never answer well,
 * for every type but three, of which neither `application/json` nor `application/octet-stream` is
 * one, and for every method but GET, HEAD and POST (Fetch standard, "CORS-safelisted
 * request-header" and "CORS-safelisted method").
 * @param wanted the content type; null for what has no body, and is no POST
 * @throws {NaervaerError} `wrongOrigin`
 */
export function checkWrite(
  req: IncomingMessage,
  publicUrl: URL,
  wanted: 'application/json' | 'application/octet-stream' | null = 'application/json',
): void {
  const { origin, 'content-type': given = '', 'sec-fetch-site': site } = req.headers;
  const type = given.split(';', 1)[0]?.trim().toLowerCase();
  // Whoever says where they are from must say that they are from here; older browsers do not say.
  const isForeign = site !== undefined && site !== 'same-origin';
  const isType = wanted === null || type === wanted;
  if (origin !== publicUrl.origin || isForeign || !isType) {
    throw new NaervaerError('wrongOrigin');
  }
}

/**
 * Reads a JSON body; an empty one is undefined.
 * @throws {NaervaerError} `tooLarge` beyond `BODY_LIMIT` · `badRequest`
 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is drained and forgotten, so that the refusal can still be read.
    if (size <= BODY_LIMIT) chunks.push(chunk);
    else if (size > 64 * BODY_LIMIT) throw new NaervaerError('tooLarge');
  }
  if (size > BODY_LIMIT) throw new NaervaerError('tooLarge');
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new NaervaerError('badRequest');
  }
}
