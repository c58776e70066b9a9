import type { IncomingMessage, ServerResponse } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { EdgeCode } from '@naervaer/machines/protocol';
import * as v from 'valibot';

/** Bytes of a request's body at most; none of ours needs a tenth of it. */
const BODY_LIMIT = 16 * 1024;

const STATUS: Partial<Record<EdgeCode, number>> = {
  badRequest: 400,
  signedOut: 401,
  sessionExpired: 401,
  forbidden: 403,
  wrongOrigin: 403,
  missingRole: 403,
  notFound: 404,
  methodNotAllowed: 405,
  tooLarge: 413,
  tooFast: 429,
  tooMany: 429,
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** `{ code }` and its status: the one shape of every refusal over HTTP. */
export const sendError = (response: ServerResponse, code: EdgeCode): void =>
  sendJson(response, STATUS[code] ?? 500, { code });

/**
 * Reads a small JSON body of a write. The checks of origin and type are the defence against
 * requests that another site makes a browser send.
 * @throws {NaervaerError} `wrongOrigin` · `tooLarge` · `badRequest`
 */
export async function readJson<const S extends v.GenericSchema>(
  request: IncomingMessage,
  schema: S,
  origin: string,
): Promise<v.InferOutput<S>> {
  const type = request.headers['content-type']?.split(';')[0]?.trim();
  if (request.headers.origin !== origin || type !== 'application/json') {
    throw new NaervaerError('wrongOrigin');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > BODY_LIMIT) throw new NaervaerError('tooLarge');
    chunks.push(chunk);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new NaervaerError('badRequest', 'body is no JSON', { cause: error });
  }
  const parsed = v.safeParse(schema, raw, { abortEarly: true });
  if (!parsed.success) throw new NaervaerError('badRequest');
  return parsed.output;
}
