import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import type { Store } from '@naervaer/storage';
import { createAccessRoutes, createAdministration, createFacts } from './admin/index.ts';
import { createAccessKeeper, createMacs, openAccessChain } from './audit/index.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createCore } from './core.ts';
import { createDemoProviders } from './demo/index.ts';
import { assertMode, openDirectory, tellImport } from './directory/index.ts';
import { createEpochs } from './epochs/index.ts';
import { createApps } from './http/apps.ts';
import { attachFront } from './http/front.ts';
import { createHealth } from './http/health.ts';
import { createIdentity } from './identity/index.ts';
import type { Identity, SignedIn } from './identity/index.ts';
import { createKeyring, rememberMaster } from './keys/index.ts';
import { shapeOf } from './log.ts';
import { createLimits } from './limits/index.ts';
import type { Log } from './log.ts';
import { createGrantRoute } from './media/grant-route.ts';
import { createRelayCheckRoute } from './media/relay-check-route.ts';
import { createMedia } from './media/index.ts';
import type { RelayState } from './media/index.ts';
import { mastersOf } from './masters-of.ts';
import { openStore } from './open-store.ts';
import { handleStatic } from './pages/index.ts';
import { sendStartPage } from './pages/start.ts';
import { createPhotoRoute, createPhotos } from './photos/index.ts';
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
  await assertMode(config, store);
  // Before anything is written: with the wrong master keys nothing may be (ST2).
  const masters = await mastersOf(config, store, log);
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
  const http = createServer({
    headersTimeout: 30_000,
    // A piece of a photo takes 35 seconds at 60 kbit/s (C5).
    requestTimeout: 60_000,
    maxHeaderSize: 16 * 1024,
  });
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
    onCallOver(id) {
      media.closeRoom(id);
      photos.closeRoom(id);
    },
  });
  const photos = createPhotos(clock);
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

  const { signedIn } = identity;
  const grantMedia = createGrantRoute({ core, media, signedIn });
  const checkRelay = createRelayCheckRoute({ media, signedIn });
  const relayPhoto = createPhotoRoute({ core, photos, signedIn });
  const health = createHealth({
    store,
    clock,
    about: () => ({
      mode: config.mode,
      relay: media.relay.kind,
      epoch: epochs.current(),
      connections: door.connections,
      documents: door.documents,
    }),
  });

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<boolean> {
    if (url.pathname === '/health') await health(response);
    else if (url.pathname === '/api/media') await grantMedia(request, response, url);
    else if (url.pathname === '/api/relay-check') await checkRelay(request, response, url);
    else if (url.pathname.startsWith('/api/photos/')) await relayPhoto(request, response, url);
    else if (url.pathname === '/') {
      sendStartPage(request, response, { config, directory, relay: media.relay });
    } else {
      return (
        (await demo?.handle(request, response, url)) === true ||
        (await administration.handle(request, response, url)) ||
        (await identity.handle(request, response, url)) ||
        handleStatic(request, response, url) ||
        apps(request, response, url)
      );
    }
    return true;
  }
  attachFront(http, {
    config,
    directory,
    identity,
    limits,
    security,
    log,
    answer,
    upgrades: new Map([
      ['/sync', door.upgrade],
      ['/peer/peerjs', media.upgrade],
      ['/api/call-line', media.upgradeLine],
    ]),
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
        photos.close();
        await media.close();
        http.closeAllConnections();
        if (deps.store === undefined) await store.close();
      })();
      return closing;
    },
  };
}
