import type { IncomingMessage, ServerResponse } from 'node:http';
import { NaervaerError } from '@naervaer/machines/protocol';
import { may } from '../access/index.ts';
import { sendJson } from '../http/json.ts';
import type { SignedIn } from '../identity/index.ts';
import { createRelayChecks, TooFast } from '../limits/index.ts';
import type { Media } from './index.ts';

interface Deps {
  readonly media: Pick<Media, 'relayCheck'>;
  signedIn(cookies: string | undefined, app: string | null): Promise<SignedIn | undefined>;
}

/**
 * `POST /api/relay-check`: what a device check needs to try each way to the relay (T5). A relay is
 * open to whoever has credentials, so one session gets them only so often (SE3).
 */
export function createRelayCheckRoute({ media, signedIn }: Deps) {
  const checks = createRelayChecks();
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const person = await signedIn(request.headers.cookie, url.searchParams.get('app'));
    if (person === undefined) throw new NaervaerError('signedOut');
    if (!may(person.role, ['signedIn'], 'route POST /api/relay-check')) {
      throw new NaervaerError('forbidden');
    }
    const wait = await checks.take(person.sessionId);
    if (wait > 0) throw new TooFast(wait);
    sendJson(response, 200, media.relayCheck(person.sessionId));
  };
}
