import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  AccessCopy,
  AccessSearch,
  AdminChange,
  NaervaerError,
  ProviderTrial,
} from '@naervaer/machines/protocol';
import type { SessionId } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { administratorOf, may } from '../access/index.ts';
import type { AdminAct, AdminTarget } from '../access/index.ts';
import type { AccessFact } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Committer } from '../commit/index.ts';
import { readJson, sendJson } from '../http/json.ts';
import type { Identity, SignedIn } from '../identity/index.ts';
import type { AccessRoutes } from './access-routes.ts';
import { createEffects } from './effects.ts';
import type { EffectsDeps } from './effects.ts';
import { plan } from './plan.ts';
import { createSignedInPeople } from './sessions.ts';
import { stateFor } from './state.ts';
import type { Administrator, DirectoryAdminChange, Facts, Plan } from './types.ts';

/** An administrator's page over HTTP (I4). */
export interface Administration {
  /**
   * Answers `GET /api/admin/state` and `/api/admin/sessions`, and POSTs to `/api/admin/change`, `/api/admin/try-provider`,
   * `/api/admin/access-log` and `/api/admin/access-copy`; the guard before all routes has looked at
   * method and origin.
   * @returns false when the path is not its own; then nothing was written
   * @throws {NaervaerError} `signedOut` · `forbidden` · `badRequest` · `tooLarge` · those of `plan`
   */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
}

interface Deps extends EffectsDeps {
  readonly facts: Facts;
  readonly committer: Pick<Committer, 'add'>;
  readonly clock: Clock;
  readonly identity: Pick<Identity, 'signedIn' | 'sessionsOf' | 'endSessionsOf' | 'tryProvider'>;
  readonly accessRoutes: AccessRoutes;
}

/** A second click within so many milliseconds says the same thing, and not once more. */
const DOUBLE_CLICK_MS = 2_000;

type Answer = (who: SignedIn, body: unknown, response: ServerResponse, url: URL) => Promise<void>;

function parsed<const S extends v.GenericSchema>(
  who: SignedIn,
  schema: S,
  body: unknown,
): v.InferOutput<S> {
  // How it should have been said is nothing to whoever may say none of it.
  if (who.role !== 'administrator') throw new NaervaerError('forbidden');
  const result = v.safeParse(schema, body);
  if (!result.success) throw new NaervaerError('badRequest');
  return result.output;
}

export function createAdministration(deps: Deps): Administration {
  const { facts, committer, clock, identity } = deps;
  const { directory } = facts;
  const effects = createEffects(deps);
  const signedInPeople = createSignedInPeople({ directory, identity });
  let last: { readonly from: SessionId; readonly said: string; readonly at: number } | undefined;

  const administrator = ({ personId, name, organisation, clinics }: SignedIn): Administrator => ({
    personId,
    name,
    organisation,
    clinics,
    kind: directory.organisation(organisation.id)?.kind,
  });

  function judge(who: SignedIn, target: AdminTarget, act: AdminAct): void {
    const relations = administratorOf(administrator(who), target);
    if (!may(who.role, relations, act)) throw new NaervaerError('forbidden');
  }

  /** What is changed and the line that tells of it, in one transaction (P3). */
  function store(who: SignedIn, { changes, target, clinicId }: Plan): Promise<void> {
    const { personId, name, role, organisation } = who;
    const line: AccessFact = {
      at: clock.now(),
      action: 'change',
      purpose: 'administration',
      by: { personId, name, role, organisationId: organisation.id },
      clinicId,
      consultationId: null,
      citizen: null,
      target,
    };
    return directory.change(changes, (records, gone) =>
      committer.add({
        stream: 'administration',
        events: [],
        outcome: null,
        records,
        gone,
        ended: [],
        access: [line],
      }),
    );
  }

  async function decide(who: SignedIn, change: DirectoryAdminChange): Promise<void> {
    const said = JSON.stringify(change);
    const isSecondClick =
      last?.from === who.sessionId && last.said === said && clock.now() - last.at < DOUBLE_CLICK_MS;
    if (isSecondClick) return;
    const planned = await plan(change, administrator(who), facts);
    if (planned.changes.length > 0) {
      await store(who, planned);
      await effects.of(planned);
    }
    last = { from: who.sessionId, said, at: clock.now() };
  }

  const state: Answer = async (who, _body, response) => {
    judge(who, 'own', 'administer state');
    sendJson(response, 200, await stateFor(administrator(who), directory));
  };

  const change: Answer = async (who, body, response) => {
    const asked = parsed(who, AdminChange, body);
    if (asked.type === 'endSessions') await signedInPeople.end(administrator(who), asked);
    else await directory.alone(() => decide(who, asked));
    sendJson(response, 200, {});
  };

  const sessions: Answer = async (who, _body, response, { searchParams }) => {
    judge(who, 'own', 'administer sessions');
    const page = await signedInPeople.list(administrator(who), searchParams.get('before'));
    sendJson(response, 200, page);
  };

  const tryProvider: Answer = async (who, body, response) => {
    const { organisationId, kind } = parsed(who, ProviderTrial, body);
    judge(who, { organisationId }, 'administer tryProvider');
    const organisation = directory.organisation(organisationId);
    const report = organisation && (await identity.tryProvider(organisation, kind));
    if (report === undefined) throw new NaervaerError('unknownTarget');
    sendJson(response, 200, report);
  };

  const accessLog: Answer = async (who, body, response) => {
    const search = parsed(who, AccessSearch, body);
    judge(who, 'own', 'administer accessLog');
    sendJson(response, 200, await deps.accessRoutes.search(administrator(who), search));
  };

  const accessCopy: Answer = async (who, body, response) => {
    const asked = parsed(who, AccessCopy, body);
    judge(who, 'own', 'administer accessCopy');
    const file = await deps.accessRoutes.copy(administrator(who), asked);
    response.writeHead(200, {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(file.body);
  };

  const routes: Readonly<Record<string, Answer>> = {
    '/api/admin/state': state,
    '/api/admin/sessions': sessions,
    '/api/admin/change': change,
    '/api/admin/try-provider': tryProvider,
    '/api/admin/access-log': accessLog,
    '/api/admin/access-copy': accessCopy,
  };

  return {
    async handle(request, response, url) {
      const answer = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
      if (answer === undefined) return false;
      const who = await identity.signedIn(request.headers.cookie, url.searchParams.get('app'));
      if (who === undefined) throw new NaervaerError('signedOut');
      const body = request.method === 'POST' ? await readJson(request) : undefined;
      await answer(who, body, response, url);
      return true;
    },
  };
}
