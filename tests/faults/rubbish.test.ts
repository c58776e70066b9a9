import { readFile } from 'node:fs/promises';
import {
  KEYS,
  lobbyDocument,
  newCommandId,
  newPeerId,
  PROTOCOL_VERSION,
  sessionDocument,
} from '@naervaer/machines/protocol';
import type { CommandInput, Epoch, Outcome } from '@naervaer/machines/protocol';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bystander } from '../support/bystander.ts';
import type { Bystander } from '../support/bystander.ts';
import { eventually } from '../support/eventually.ts';
import { createMarks, sentenceOf } from '../support/marks.ts';
import { rawSync, rawSyncOn, upgrade } from '../support/raw-sync.ts';
import type { RawSync } from '../support/raw-sync.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';

const YDERNUMMER = '057584';
/** Megabytes after all of this; an idle server has about 150. */
const MEMORY_BOUND = 600;
/** Milliseconds that somebody else's answer may take while all this goes on, on a busy machine. */
const PATIENCE = 5_000;

const marks = createMarks();
let server: ServerProcess;
/** The same at the end: nothing of all this ended the process. */
let firstEpoch: Epoch;
let mette: SignedInPerson;
/** Whose sockets misbehave; a session of its own, so that each test begins with an empty document. */
let rowdy: SignedInPerson;
const used: RawSync[] = [];
let tablet: SyncClient;
let thomas: SyncClient;
let other: Bystander;

const refusal = (code: string): Outcome => ({ status: 'refused', code }) as Outcome;

/** A correct join, spoiled by the test. */
const join = (spoiled: Record<string, unknown> = {}): CommandInput =>
  ({
    ...joinOnBehalf(YDERNUMMER, { number: '720341-1234', name: marks.mark('name') }),
    reason: marks.mark('reason'),
    ...spoiled,
  }) as CommandInput;

const memory = async (): Promise<number> => {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
};

/** When nothing of the rowdy session is left: only the two who work are connected. */
const calm = (): Promise<unknown> =>
  eventually('the rowdy session to be gone', async () => {
    const answer = await fetch(`${server.origin}/health`);
    const { connections, documents } = (await answer.json()) as Record<string, number>;
    return connections === 2 && documents === 2;
  });

/** A fresh socket of the rowdy session with its own, empty document open. */
async function ownDocument(): Promise<{ raw: RawSync; name: string }> {
  await calm();
  const raw = await rawSync(rowdy);
  used.push(raw);
  const name = sessionDocument(rowdy.info.sessionId);
  expect(await raw.open(name, await rowdy.token())).toBeUndefined();
  return { raw, name };
}

const closing = (raw: RawSync): Promise<{ code: number; reason: string }> =>
  eventually('the socket to be closed', () => raw.closed());

beforeAll(async () => {
  // Everything that can be logged is: SE4 holds at every level.
  server = await serverProcess({ LOG_LEVEL: 'trace' });
  await server.start();
  firstEpoch = await server.epoch();
  mette = await signIn(server.origin, demoPerson('Mette Skovbjerg'));
  tablet = syncClient(mette);
  rowdy = await signIn(server.origin, demoPerson('Jonas Kærgaard'));
  const [unit] = mette.info.units;
  if (unit === undefined) throw new Error('no unit');
  const anne = syncClient(await signIn(server.origin, demoPerson('Anne Klitgård')));
  expect(await anne.ask({ type: 'openClinic', clinicId: CLINIC.north })).toMatchObject({
    status: 'accepted',
  });
  anne.close();
  thomas = syncClient(await signIn(server.origin, demoPerson('Thomas Revsbæk')));
  other = bystander(thomas, CLINIC.harbour);
  for (const { jar } of [mette, rowdy]) {
    for (const value of jar.header().split(/; |=/)) if (value.length > 20) marks.watch(value);
  }
});

afterEach(() => {
  for (const raw of used.splice(0)) raw.close();
});

afterAll(async () => {
  tablet?.close();
  thomas?.close();
  await server?.dispose();
});

