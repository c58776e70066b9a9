import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  ClinicId,
  ConsultationId,
  Instant,
  OrganisationId,
  PersonId,
  PersonKind,
  SessionId,
  SessionsPage,
  TrialReport,
} from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import type { AccessFact, Actor } from '../audit/types.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Directory, Organisation } from '../directory/index.ts';
import type { Log } from '../log.ts';
import type { People } from './sessions.ts';

/** Somebody who signed in and still is. */
export interface SignedIn {
  readonly sessionId: SessionId;
  readonly personId: PersonId;
  readonly name: string;
  readonly role: PersonKind;
  readonly organisation: { readonly id: OrganisationId; readonly name: string };
  /** Where a clinician works, or what an administrator of clinics looks after; else empty. */
  readonly clinics: readonly ClinicId[];
  /** When the session ends unless it is used; a clinician's does not move on with use. */
  readonly expiresAt: Instant;
}

export interface Identity {
  /**
   * Answers `GET /auth/login?organisation=&app=tablet|board|insight&to=`, `GET /auth/callback`,
   * `GET /auth/failed`, `GET|POST /auth/initiate` (B13), `POST /auth/backchannel-logout`,
   * `GET /auth/signed-out`, `GET /api/session`, `POST /api/sync-token`, `POST /api/sign-out` and
   * `GET /api/directory`. Never rejects. `GET /api/session?look=1` is no use of the session: an
   * administrator's ends half an hour after whatever else was asked.
   * @returns false when the path is not its own; then nothing was written
   */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>;
  /**
   * Whose cookie it is; undefined when it is nobody's any more.
   * @param app whose session of the browser's: `tablet`, `board` or `insight`; null for whichever
   * there is
   */
  signedIn(cookieHeader: string | undefined, app: string | null): Promise<SignedIn | undefined>;
  /** Whether this session goes on. */
  isSignedIn(sessionId: SessionId): Promise<boolean>;
  /**
   * Who may open a sync connection (SE2). A token outlives no session.
   * @throws {NaervaerError} `sessionExpired` for a token that is too old, else `signedOut`
   */
  verifySyncToken(token: string): Promise<SignedIn>;
  /**
   * Revokes every session of a person, at once.
   * @param by who asked for it; nobody when it follows from a change
   */
  endSessionsOf(personId: PersonId, by?: Actor): Promise<void>;
  /** Who is signed in now among these people, the newest first. */
  sessionsOf(people: People, before: SessionId | null): Promise<SessionsPage>;
  /**
   * Walks to a provider as it is set up now, and tells each step (I4).
   * @returns undefined when no provider is set up for this kind of person
   */
  tryProvider(organisation: Organisation, kind: PersonKind): Promise<TrialReport | undefined>;
  /** Deletes what was kept long enough: names of people whom no clinic took in. */
  sweep(): Promise<void>;
}

export interface IdentityDeps {
  readonly store: Store;
  readonly directory: Directory;
  readonly config: Config;
  /** The server's secret, from which every key of identity is derived. */
  readonly secret: string | Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
  /** Consultations of a person that are not over (T7). */
  openConsultationsOf(
    personId: PersonId,
  ): Promise<readonly { readonly consultationId: ConsultationId; readonly clinicId: ClinicId }[]>;
  /** Writes a line of the access log; what cannot be logged does not happen (P3). */
  record?(fact: AccessFact): Promise<void>;
  /** The same for what must happen whether or not the disk takes a line. */
  recordLater?(facts: readonly AccessFact[]): void;
  /** Called after sessions are gone: their connections must go too (SE2). */
  onSessionsEnded(ids: readonly SessionId[]): void;
  /**
   * Where this process reaches its own HTTP server, e.g. `http://127.0.0.1:8080`; asked at each
   * request. The demo's providers are talked to there, whatever PUBLIC_URL is.
   */
  baseUrl(): URL;
}
