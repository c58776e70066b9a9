import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConsultationId, NaervaerError, PhotoId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import type { Core } from '../core.ts';
import type { SignedIn } from '../identity/index.ts';
import { placeIn } from '../media/place.ts';
import type { Photos, PieceName } from './store.ts';

interface Deps {
  readonly core: Pick<Core, 'host' | 'roomOf' | 'whereabouts'>;
  readonly photos: Photos;
  signedIn(cookies: string | undefined, app: string | null): Promise<SignedIn | undefined>;
}

const BELOW = '/api/photos/';
/** `{consultationId}/{photoId}/{index}`; without an index it is the whole photo. */
const Path = v.union([
  v.strictTuple([ConsultationId, PhotoId]),
  v.strictTuple([ConsultationId, PhotoId, v.pipe(v.string(), v.regex(/^(0|[1-9]\d?)$/))]),
]);

/**
 * Reads a body of exactly the length that it says. Fewer bytes are a request that died; more cannot
 * come, HTTP ends a body at its length.
 */
async function readInto(bytes: Buffer, request: IncomingMessage): Promise<void> {
  let at = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) at += chunk.copy(bytes, at);
  if (at !== bytes.length) throw new NaervaerError('badRequest');
}

/** @throws {NaervaerError} `badRequest`: room is kept before a byte is read, so it must be said */
function lengthOf({ headers }: IncomingMessage): number {
  const length = Number(headers['content-length']);
  if (!Number.isSafeInteger(length) || length < 1) throw new NaervaerError('badRequest');
  return length;
}

/**
 * `/api/photos/…`: pieces of a photo between the two sides of a call, when the way between their
 * browsers is too slow for it (C5). `POST` and `GET` a piece, `DELETE` the photo. What is in a piece
 * is nobody's business here: it is never parsed, and the key goes from browser to browser.
 */
export function createPhotoRoute({ core, photos, signedIn }: Deps) {
  async function receive(
    request: IncomingMessage,
    name: PieceName,
    from: SignedIn,
  ): Promise<boolean> {
    const stop = (): void => void request.destroy();
    const arrival = photos.begin(name, lengthOf(request), from.personId, stop);
    try {
      await readInto(arrival.bytes, request);
      return arrival.done();
    } finally {
      arrival.abandon();
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const person = await signedIn(request.headers.cookie, url.searchParams.get('app'));
    if (person === undefined) throw new NaervaerError('signedOut');
    const path = v.safeParse(Path, url.pathname.slice(BELOW.length).split('/'));
    if (!path.success) throw new NaervaerError('notFound');
    const [consultationId, photoId, place] = path.output;
    const { method } = request;
    if ((place === undefined) !== (method === 'DELETE')) throw new NaervaerError('notFound');
    const clinicId = core.whereabouts.clinicOf(consultationId);
    if (clinicId === undefined) throw new NaervaerError('forbidden');
    // At each piece anew: the room may end between two of them (C7).
    placeIn(core, person, { clinicId, consultationId, act: 'route /api/photos' });
    const name = { consultationId, photoId, index: Number(place) };
    switch (method) {
      case 'POST': {
        if (!(await receive(request, name, person))) throw new NaervaerError('notFound');
        response.writeHead(204).end();
        return;
      }
      case 'DELETE':
        photos.forget(consultationId, photoId);
        response.writeHead(204).end();
        return;
      default: {
        const bytes = photos.get(name);
        if (bytes === undefined) throw new NaervaerError('notFound');
        // The connection and not the answer: one that waits behind another (pipelining) has none yet.
        const over = photos.reading(name, () => void request.socket.destroy());
        response.once('close', over);
        const length = String(bytes.length);
        response.writeHead(200, {
          'content-type': 'application/octet-stream',
          'content-length': length,
        });
        response.end(bytes);
      }
    }
  };
}