describe('a command that makes no sense is refused with a code that a screen explains', () => {
  const saveProfile = (): CommandInput => ({
    type: 'saveProfile',
    jobRole: 'nurse',
    unitId: mette.info.units[0]?.id ?? '',
  });

  it('asks for the profile first', async () => {
    expect(await tablet.ask(join())).toEqual(refusal('missingProfile'));
    expect(await tablet.ask(saveProfile())).toEqual({ status: 'accepted' });
  });

  const citizen = (number: unknown, name: unknown = 'Ellen Kornmark') => ({
    citizen: { number, name },
  });
  const cases: readonly [string, string, Record<string, unknown>][] = [
    ['a CPR of letters', 'invalidCpr', citizen('qzlettersqz')],
    ['a CPR of a day that no month has', 'invalidCpr', citizen('910241-1234')],
    ['a CPR with a digit too few', 'invalidCpr', citizen('720341-123')],
    ['a CPR with a digit too many', 'invalidCpr', citizen('720341-12345')],
    ['an empty CPR', 'invalidCpr', citizen('')],
    ['a CPR that is a number', 'invalidCpr', citizen(7203411234)],
    ['a CPR of 100,000 digits', 'invalidCpr', citizen('1'.repeat(5_000))],
    // Born in 2036: the form of a real number, and nobody's.
    ['a real CPR in the demo', 'realCprInDemo', citizen(marks.watch('311236-4000'))],
    ['no name', 'missingName', citizen('720341-1234', '   ')],
    ['a name of 121 letters', 'tooLarge', citizen('720341-1234', 'x'.repeat(121))],
    ['a ydernummer that does not exist', 'unknownClinic', { ydernummer: '999999' }],
    ['a ydernummer that is none', 'malformed', { ydernummer: '05758A' }],
    ['an empty reason', 'missingReason', { reason: '' }],
    ['a reason of spaces', 'missingReason', { reason: ' \n\t ' }],
    ['a reason of 501 letters', 'tooLarge', { reason: 'x'.repeat(501) }],
    ['no declaration', 'missingAttestation', { attestation: undefined }],
    [
      'a declaration not agreed to',
      'missingAttestation',
      { attestation: { version: 'da-2026-11', consented: false } },
    ],
    [
      'a declaration of another wording',
      'missingAttestation',
      { attestation: { version: 'qz', consented: true } },
    ],
    ['a field that nobody knows', 'malformed', { admin: true }],
    ['a type that nobody knows', 'malformed', { type: 'dropTables' }],
    ['a type of the prototype', 'malformed', { type: '__proto__' }],
    ['no type', 'malformed', { type: undefined }],
    ['a list for a string', 'malformed', { part: ['withCitizen'] }],
    ['one megabyte', 'tooLarge', { reason: 'qz'.repeat(512 * 1024) }],
  ];
  it.each(cases)('%s: %s', async (_what, code, spoiled) => {
    expect(await tablet.ask(join(spoiled))).toEqual(refusal(code));
    expect(sentenceOf(code)).toMatch(/\p{Lu}.{10,}/u);
  });

  it('an old version under its own key: outdatedClient', async () => {
    const id = newCommandId();
    tablet.putRaw(id, { id, v: 0, command: saveProfile() });
    expect(await tablet.outcome(id)).toEqual(refusal('outdatedClient'));
    expect(sentenceOf('outdatedClient')).toMatch(/^\p{Lu}/u);
  });

  it('refuses rubbish in place of an envelope, each alone', async () => {
    const id = newCommandId();
    const good = { id, v: PROTOCOL_VERSION, command: saveProfile() };
    const deep = (depth: number): unknown => {
      let value: unknown = 'bottom';
      for (let at = 0; at < depth; at += 1) value = [value];
      return value;
    };
    const rubbish: readonly [string, unknown, string][] = [
      ['a shared map', new Y.Map([['id', id]]), 'malformed'],
      ['a shared text', new Y.Text('qz'), 'malformed'],
      ['a document in a document', new Y.Doc(), 'malformed'],
      ['bytes', new Uint8Array([1, 2, 3]), 'malformed'],
      ['null', null, 'malformed'],
      ['undefined', undefined, 'malformed'],
      ['not a number', Number.NaN, 'malformed'],
      ['a big integer', 12345678901234567890n, 'malformed'],
      ['a truth', true, 'malformed'],
      ['an empty object', {}, 'malformed'],
      ['a list', [good], 'malformed'],
      ['a text', JSON.stringify(good), 'malformed'],
      ['2,000 levels', deep(2_000), 'malformed'],
      ['a version of the past', { ...good, v: -1 }, 'malformed'],
      ['a version that is text', { ...good, v: '1' }, 'malformed'],
      ['a version between', { ...good, v: 1.5 }, 'malformed'],
      ["another command's id", { ...good, id: newCommandId() }, 'malformed'],
      ['a prototype', JSON.parse(`{"__proto__":${JSON.stringify({ admin: true })}}`), 'malformed'],
    ];
    const { raw, name } = await ownDocument();
    const seen = new Map<string, string>();
    const outcomes = raw.document(name).getMap<Outcome>(KEYS.outcomes);
    outcomes.observe(() => {
      for (const [key, outcome] of outcomes.entries()) {
        seen.set(key, outcome.status === 'refused' ? outcome.code : outcome.status);
      }
    });
    raw.push(name, (document) => {
      for (const [what, value] of rubbish) document.getMap(KEYS.outbox).set(what, value);
      document.getMap(KEYS.outbox).set('__proto__', { polluted: true });
      document.getMap(KEYS.outbox).set('constructor', 7);
      document.getMap(KEYS.outbox).set('', 7);
    });
    await eventually('an answer to each', () => seen.size >= rubbish.length + 3);
    for (const [what, , code] of rubbish) {
      // The id in the envelope is not the key that it lies under, so a good one is refused too.
      expect([what, seen.get(what)]).toEqual([what, code]);
    }
    expect(['__proto__', 'constructor', ''].map((key) => seen.get(key))).toEqual([
      'malformed',
      'malformed',
      'malformed',
    ]);
    raw.push(name, (document) => document.getArray(KEYS.outbox).push(['not a map']));
    raw.push(name, (document) => document.getText('another').insert(0, 'qz'.repeat(1000)));
    await raw.ping(name);
    raw.close();
  });
});

