import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { ACCEPTED, KEYS } from '@naervaer/machines/protocol';
import type { ClinicId, ConsultationId, SessionInfo } from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { boardKind } from '../../apps/kit/session/kinds.ts';
import { createViews } from '../../apps/kit/session/views.ts';
import { CookieJar } from '../support/cookies.ts';
import { eventually } from '../support/eventually.ts';
import { faultyStore } from '../support/faulty-store.ts';
import { freePort } from '../support/free-port.ts';
import { openJournal } from '../support/journal.ts';
import { localServer } from '../support/local-server.ts';
import { joinOnBehalf, joinWithoutCpr } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { SignedInPerson } from '../support/sign-in.ts';
import { clinicOf, staffOf } from '../support/staff.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';

/** Each trap of Hocuspocus, with a test that fails without our guard. */

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function realServer() {
  const server = await serverProcess({ LOG_LEVEL: 'info' });
  closers.push(() => server.dispose());
  await server.start();
  const staff = staffOf(server.origin);
  closers.push(() => staff.close());
  return { server, staff };
}

async function openClinic(clinician: SyncClient) {
  const clinic = clinicOf(clinician);
  expect(await clinician.ask({ type: 'openClinic', clinicId: clinic.id })).toEqual(ACCEPTED);
  return { clinic, board: clinician.board(clinic.id) };
}

describe('an exception in a hook', () => {
  const entry = fileURLToPath(new URL('./entries/throwing-door.ts', import.meta.url));

  test.each([
    'accept',
    'attach',
    'rest',
    'wake',
    'arrived',
    'left',
    'sessionOf',
    'verify',
    'mayRead',
    'clinicOf',
  ])('%s throws: the process lives, and its log holds no message', async (fault) => {
    const server = await serverProcess({ FAULT: fault }, entry);
    closers.push(() => server.dispose());
    await server.start();
    const { host } = new URL(server.origin);
    const person: SignedInPerson = {
      origin: `http://${host}`,
      jar: new CookieJar(),
      info: { sessionId: '00000000-0000-7000-8000-000000000001' } as SessionInfo,
      token: () => Promise.resolve('good'),
      post: () => Promise.reject(new Error('not here')),
    };
    const client = syncClient(person);
    closers.push(() => client.close());
    const clinicId = 'clinic' as ClinicId;
    client.send({ type: 'openClinic', clinicId });
    const view = client.consultation('00000000-0000-7000-8000-000000000002' as ConsultationId);
    const isReached = (): boolean => server.output().includes(`reached ${fault}\n`);
    const isOpen = (): boolean =>
      client.isOnline() && view.epoch() === 1 && view.denied() === undefined;
    await eventually('the fault, or all is open', () => isReached() || isOpen());
    view.close();
    client.disconnect();
    await eventually('the fault', isReached);
    // An unhandled rejection ends a process one turn later.
    for (let rounds = 0; rounds < 10; rounds += 1) {
      expect((await fetch(`${server.origin}/health`)).ok).toBe(true);
    }
    expect(server.isRunning).toBe(true);
    expect(server.output()).not.toContain('only a test does this');
  });
});

