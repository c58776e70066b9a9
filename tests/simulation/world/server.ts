import { NaervaerError } from '@naervaer/machines/protocol';
import type { Epoch, PersonId, SessionId, SyncToken } from '@naervaer/machines/protocol';
import type { Store } from '@naervaer/storage';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import type { Clock } from '@naervaer/sync-server/clock.ts';
import { unlogged } from '@naervaer/sync-server/commit/index.ts';
import { createCore } from '@naervaer/sync-server/core.ts';
import type { Person } from '@naervaer/sync-server/core.ts';
import { createDirectory } from '@naervaer/sync-server/directory/directory.ts';
import type { TextSeal } from '@naervaer/sync-server/directory/index.ts';
import { createEpochs } from '@naervaer/sync-server/epochs/index.ts';
import type { Log } from '@naervaer/sync-server/log.ts';
import { createSyncDoor } from '@naervaer/sync-server/sync/index.ts';
import { HEARTBEAT_MS } from '@naervaer/sync-server/sync/limits.ts';
import { plainSealer } from '../../support/plain-sealer.ts';
import { serverSocket } from './sockets.ts';
import type { End } from './wire.ts';

/** The real server without HTTP, as one process of the world runs it. */
export interface Server {
  readonly epoch: () => Epoch;
  accept(sessionId: SessionId, end: End): Promise<void>;
  syncToken(sessionId: SessionId): Promise<SyncToken>;
  hasSession(sessionId: SessionId): Promise<boolean>;
  endSession(sessionId: SessionId): Promise<void>;
  /** As `RunningServer.close`. */
  close(): Promise<void>;
}

interface Deps {
  readonly store: Store;
  readonly log: Log;
  personBy(personId: PersonId): Person | undefined;
}

const HOUR_MS = 3_600_000;
/** Longer than the real five minutes: renewing is the same work each time. */
const TOKEN_MS = HOUR_MS;
/** As in the product. */
const OUTCOMES_KEPT_MS = 7 * 24 * HOUR_MS;
/** The pages feel their line seldom, so the server is patient too. */
export const SILENCE_MS = 30 * 60_000;

/** How often the door looks whether a token is old. */
const TOKEN_LOOK_MS = 30_000;

/** A token says who and until when. It need not be signed: nobody here forges one. */
const tokenOf = (sessionId: SessionId, expiresAt: number): string => `${sessionId} ${expiresAt}`;

/** Nothing of the town is secret. */
const openTexts: TextSeal = { sealText: async (text) => text, openText: async (text) => text };

/** A clock by which the door looks for dead lines and old tokens less often: quiet days are long. */
const patient = (clock: Clock): Clock => ({
  now: clock.now,
  after: (ms, wake) =>
    clock.after(ms === HEARTBEAT_MS || ms === TOKEN_LOOK_MS ? ms * 10 : ms, wake),
});

/** Composes what `startServer` composes, in its order. */
/** Nobody here tries what they may not. */
const unwatched = { tell: () => undefined };

export async function startSimulatedServer({ store, log, personBy }: Deps): Promise<Server> {
  const clock = systemClock;
  const directory = await createDirectory(store, openTexts);
  const epochs = await createEpochs({ store, clock, log, onNew: () => door.renew() });
  const people = new Map<string, Person & { readonly sessionId: SessionId }>();

  async function signedIn(sessionId: SessionId) {
    const session = await store.session(sessionId);
    const person = session && personBy(session.personId);
    if (person === undefined) throw new NaervaerError('signedOut');
    return { ...person, sessionId };
  }

  const core = createCore({
    store,
    directory,
    sealer: plainSealer,
    access: unlogged,
    clock,
    log,
    security: unwatched,
    mode: 'demo',
    personOf: async ({ sessionId }) => people.get(sessionId),
    peersOf: () => [],
    onCallOver: () => undefined,
  });
  const door = createSyncDoor({
    clock: patient(clock),
    log,
    security: unwatched,
    epoch: epochs.current,
    origin: 'http://simulated',
    silenceMs: SILENCE_MS,
    mailbox: core.mailbox,
    projector: core.projector,
    presence: core.presence,
    // No log is kept here, so nobody has to know who sees whom.
    boardViews: { opened: () => undefined, closed: () => undefined },
    // Only an upgrade over HTTP asks, and there is none.
    sessionOf: async () => undefined,
    async verify(token) {
      const [id = '', until = ''] = token.split(' ');
      const person = await signedIn(id as SessionId);
      if (Number(until) <= clock.now()) throw new NaervaerError('sessionExpired');
      people.set(id, person);
      const sender = await core.senderOf(person);
      return { ...sender, sessionId: person.sessionId, tokenExpiresAt: Number(until) };
    },
    mayRead: async (guest, name) => {
      const person = people.get(guest.sessionId);
      return person !== undefined && core.mayRead(person, name);
    },
    clinicOf: (name) =>
      name.kind === 'consultation' ? core.whereabouts.clinicOf(name.consultationId) : name.clinicId,
  });

  await core.start();
  function sweep(): void {
    const now = clock.now();
    store.sweep(now, now - OUTCOMES_KEPT_MS).catch((error: unknown) => log.warn(error, 'sweep'));
    clock.after(HOUR_MS, sweep);
  }
  sweep();

  return {
    epoch: epochs.current,
    async accept(sessionId, end) {
      // The upgrade's own look at the cookie.
      const isIn = await store.session(sessionId);
      if (isIn === undefined) return end.abort();
      end.open();
      door.serve(serverSocket(end), sessionId);
    },
    async syncToken(sessionId) {
      await signedIn(sessionId);
      const expiresAt = clock.now() + TOKEN_MS;
      return { token: tokenOf(sessionId, expiresAt), expiresAt };
    },
    hasSession: async (sessionId) => (await store.session(sessionId)) !== undefined,
    async endSession(sessionId) {
      await store.endSession(sessionId);
      people.delete(sessionId);
      door.revoke([sessionId]);
    },
    async close() {
      epochs.close();
      await door.close();
      await core.close();
    },
  };
}