describe('too much of it closes that socket only, with a code', () => {
  it('more entries than an outbox may hold: tooMany', async () => {
    for (const count of [65, 10_000]) {
      const { raw, name } = await ownDocument();
      raw.push(name, (document) => {
        for (let at = 0; at < count; at += 1) document.getMap(KEYS.outbox).set(newCommandId(), at);
      });
      const closed = await closing(raw);
      expect(closed).toEqual({ code: 4413, reason: 'tooMany' });
      expect(sentenceOf(closed.reason)).toMatch(/^\p{Lu}/u);
    }
  });

  it.each(['command', 'message'] as const)('ten thousand in a second: %s', async (what) => {
    const lines = (): number => server.output().split('session closed').length;
    const { raw, name } = await ownDocument();
    const before = lines();
    const waited = other.waits.length;
    for (let at = 0; at < 10_000; at += 1) {
      if (what === 'message') raw.frame({ type: 'stateless', name, payload: 'ping' });
      else {
        raw.push(name, (document) => {
          const id = newCommandId();
          document.getMap(KEYS.outbox).set(id, { id, v: PROTOCOL_VERSION, command: join() });
        });
      }
    }
    // Commands may fill the outbox before they are too fast: either bound ends it.
    const { code, reason } = await closing(raw);
    const ends = ['4429 tooFast', ...(what === 'command' ? ['4413 tooMany'] : [])];
    expect(ends).toContain(`${code} ${reason}`);
    expect(sentenceOf(reason)).toMatch(/^\p{Lu}/u);
    await eventually('somebody else to be answered', () => other.waits.length > waited);
    await calm();
    // A flood of messages is not a flood of lines.
    expect(lines() - before).toBe(1);
  });

  it('a frame of three megabytes: 1009', async () => {
    const { raw } = await ownDocument();
    raw.bytes(new Uint8Array(3 * 1024 * 1024).fill(7));
    expect((await closing(raw)).code).toBe(1009);
  });

  it('eight megabytes in pieces: tooMany', async () => {
    const { raw, name } = await ownDocument();
    for (let at = 0; at < 10; at += 1) {
      raw.push(name, (document) => document.getMap('heap').set(`k${at}`, 'x'.repeat(1024 * 1024)));
    }
    expect(await closing(raw)).toEqual({ code: 4413, reason: 'tooMany' });
  });

  it('updates whose beginning never comes: tooMany', async () => {
    const { raw, name } = await ownDocument();
    const late = new Y.Doc();
    late.getMap('heap').set('first', 1);
    const vector = Y.encodeStateVector(late);
    late.getMap('heap').set('then', 'x'.repeat(256 * 1024));
    // Yjs keeps it, and tells nobody that anything came.
    raw.frame({ type: 'update', name, bytes: Y.encodeStateAsUpdate(late, vector) });
    expect(await closing(raw)).toEqual({ code: 4413, reason: 'tooMany' });
  });

  it('eight megabytes said to a view, which takes none of it: tooMany', async () => {
    const { raw } = await ownDocument();
    const name = lobbyDocument(CLINIC.harbour, firstEpoch);
    expect(await raw.open(name, await rowdy.token())).toBeUndefined();
    for (let at = 0; at < 10; at += 1) {
      raw.push(name, (document) => document.getMap('heap').set(`k${at}`, 'x'.repeat(1024 * 1024)));
    }
    expect(await closing(raw)).toEqual({ code: 4413, reason: 'tooMany' });
  });

  it('more documents than a socket may open, under other addresses too: tooMany', async () => {
    await calm();
    const raw = await rawSync(rowdy);
    const name = sessionDocument(rowdy.info.sessionId);
    const token = await rowdy.token();
    const verdicts = [];
    for (let at = 0; at < 40; at += 1) verdicts.push(await raw.open(`${name}\0tab${at}`, token));
    expect(verdicts.filter((verdict) => verdict === undefined).length).toBe(16);
    expect(new Set(verdicts)).toEqual(new Set([undefined, 'tooMany']));
    raw.close();
  });

  it('twenty sockets of one session: 429 beyond the eighth', async () => {
    const how = { origin: server.origin, cookie: rowdy.jar.header() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => upgrade(server.origin, how)),
    );
    const open = answers.filter((answer) => typeof answer !== 'number');
    expect(open.length).toBeLessThanOrEqual(8);
    expect(new Set(answers.filter((answer) => typeof answer === 'number'))).toEqual(new Set([429]));
    for (const socket of open) socket.terminate();
    await calm();
  });
});