test('a TCP reset while an upgrade waits for its session ends nothing', async () => {
  const { server, staff } = await realServer();
  const clinician = await staff.clinician();
  const { hostname, port, host } = new URL(server.origin);
  const cookie = clinician.person.jar.header();
  async function reset(path: string, turns: number): Promise<void> {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    // Also when nobody takes it any more: then the server is dead, which is asked below.
    await new Promise<void>((resolve) => {
      socket.once('connect', () => resolve()).once('close', () => resolve());
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    for (let rounds = 0; rounds < turns; rounds += 1) await turn();
    socket.resetAndDestroy();
  }
  const paths = ['/sync', '/sync', '/peer/peerjs?key=peerjs&id=a&token=b', '/elsewhere'];
  for (let batch = 0; batch < 60; batch += 1) {
    await Promise.all(paths.map((path, index) => reset(path, (batch + index) % 6)));
  }
  expect((await fetch(`${server.origin}/health`)).ok).toBe(true);
  expect(server.isRunning).toBe(true);
  // The one who was there all along notices nothing.
  await openClinic(clinician);
  expect(clinician.lastClose()).toBeUndefined();
});

test('DC1: what a client writes into a view reaches nobody and nothing', async () => {
  const { server, staff } = await realServer();
  const liar = await staff.clinician();
  const { clinic, board } = await openClinic(liar);
  const caregiver = await staff.caregiver();
  expect(await caregiver.ask(joinOnBehalf(clinic.ydernummer))).toEqual(ACCEPTED);
  const other = await staff.clinician('Henrik Solvang');
  const shown = other.board(clinic.id);
  const truth = await eventually('the board', () => shown.value()?.rows[0] && shown.value());
  await eventually('the same board', () => board.value()?.rows[0]);

  const events = () => {
    const file = openJournal(server.dataDir);
    const all = file.events(clinic.id);
    file.close();
    return all;
  };
  const before = events();
  const seen: unknown[] = [];
  shown.document().on('update', () => seen.push(shown.value()));
  const document = board.document();
  const [row] = truth.rows;
  if (row === undefined) throw new Error('there is no row');
  document.transact(() => {
    document.getMap(KEYS.rows).set('invented', { ...row, consultationId: 'invented' });
    document.getMap(KEYS.rows).set(row.consultationId, { ...row, reason: 'forged' });
    document.getMap(KEYS.board).delete(KEYS.head);
  });
  // Said on the same socket after the lie, so the server has read both.
  expect(await liar.ask({ type: 'openClinic', clinicId: clinic.id })).toMatchObject({
    status: 'refused',
  });
  const third = await staff.clinician('Sofie Granlund');
  const fresh = third.board(clinic.id);
  expect(await eventually('a fresh copy', () => fresh.value())).toEqual(truth);
  expect(shown.value()).toEqual(truth);
  expect(seen).toEqual([]);
  expect(events()).toEqual(before);
});

test('DC1: the kit’s own views ask for their documents and never write into them', async () => {
  const { server, staff } = await realServer();
  const clinician = await staff.clinician();
  const { clinic } = await openClinic(clinician);
  const { person } = clinician;
  const sent: { name: string; kind: number; step: number; bytes: number }[] = [];
  class Socket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { origin: person.origin, cookie: person.jar.header() } });
    }
    override send(data: Uint8Array): void {
      // Name, kind and step of a frame are a byte or a short text each; the rest is the update.
      const end = 1 + (data[0] ?? 0);
      const name = Buffer.from(data.subarray(1, end)).toString();
      sent.push({
        name,
        kind: data[end] ?? -1,
        step: data[end + 1] ?? -1,
        bytes: data[end + 2] ?? -1,
      });
      super.send(data);
    }
  }
  const url = `${server.origin.replace('http', 'ws')}/sync`;
  const socket = new HocuspocusProviderWebsocket({
    url,
    WebSocketPolyfill: Socket,
    delay: 50,
    minDelay: 50,
    maxDelay: 200,
  });
  const views = createViews({ socket, token: person.token, onDenied: () => undefined });
  closers.push(() => {
    views.close();
    socket.destroy();
  });
  const board = views.open(`board ${clinic.id}`, boardKind(clinic.id));
  const caregiver = await staff.caregiver();
  expect(await caregiver.ask(joinOnBehalf(clinic.ydernummer))).toEqual(ACCEPTED);
  await eventually('the row', () => board()?.rows[0]);
  /** The epochs under which the board was asked for: 0 for "which?", then the present one. */
  const epochs = (): Set<string> =>
    new Set(sent.map(({ name }) => name).filter((name) => name.startsWith(`board/${clinic.id}/`)));
  const before = epochs().size;
  await server.kill();
  await server.start();
  expect(await caregiver.ask(joinOnBehalf(clinic.ydernummer))).toMatchObject({
    code: 'alreadyInQueue',
  });
  await eventually('the next epoch', () => epochs().size > before);
  expect(await clinician.ask({ type: 'closeClinic', clinicId: clinic.id })).toEqual(ACCEPTED);
  await eventually('the change', () => board()?.head.mode === 'closing');

  const [SYNC, UPDATE, EMPTY] = [0, 2, 2];
  const frames = sent.filter(({ kind }) => kind === SYNC);
  expect(frames.length).toBeGreaterThan(3);
  expect(frames.filter(({ step }) => step === UPDATE)).toEqual([]);
  // What it answers when it is asked what it has is nothing, also after the restart.
  expect(frames.filter(({ step, bytes }) => step === 1 && bytes > EMPTY)).toEqual([]);
});

