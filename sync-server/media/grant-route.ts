import type { IncomingMessage, ServerResponse } from 'node:http';
import { MediaRequest, NaervaerError } from '@naervaer/machines/protocol';
import type { PartyId } from '@naervaer/machines/protocol';
import { participantOf } from '@naervaer/machines/views';
import * as v from 'valibot';
import { may, relationsTo } from '../access/index.ts';
import type { Core } from '../core.ts';
import { readJson, sendJson } from '../http/json.ts';
import type { SignedIn } from '../identity/index.ts';
import type { Media } from './index.ts';

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
    const snapshot = core.host.peek(clinicId);
    const relations = relationsTo(person, clinicId, { id: consultationId, snapshot });
    const roomId = core.roomOf(consultationId);
    const side = snapshot && participantOf(snapshot, consultationId, person.personId);
    const isAllowed = may(person.role, relations, 'route POST /api/media');
    if (!isAllowed || roomId === undefined || side === undefined) {
      throw new NaervaerError('forbidden');
    }
    const { sessionId } = person;
    // One of each side, and no name in it: it travels in a token.
    const partyId = side as string as PartyId;
    const who = { sessionId, consultationId, roomId, partyId, side, fingerprint };
    sendJson(response, 200, await media.grant(who));
  };