describe('bytes that are no message', () => {
  it('random ones close that socket or do nothing', async () => {
    const name = Buffer.from(sessionDocument(rowdy.info.sessionId));
    for (let round = 0; round < 60; round += 1) {
      const socket = await upgrade(server.origin, {
        origin: server.origin,
        cookie: rowdy.jar.header(),
      });
      expect(typeof socket).toBe('object');
      const raw = rawSyncOn(socket as WebSocket);
      const noise = crypto.getRandomValues(new Uint8Array(1 + ((round * 37) % 300)));
      raw.bytes(noise);
      // The own document's name first: then the noise is a message to it.
      raw.bytes(Buffer.concat([Uint8Array.of(name.length), name, noise]));
      raw.close();
    }
  });

  it('every type and every broken update on an open document', async () => {
    const token = await rowdy.token();
    const name = sessionDocument(rowdy.info.sessionId);
    for (let kind = 0; kind < 16; kind += 1) {
      const raw = await rawSync(rowdy);
      expect(await raw.open(name, token)).toBeUndefined();
      raw.frame({ type: 'any', name, kind, bytes: crypto.getRandomValues(new Uint8Array(64)) });
      raw.frame({ type: 'update', name, bytes: crypto.getRandomValues(new Uint8Array(256)) });
      raw.frame({ type: 'step2', name, bytes: new Uint8Array([255, 255, 255, 255, 15]) });
      raw.frame({ type: 'stateless', name, payload: marks.mark('stateless') });
      raw.close();
    }
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const raw = await rawSync(rowdy);
      raw.frame({ type: 'token', name: key, token });
      raw.frame({ type: 'update', name: key, bytes: new Uint8Array([0, 0]) });
      raw.close();
    }
  });

  it('a value of three hundred thousand levels', async () => {
    const document = new Y.Doc();
    document.getMap(KEYS.outbox).set('deep', [[[[[[[['bottom']]]]]]]]);
    const update = Buffer.from(Y.encodeStateAsUpdate(document));
    // Yjs writes a list as 117 and its length: one inside the other, and as many as fit.
    const at = update.indexOf(Buffer.from([117, 1, 117, 1]));
    expect(at).toBeGreaterThan(0);
    const levels = Buffer.from('7501'.repeat(300_000), 'hex');
    const { raw, name } = await ownDocument();
    raw.frame({
      type: 'update',
      name,
      bytes: Buffer.concat([update.subarray(0, at), levels, update.subarray(at)]),
    });
    await eventually('an end or an answer', () => raw.closed() ?? raw.answers(name).length > 0);
    raw.close();
  });

  it('text in place of bytes says nothing to anybody', async () => {
    const socket = await upgrade(server.origin, {
      origin: server.origin,
      cookie: rowdy.jar.header(),
    });
    expect(typeof socket).toBe('object');
    const raw = rawSyncOn(socket as WebSocket);
    (socket as WebSocket).send(marks.mark('text'));
    const name = sessionDocument(rowdy.info.sessionId);
    expect(await raw.open(name, await rowdy.token())).toBeUndefined();
    raw.close();
  });
});