test('DC2: a view that nobody read for a while is no other document under the same name', async () => {
  const { staff } = await realServer();
  const clinician = await staff.clinician();
  const { clinic, board } = await openClinic(clinician);
  const caregiver = await staff.caregiver();
  const join = caregiver.send(joinOnBehalf(clinic.ydernummer));
  expect(await caregiver.outcome(join)).toEqual(ACCEPTED);
  await eventually('the row', () => board.value()?.rows[0]);
  const copy = board.document();
  const epoch = board.epoch();

  // Anybody's Yjs client keeps its copy while it is away; meanwhile nobody reads the board.
  clinician.disconnect();
  const consultationId = join as string as ConsultationId;
  expect(await caregiver.ask({ type: 'leaveQueue', clinicId: clinic.id, consultationId })).toEqual(
    ACCEPTED,
  );
  clinician.connect();
  await eventually('the board again', () => clinician.isOnline() && board.value());
  await eventually('no row', () => board.value()?.rows.length === 0);
  // Said on the same socket, so all that was to come has come.
  expect(await clinician.ask({ type: 'closeClinic', clinicId: clinic.id })).toEqual(ACCEPTED);
  await eventually('the change', () => board.value()?.head.mode === 'closed');
  expect(board.document()).toBe(copy);
  expect(board.epoch()).toBe(epoch);
  expect(board.value()?.rows).toEqual([]);
});

test('CM3: "synced" is not stored: outcome and view come after the commit, never before', async () => {
  const faulty = faultyStore(createMemoryStore());
  const port = await freePort();
  const server = await localServer(port, { store: faulty.store });
  closers.push(() => server.close());
  // A stop waits for commits that are under way.
  closers.push(() => faulty.letGo());
  const staff = staffOf(`http://localhost:${port}`);
  closers.push(() => staff.close());
  const clinician = await staff.clinician();
  const { clinic, board } = await openClinic(clinician);
  const caregiver = await staff.caregiver();
  // Signed in before: a sign-in waits for its own line in the log.
  const other = await staff.clinician('Henrik Solvang');
  await eventually('an empty board', () => board.value()?.head.mode === 'open');

  faulty.hold();
  const join = caregiver.send(joinOnBehalf(clinic.ydernummer));
  await eventually('the commit waits', () => faulty.held() > 0);
  await eventually('Hocuspocus says synced', () => caregiver.isSynced());
  // A new page makes all the server's round trips, and is shown what is stored.
  const fresh = await eventually('a fresh copy', () => other.board(clinic.id).value);
  await eventually('its first value', () => fresh());
  expect(fresh()?.rows).toEqual([]);
  expect(board.value()?.rows).toEqual([]);
  expect(caregiver.told(join)).toBeUndefined();
  expect(caregiver.isSynced()).toBe(true);

  faulty.letGo();
  expect(await caregiver.outcome(join)).toEqual(ACCEPTED);
  await eventually('the row', () => board.value()?.rows[0]);
});

test('a stop with open documents and deaf sockets is clean and quick, and loses nothing', async () => {
  const { server, staff } = await realServer();
  const clinician = await staff.clinician();
  const { clinic, board } = await openClinic(clinician);
  const caregiver = await staff.caregiver();
  const join = caregiver.send(joinWithoutCpr(clinic.ydernummer));
  expect(await caregiver.outcome(join)).toEqual(ACCEPTED);
  const view = caregiver.consultation(join as string as ConsultationId);
  caregiver.lobby(clinic.id);
  await eventually('the view', () => view.value());
  await eventually('the row', () => board.value()?.rows[0]);

  // One that never answers a close, one in the middle of a request, one that says nothing.
  const deaf = new WebSocket(`${server.origin.replace('http', 'ws')}/sync`, {
    headers: { origin: server.origin, cookie: clinician.person.jar.header() },
  });
  deaf.on('error', () => undefined);
  await new Promise((resolve) => deaf.once('open', resolve));
  deaf.pause();
  const { hostname, port } = new URL(server.origin);
  for (const words of ['POST /api/media HTTP/1.1\r\nContent-Length: 10\r\n', '']) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    closers.push(() => void socket.destroy());
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.write(words);
  }
  closers.push(() => deaf.terminate());

  const epoch = board.epoch();
  const from = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - from).toBeLessThan(3_000);

  await server.start();
  await eventually('the board is back', () => board.epoch() > epoch && board.value()?.rows[0]);
  expect(board.value()?.rows.map(({ consultationId }) => consultationId)).toEqual([join]);
  await eventually(
    'the view is back',
    () => view.epoch() > epoch && view.value()?.state === 'waiting',
  );
});
