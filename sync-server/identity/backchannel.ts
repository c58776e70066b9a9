import { OrganisationKind } from '@naervaer/machines/protocol';
import type { PersonId, PersonKind } from '@naervaer/machines/protocol';
import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { personIdOf, providerOf } from '../directory/index.ts';
import type { Directory, Provider } from '../directory/index.ts';

import { hasKind } from './kinds.ts';
import { ALGORITHMS, SKEW } from './provider-configuration.ts';
import type { Configurations } from './provider-configuration.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** How long a token may be on its way, in seconds; so long its id is remembered. */
const MOST_AGE = 10 * 60;
/** Ids that are remembered; beyond, the oldest is forgotten. */
const MOST_IDS = 10_000;

/** Whom a provider signed out: a person, or one sign-in of theirs. */
export interface LogoutNotice {
  readonly people: readonly PersonId[];
  readonly issuer: string;
  readonly sid: string | null;
}

const Claims = v.looseObject({
  jti: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  iat: v.number(),
  sub: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  sid: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
  events: v.looseObject({ [EVENT]: v.record(v.string(), v.unknown()) }),
});

/** Why a logout token was not taken; a fixed word for the log. */
export class LogoutRefusal extends Error {
  override readonly name = 'LogoutRefusal';
  readonly why: string;
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.why = why;
  }
}

export interface LogoutTokens {
  /**
   * Verifies a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6).
   * @throws {LogoutRefusal}
   */
  take(token: string): Promise<LogoutNotice>;
}

export function createLogoutTokens({
  directory,
  configurations,
  clock,
}: {
  readonly directory: Directory;
  readonly configurations: Configurations;
  readonly clock: Clock;
}): LogoutTokens {
  /** Ids of tokens that were taken, by when they can be forgotten. */
  const taken = new Map<string, number>();

  function takeOnce(id: string): boolean {
    const now = clock.now();
    if ((taken.get(id) ?? 0) > now) return false;
    taken.delete(id);
    taken.set(id, now + 2 * MOST_AGE * 1000);
    for (const [oldest, end] of taken) {
      if (end > now && taken.size <= MOST_IDS) break;
      taken.delete(oldest);
    }
    return true;
  }

  /** Who of ours has this provider; several organisations may share one. */
  function sharers(issuer: unknown, audience: unknown) {
    const audiences: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
    const kinds: readonly PersonKind[] = ['caregiver', 'clinician', 'administrator'];
    return directory.organisations().flatMap((organisation) =>
      kinds.flatMap((kind): { organisation: typeof organisation; provider: Provider }[] => {
        const provider = providerOf(organisation, kind);
        const isIt =
          provider !== undefined &&
          hasKind(v.parse(OrganisationKind, organisation.kind), kind) &&
          provider.issuer === issuer &&
          audiences.includes(provider.clientId);
        return isIt ? [{ organisation, provider }] : [];
      }),
    );
  }

  return {
    async take(token) {
      let said: JWTPayload;
      try {
        said = decodeJwt(token);
      } catch (cause) {
        throw new LogoutRefusal('malformed', { cause });
      }
      const of = sharers(said.iss, said.aud);
      const [first] = of;
      if (first === undefined) throw new LogoutRefusal('unknownIssuer');
      const { provider } = first;
      const { keys } = await configurations.of(provider).catch((cause: unknown) => {
        throw new LogoutRefusal('providerUnavailable', { cause });
      });
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [...ALGORITHMS],
        issuer: provider.issuer,
        audience: provider.clientId,
        clockTolerance: SKEW,
        maxTokenAge: MOST_AGE,
        requiredClaims: ['iat', 'jti', 'events'],
        currentDate: new Date(clock.now()),
      }).catch((cause: unknown) => {
        const why = cause instanceof errors.JOSEError ? cause.code : 'unverified';
        throw new LogoutRefusal(why, { cause });
      });
      if ('nonce' in payload) throw new LogoutRefusal('nonce');
      const claims = v.safeParse(Claims, payload);
      if (!claims.success) throw new LogoutRefusal('claims');
      const { sub, sid, jti } = claims.output;
      if (sub === undefined && sid === undefined) throw new LogoutRefusal('nobody');
      if (!takeOnce(`${provider.issuer}\n${jti}`)) throw new LogoutRefusal('replayed');
      const people = sub === undefined ? [] : of.map((one) => personIdOf(one.organisation.id, sub));
      return { people: [...new Set(people)], issuer: provider.issuer, sid: sid ?? null };
    },
  };
}