describe('a door that is not open', () => {
  it.each<[string, number, (cookie: string, origin: string) => Parameters<typeof upgrade>[1]]>([
    ['no origin', 403, (cookie) => ({ cookie })],
    ['another origin', 403, (cookie) => ({ cookie, origin: 'http://qz.example' })],
    ['the origin null', 403, (cookie) => ({ cookie, origin: 'null' })],
    ['no cookie', 401, (_cookie, origin) => ({ origin })],
    [
      'a made-up cookie',
      401,
      (_cookie, origin) => ({ origin, cookie: `naervaer-session=${marks.mark('cookie')}` }),
    ],
    ['another path', 404, (cookie, origin) => ({ cookie, origin, path: `/${marks.mark('path')}` })],
    ['a path below', 404, (cookie, origin) => ({ cookie, origin, path: '/sync/more' })],
    [
      'the broker without a token',
      401,
      (cookie, origin) => ({ cookie, origin, path: `/peer/peerjs?key=naervaer&id=${newPeerId()}` }),
    ],
    [
      'the broker with a made-up token',
      401,
      (cookie, origin) => ({
        cookie,
        origin,
        path: `/peer/peerjs?key=naervaer&id=${newPeerId()}&token=${marks.mark('token')}`,
      }),
    ],
    [
      'the broker from another origin',
      403,
      (cookie) => ({ cookie, origin: 'http://qz.example', path: '/peer/peerjs' }),
    ],
    [
      'the broker by another path',
      404,
      (cookie, origin) => ({ cookie, origin, path: `/peer/${marks.mark('peer')}` }),
    ],
  ])('%s: %i', async (_what, status, how) => {
    expect(await upgrade(server.origin, how(rowdy.jar.header(), server.origin))).toBe(status);
  });

  it("a sync token is no peer token, and somebody else's token opens nothing", async () => {
    const token = marks.watch(await rowdy.token());
    const path = `/peer/peerjs?key=naervaer&id=${newPeerId()}&token=${token}`;
    const how = { origin: server.origin, cookie: rowdy.jar.header() };
    expect(await upgrade(server.origin, { ...how, path })).toBe(401);
    const raw = await rawSync(rowdy);
    const name = sessionDocument(rowdy.info.sessionId);
    expect(await raw.open(name, `${token.slice(0, -3)}AAA`)).toBe('signedOut');
    expect(await raw.open(name, marks.watch(await thomas.person.token()))).toBe('forbidden');
    expect(await raw.open(name, marks.mark('jwt').repeat(1000))).toBe('signedOut');
    raw.close();
  });
});

describe('and meanwhile', () => {
  it('the others were served, the same process runs, in bounded memory', async () => {
    await other.stop();
    const waits = [...other.waits].sort((a, b) => a - b);
    const worst = waits.at(-1) ?? Infinity;
    const used = await memory();
    console.log(
      `rubbish: ${waits.length} commands of another session answered meanwhile, ` +
        `p50 ${(waits[Math.floor(waits.length / 2)] ?? 0).toFixed(0)} ms, worst ${worst.toFixed(0)} ms; ` +
        `the server uses ${used} MB`,
    );
    expect(waits.length).toBeGreaterThan(10);
    expect(worst).toBeLessThan(PATIENCE);
    expect(used).toBeLessThan(MEMORY_BOUND);
    const health = await fetch(`${server.origin}/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', epoch: firstEpoch });
  });

  it('and a correct command is still taken', async () => {
    expect(await tablet.ask(join())).toEqual({ status: 'accepted' });
  });

  it('nothing of what was sent is in what the server printed (SE4)', async () => {
    expect(await server.stop()).toBe(0);
    expect(marks.leaked(server.output())).toEqual([]);
    expect(server.output()).not.toMatch(/qz|720341/);
    expect(server.output()).not.toContain('unhandled rejection');
  });
});
