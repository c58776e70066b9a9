import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { MediaRequest, NaervaerError } from '@naervaer/machines/protocol';
import type { EdgeCode } from '@naervaer/machines/protocol';
import { participantOf } from '@naervaer/machines/views';
import { createMemoryStore, createSqliteStore, lockFolder } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { may, relationsTo } from './access/index.ts';
import { createAccessRoutes, createAdministration, createFacts } from './admin/index.ts';
import { createAccessKeeper, createMacs, openAccessChain } from './audit/index.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { ConfigError } from './config.ts';
import type { Config } from './config.ts';
import { createCore } from './core.ts';
import { createDemoProviders } from './demo/index.ts';
import { openDirectory, tellImport } from './directory/index.ts';
import { createEpochs } from './epochs/index.ts';
import { createApps } from './http/apps.ts';
import { createGuard, TooFast } from './http/guard.ts';
import { routeOf } from './http/routes.ts';
import { secure } from './http/headers.ts';
import { readJson, refuse, sendJson } from './http/json.ts';
import { refuseUpgrade } from './http/refuse-upgrade.ts';
import { createCookies } from './identity/cookies.ts';
import { sendErrorPage } from './identity/error-page.ts';
import { createIdentity } from './identity/index.ts';
import type { Identity, SignedIn } from './identity/index.ts';
import { createKeyring, openMasters, rememberMaster } from './keys/index.ts';
import { shapeOf } from './log.ts';
import { createLimits } from './limits/index.ts';
import type { Claimed } from './limits/index.ts';
import type { Log } from './log.ts';
import { createMedia } from './media/index.ts';
import type { RelayState } from './media/index.ts';
import { handleStatic, languageOf } from './pages/index.ts';
import { sendStartPage } from './pages/start.ts';
import { createEraser, createRetention } from './retention/index.ts';
import { serverSecret } from './secret.ts';
import { createSecurityLog } from './security-log.ts';
import { createSyncDoor } from './sync/index.ts';

/** One running Nærvær. */
export interface RunningServer {
  /** Where this process listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: URL;
  readonly relay: RelayState;
  /** Ends every connection and timer, and leaves the journal whole. Idempotent. */
  close(): Promise<void>;
}

export interface ServerDeps {
  readonly log: Log;
  readonly clock?: Clock;
  /** Given by tests; else the configured one is opened and closed here. */
  readonly store?: Store;
}

/** Refused connections wait 1, 3 and 7 seconds: let a whole country queue at the door instead. */
const BACKLOG = 4096;
const SWEEP_MS = 60_000;
/** How long an outcome is remembered: longer than a tablet stays in a drawer over a weekend. */
const OUTCOMES_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Composes and starts the server. `GET /health` is good from the moment that this resolves.
 * @throws {ConfigError} for what the mode refuses to start with
 * @throws {StoreError} `unavailable` · `tooNew`
 */
