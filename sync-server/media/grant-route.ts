import type { IncomingMessage, ServerResponse } from 'node:http';
import { MediaRequest, NaervaerError } from '@naervaer/machines/protocol';
import type { PartyId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import type { Core } from '../core.ts';
import { readJson, sendJson } from '../http/json.ts';
import type { SignedIn } from '../identity/index.ts';
import type { Media } from './index.ts';
import { placeIn } from './place.ts';

interface Deps {
  readonly core: Pick<Core, 'host' | 'roomOf'>;
  readonly media: Pick<Media, 'grant'>;
  signedIn(cookies: string | undefined, app: string | null): Promise<SignedIn | undefined>;
}

/** `POST /api/media`: a way into the room of one's own call (C7, SE1). */
export const createGrantRoute =
  ({ core, media, signedIn }: Deps) =>
  async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const person = await signedIn(request.headers.cookie, url.searchParams.get('app'));
    if (person === undefined) throw new NaervaerError('signedOut');
    const body = v.safeParse(MediaRequest, await readJson(request));
    if (!body.success) throw new NaervaerError('badRequest');
    const { clinicId, consultationId, fingerprint } = body.output;
    const act = 'route POST /api/media';
    const { roomId, side } = placeIn(core, person, { clinicId, consultationId, act });
    // One of each side, and no name in it: it travels in a token.
    const partyId = side as string as PartyId;
    const { sessionId } = person;
    const who = { sessionId, consultationId, roomId, partyId, side, fingerprint };
    sendJson(response, 200, await media.grant(who));
  };
