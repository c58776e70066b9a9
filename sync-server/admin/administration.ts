import type { IncomingMessage, ServerResponse } from 'node:http';
import { AdminChange, NaervaerError, ProviderTrial } from '@naervaer/machines/protocol';
import type { SessionId, TrialReport } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { administratorOf, may } from '../access/index.ts';
import type { AdminAct, AdminTarget } from '../access/index.ts';
import type { AccessFact } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Committer } from '../commit/index.ts';
import { readJson, sendJson } from '../http/json.ts';
import type { Identity, SignedIn } from '../identity/index.ts';
import { createEffects } from './effects.ts';
import type { EffectsDeps } from './effects.ts';
import { plan } from './plan.ts';
import { stateFor } from './state.ts';
import type { Administrator, Facts, Plan } from './types.ts';

/** An administrator's page over HTTP (I4). */
export interface Administration {
  /**
   * Answers `GET /api/admin/state` and POSTs to `/api/admin/change` and `/api/admin/try-provider`;
   * the guard before all routes has looked at method and origin.
   * @returns false when the path is not its own; then nothing was written
   * @throws {NaervaerError} `signedOut` · `forbidden` · `badRequest` · `tooLarge` · those of `plan`
   */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
}

interface Deps extends EffectsDeps {
  readonly facts: Facts;
  readonly committer: Pick<Committer, 'add'>;
  readonly clock: Clock;
  readonly identity: Pick<Identity, 'signedIn' | 'endSessionsOf' | 'tryProvider'>;
}

/** A second click within so many milliseconds says the same thing, and not once more. */
const DOUBLE_CLICK_MS = 2_000;

type Answer = (who: SignedIn, body: unknown) => Promise<unknown>;

export function createAdministration(deps: Deps): Administration {
  const { facts, committer, clock, identity } = deps;
  const { directory } = facts;
  const effects = createEffects(deps);
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

  async function decide(who: SignedIn, change: AdminChange): Promise<void> {
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

  const state: Answer = async (who) => {
    judge(who, 'own', 'administer state');
    return stateFor(administrator(who), directory);
  };

  const change: Answer = async (who, body) => {
    // Nothing of what it may be is worth telling to whoever may change nothing at all.
    if (who.role !== 'administrator') throw new NaervaerError('forbidden');
    const parsed = v.safeParse(AdminChange, body);
    if (!parsed.success) throw new NaervaerError('badRequest');
    await directory.alone(() => decide(who, parsed.output));
    return {};
  };

  const tryProvider: Answer = async (who, body): Promise<TrialReport> => {
    if (who.role !== 'administrator') throw new NaervaerError('forbidden');
    const parsed = v.safeParse(ProviderTrial, body);
    if (!parsed.success) throw new NaervaerError('badRequest');
    const { organisationId, kind } = parsed.output;
    judge(who, { organisationId }, 'administer tryProvider');
    const organisation = directory.organisation(organisationId);
    const report = organisation && (await identity.tryProvider(organisation, kind));
    if (report === undefined) throw new NaervaerError('unknownTarget');
    return report;
  };

  const routes: Readonly<Record<string, Answer>> = {
    '/api/admin/state': state,
    '/api/admin/change': change,
    '/api/admin/try-provider': tryProvider,
  };

  return {
    async handle(request, response, url) {
      const answer = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
      if (answer === undefined) return false;
      const who = await identity.signedIn(request.headers.cookie, url.searchParams.get('app'));
      if (who === undefined) throw new NaervaerError('signedOut');
      const body = request.method === 'POST' ? await readJson(request) : undefined;
      sendJson(response, 200, await answer(who, body));
      return true;
    },
  };
}