export async function startServer(config: Config, deps: ServerDeps): Promise<RunningServer> {
  const { log, clock = systemClock } = deps;
  const store = deps.store ?? openStore(config);
  const startedAt = clock.now();
  // First of all: with the wrong master keys nothing may be written (ST2).
  const masters = openMasters(config);
  const keyring = await createKeyring({ store, masters, clock });
  const directory = await openDirectory(config, store, keyring);
  await rememberMaster(store, masters);
  const secret = await serverSecret(config.secret, store);
  const epochs = await createEpochs({ store, clock, log, onNew: () => door.renew() });
  const security = createSecurityLog(log);
  const limits = createLimits({
    log,
    security,
    trustedProxies: config.trustedProxies,
    factor: config.rateLimitFactor,
  });
  const http = createServer({ requestTimeout: 30_000, maxHeaderSize: 16 * 1024 });
  const ownUrl = (): URL => {
    const { port } = http.address() as AddressInfo;
    return new URL(
      `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    );
  };

  const chain = await openAccessChain({ store, keyring, log });
  const people = new Map<string, SignedIn>();
  const core = createCore({
    store,
    directory,
    sealer: keyring.sealer,
    access: chain,
    clock,
    log,
    security,
    mode: config.mode,
    personOf: async ({ sessionId }) => people.get(sessionId),
    peersOf: (id) => media.peersOf(id),
    onCallOver: (id) => media.closeRoom(id),
  });
  const media = await createMedia({
    config,
    secret,
    clock,
    log,
    security,
    limits,
    roomOf: core.roomOf,
    isSignedIn: (id) => identity.isSignedIn(id),
    onPeers: core.projector.publishConsultation,
  });
  const identity: Identity = await createIdentity({
    store,
    directory,
    config,
    secret,
    clock,
    log,
    openConsultationsOf: async (personId) => core.openConsultationsOf(personId),
    record: (fact) => core.access.write([fact]),
    recordLater: core.access.writeLater,
    onSessionsEnded(ids) {
      for (const id of ids) people.delete(id);
      door.revoke(ids);
      media.revoke(ids);
    },
    baseUrl: ownUrl,
  });
  const door = createSyncDoor({
    clock,
    log,
    security,
    epoch: epochs.current,
    origin: config.publicUrl.origin,
    mailbox: core.mailbox,
    projector: core.projector,
    presence: core.presence,
    boardViews: core.boardViews,
    async sessionOf({ url, headers }) {
      const app = URL.parse(url ?? '/', config.publicUrl)?.searchParams.get('app') ?? null;
      return (await identity.signedIn(headers.cookie, app))?.sessionId;
    },
    async verify(token) {
      const person = await identity.verifySyncToken(token);
      people.set(person.sessionId, person);
      const tokenExpiresAt = (decodeJwt(token).exp ?? 0) * 1000;
      return { ...(await core.senderOf(person)), sessionId: person.sessionId, tokenExpiresAt };
    },
    mayRead: async (guest, name) => {
      const person = people.get(guest.sessionId);
      return person !== undefined && core.mayRead(person, name);
    },
    clinicOf: (name) =>
      name.kind === 'consultation' ? core.whereabouts.clinicOf(name.consultationId) : name.clinicId,
  });
  const administration = createAdministration({
    facts: createFacts({ config, directory, store, host: core.host }),
    committer: core.committer,
    identity,
    accessRoutes: createAccessRoutes({ store, directory, keyring, access: core.access, clock }),
    clock,
    log,
    connected: () => people.values(),
    showClinic: core.showClinic,
  });
  const apps = createApps();
  const demo =
    config.mode === 'demo'
      ? await createDemoProviders({ store, directory, config, log })
      : undefined;

  async function grantMedia(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<void> {
    const person = await identity.signedIn(request.headers.cookie, url.searchParams.get('app'));
    if (person === undefined) throw new NaervaerError('signedOut');
    const body = v.safeParse(MediaRequest, await readJson(request));
    if (!body.success) throw new NaervaerError('badRequest');
    const { clinicId, consultationId } = body.output;
    const snapshot = core.host.peek(clinicId);
    const relations = relationsTo(person, clinicId, { id: consultationId, snapshot });
    const roomId = core.roomOf(consultationId);
    const side = snapshot && participantOf(snapshot, consultationId, person.personId);
    const isAllowed = may(person.role, relations, 'route POST /api/media');
    if (!isAllowed || roomId === undefined || side === undefined) {
      throw new NaervaerError('forbidden');
    }
    sendJson(
      response,
      200,
      await media.grant({ sessionId: person.sessionId, consultationId, roomId, side }),
    );
  }

  let lastCheck: { at: number; isGood: Promise<boolean> } | undefined;
  /** The store's check really writes: once a second is enough for whoever asks. */
  function isStoreGood(): Promise<boolean> {
    const now = clock.now();
    if (lastCheck === undefined || now - lastCheck.at > 1000) {
      lastCheck = {
        at: now,
        isGood: store.check().then(
          () => true,
          () => false,
        ),
      };
    }
    return lastCheck.isGood;
  }

  async function health(response: ServerResponse): Promise<void> {
    const isGood = await isStoreGood();
    sendJson(response, isGood ? 200 : 503, {
      status: isGood ? 'ok' : 'unavailable',
      mode: config.mode,
      store: isGood ? 'ok' : 'unavailable',
      relay: media.relay.kind,
      epoch: epochs.current(),
      connections: door.connections,
      documents: door.documents,
      uptimeSeconds: Math.round((clock.now() - startedAt) / 1000),
    });
  }

  const cookies = createCookies(config.publicUrl);
  function claimedOf({ headers }: IncomingMessage, url: URL | null): Claimed {
    const app = url?.searchParams.get('app') ?? null;
    const sessions = Object.entries(cookies.session);
    const own = sessions.filter(([name]) => app === null || app === name);
    return {
      secret: own
        .map(([, cookie]) => cookie.read(headers.cookie))
        .find((each) => each !== undefined),
      isOpen: async () => (await identity.signedIn(headers.cookie, app)) !== undefined,
    };
  }
  const guard = createGuard({
    config,
    limits,
    sessionOf: claimedOf,
    organisationOf: (id) => directory.organisation(id)?.id,
  });

  /** A person stands before a sign-in's answer: what is too much of it is a page, not JSON. */
  function slowDown(
    request: IncomingMessage,
    response: ServerResponse,
    { seconds }: TooFast,
  ): void {
    const url = URL.parse(request.url ?? '/', config.publicUrl);
    if (url === null || routeOf(url.pathname, config.mode)?.kind !== 'signIn') {
      return refuse(response, 'tooFast', seconds);
    }
    response.setHeader('Retry-After', seconds);
    const organisation = directory.organisation(url.searchParams.get('organisation') ?? '');
    const about = { lang: languageOf(request), mode: config.mode, organisation, app: null };
    sendErrorPage(response, 'tooFast', about);
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secure(response, config.publicUrl);
    // A request line may hold anything; what is no path of a URL is nobody's path.
    const url = URL.parse(request.url ?? '/', config.publicUrl);
    if (url === null) throw new NaervaerError('badRequest');
    // Every path is listed in `http/routes.ts`; what is not is answered 404 here.
    await guard(request, response, url);
    if (url.pathname === '/health') return health(response);
    if (url.pathname === '/api/media' && request.method === 'POST') {
      return grantMedia(request, response, url);
    }
    if (await demo?.handle(request, response, url)) return;
    if (await administration.handle(request, response, url)) return;
    if (await identity.handle(request, response, url)) return;
    if (handleStatic(request, response, url)) return;
    if (url.pathname === '/') {
      return sendStartPage(request, response, { config, directory, relay: media.relay });
    }
    if (apps(request, response, url)) return;
    throw new NaervaerError('notFound');
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = request.url?.split('?')[0] ?? '';
    if (routeOf(path, config.mode)?.kind !== 'upgrade') {
      security.tell('upgradeRefused', { code: 'notFound' });
      return refuseUpgrade(socket, 404, 'notFound');
    }
    const url = URL.parse(request.url ?? '/', config.publicUrl);
    const wait = await limits.upgrade(request, claimedOf(request, url));
    const place = limits.enter(request);
    if (wait > 0 || place === undefined) {
      place?.left();
      return refuseUpgrade(socket, 429, 'tooFast', { 'Retry-After': Math.max(1, wait) });
    }
    socket.once('close', place.left);
    if (socket.destroyed) place.left();
    if (path === '/sync') door.upgrade(request, socket, head);
    else media.upgrade(request, socket, head);
  }

  /** Into the plain log, if it was one: with the route as it is listed, never as it was asked. */
  async function tellAttempt(request: IncomingMessage, code: EdgeCode): Promise<void> {
    if (code !== 'wrongOrigin' && code !== 'forbidden') return;
    const url = URL.parse(request.url ?? '/', config.publicUrl);
    const about = routeOf(url?.pathname ?? '', config.mode)?.path ?? 'none';
    if (code === 'wrongOrigin') return security.tell('originRefused', { code, about });
    const app = url?.searchParams.get('app') ?? null;
    const who = await identity.signedIn(request.headers.cookie, app).catch(() => undefined);
    security.tell('requestRefused', { code, about, session: who?.sessionId });
  }

  http.on('request', (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (error instanceof TooFast && !response.headersSent) {
        return slowDown(request, response, error);
      }
      const code = error instanceof NaervaerError ? (error.code as EdgeCode) : 'internal';
      if (code === 'internal') log.error(shapeOf(error), 'request failed');
      void tellAttempt(request, code);
      if (response.headersSent) response.destroy();
      else refuse(response, code);
    });
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // First of all: a reset while anything below waits must not end the process.
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((error: unknown) => {
      log.error(shapeOf(error), 'upgrade failed');
      socket.destroy();
    });
  });
  http.on('connection', (socket: Socket) => {
    if (!limits.connection(socket)) socket.destroy();
  });
  http.on('clientError', (_error, socket) => {
    security.tell('requestRefused', { code: 'badRequest', about: 'noHttp' });
    refuseUpgrade(socket, 400, 'badRequest');
  });

  await core.start();
  await tellImport(store, clock, core.access.write);
  let stopSweep = (): void => undefined;
  function sweep(): void {
    const now = clock.now();
    security.minute();
    // A session that merely ran out tells nobody; whoever still uses it was verified since.
    for (const [id, { expiresAt }] of people) if (expiresAt <= now) people.delete(id);
    Promise.all([store.sweep(now, now - OUTCOMES_KEPT_MS), identity.sweep()]).catch(
      (error: unknown) => log.warn(shapeOf(error), 'sweep failed'),
    );
    stopSweep = clock.after(SWEEP_MS, sweep);
  }
  sweep();
  const keeping = {
    store,
    sealer: keyring.sealer,
    host: core.host,
    committer: core.committer,
    access: core.access,
    clock,
    log,
  };
  const retention = createRetention({
    ...keeping,
    clinicIds: () => directory.clinics().map(({ id }) => id),
    retentionOf: directory.retentionOf,
  });
  const eraser = createEraser(keeping);
  eraser.start();
  const accessKeeper = createAccessKeeper({
    store,
    chain,
    macs: createMacs(keyring),
    clock,
    log,
    days: directory.accessLogDays,
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen({ port: config.port, host: config.host, backlog: BACKLOG }, () => {
      http.off('error', reject);
      resolve();
    });
  });

  let closing: Promise<void> | undefined;
  return {
    url: ownUrl(),
    relay: media.relay,
    close() {
      closing ??= (async () => {
        stopSweep();
        security.minute();
        epochs.close();
        http.close();
        await door.close();
        await retention.close();
        await eraser.close();
        await core.close();
        accessKeeper.close();
        await media.close();
        http.closeAllConnections();
        if (deps.store === undefined) await store.close();
      })();
      return closing;
    },
  };
}

/** @throws {ConfigError} `folderInUse` */
function openStore(config: Config): Store {
  if (config.storage === 'memory') return createMemoryStore();
  // CM5: two processes on one folder would both give the same patient away.
  const lock = lockFolder(config.dataDir);
  if (lock === undefined) {
    throw new ConfigError(
      'folderInUse',
      'Another Nærvær runs on DATA_DIR. Stop it first, or give this one a folder of its own.',
    );
  }
  try {
    const store = createSqliteStore({ file: `${config.dataDir}/naervaer.sqlite` });
    return {
      ...store,
      async close() {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
