import type { IncomingMessage } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import { BODY_LIMIT } from './json.ts';

/**
 * Reads a form's body, as a browser or a provider's server sends it.
 * @throws {NaervaerError} `tooLarge` beyond `BODY_LIMIT` · `badRequest` for another content type
 */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const type = (req.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') throw new NaervaerError('badRequest');
  let text = '';
  for await (const chunk of req as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1');
    if (text.length > BODY_LIMIT) throw new NaervaerError('tooLarge');
  }
  return new URLSearchParams(text);
}
