import { boardDocument } from '@naervaer/machines/protocol';
import type { Epoch, Ydernummer } from '@naervaer/machines/protocol';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import { LIMITS } from '@naervaer/sync-server/limits/index.ts';
import { LINES } from '@naervaer/sync-server/security-log.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { handClock } from '../support/hand-clock.ts';
import { localServer } from '../support/local-server.ts';
import { rawSync, upgrade } from '../support/raw-sync.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';
import { staffOf } from '../support/staff.ts';
import type { Staff } from '../support/staff.ts';

type Line = Readonly<Record<string, unknown>>;

const clock = handClock();
let text = '';
let server: Awaited<ReturnType<typeof localServer>>;
let origin: string;
let staff: Staff;
let mette: SignedInPerson;

const lines = (event: string): readonly Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line['event'] === event);
const line = (event: string, like: Line): Promise<Line> =>
  eventually(`${event} ${JSON.stringify(like)}`, () =>
    lines(event).find((one) => Object.entries(like).every(([key, value]) => one[key] === value)),
  );

beforeAll(async () => {
  const port = await freePort();
  const log = pino({ base: null }, { write: (written: string) => void (text += written) });
  server = await localServer(port, { clock, log });
  origin = `http://localhost:${port}`;
  staff = staffOf(origin);
  mette = await signIn(origin, demoPerson('Mette Skovbjerg'));
});
afterAll(async () => {
  staff.close();
  await server.close();
});

it('a command that somebody may not give is a line with its session; what the clinic’s state refuses is none', async () => {
  const anne = await staff.clinician('Anne Klitgård');
  const { sessionId: session } = anne.person.info;
  const foreign = { type: 'openClinic', clinicId: CLINIC.harbour } as const;
  expect(await anne.ask(foreign)).toMatchObject({ code: 'forbidden' });
  await line('commandRefused', { code: 'forbidden', session });
  const own = { type: 'closeClinic', clinicId: CLINIC.north } as const;
  expect(await anne.ask(own)).toMatchObject({ code: 'alreadyClosed' });
  expect(lines('commandRefused').map(({ code }) => code)).not.toContain('alreadyClosed');
});

it('guesses at a clinic’s number are a line once they are too many', async () => {
  const karen = await staff.caregiver('Karen Møllehave');
  for (let n = 0; n < LIMITS.lookups.points; n += 1) {
    await karen.ask(joinOnBehalf(String(900_000 + n) as Ydernummer));
  }
  expect(lines('commandRefused').map(({ code }) => code)).not.toContain('tooManyTries');
  expect(await karen.ask(joinOnBehalf('057584'))).toMatchObject({ code: 'tooManyTries' });
  await line('commandRefused', { code: 'tooManyTries', session: karen.person.info.sessionId });
});

it('a document that somebody may not open, or that is none, is a line; yesterday’s epoch is none', async () => {
  const raw = await rawSync(mette);
  const token = await mette.token();
  const { sessionId: session } = mette.info;
  await raw.open(boardDocument(CLINIC.north, 1 as Epoch), token);
  await line('documentRefused', { code: 'forbidden', about: 'board', session });
  await raw.open('no/such/thing', token);
  await line('documentRefused', { code: 'unknownDocument', about: 'unknown', session });
  const before = lines('documentRefused').length;
  const anne = await signIn(origin, demoPerson('Anne Klitgård'));
  const hers = await rawSync(anne);
  const reason = await hers.open(boardDocument(CLINIC.north, 1 as Epoch), await anne.token());
  expect(reason).toMatch(/^staleEpoch/);
  expect(lines('documentRefused')).toHaveLength(before);
  raw.close();
  hers.close();
});

it('a write from another page is a line with the route as it is listed', async () => {
  const headers = {
    'content-type': 'application/json',
    origin: 'https://evil.example',
    cookie: mette.jar.header(),
  };
  const answer = await ask(origin, '/api/sync-token?app=tablet&secret=geheim', {
    method: 'POST',
    headers,
    body: '{}',
  });
  expect(answer.status).toBe(403);
  await line('originRefused', { code: 'wrongOrigin', about: '/api/sync-token' });
  const site = { ...headers, origin, 'sec-fetch-site': 'cross-site' };
  await ask(origin, '/api/admin/change', { method: 'POST', headers: site, body: '{}' });
  await line('originRefused', { code: 'wrongOrigin', about: '/api/admin/change' });
});

it('a route that somebody may not use is a line with their session', async () => {
  const headers = { cookie: mette.jar.header() };
  expect((await ask(origin, '/api/admin/state', { headers })).status).toBe(403);
  const { sessionId: session } = mette.info;
  await line('requestRefused', { code: 'forbidden', about: '/api/admin/state', session });
});

it('a WebSocket that is not let in is a line with its door', async () => {
  const cookie = mette.jar.header();
  expect(await upgrade(origin, { origin: 'https://evil.example', cookie })).toBe(403);
  await line('upgradeRefused', { code: 'wrongOrigin', about: 'sync' });
  expect(await upgrade(origin, { origin })).toBe(401);
  await line('upgradeRefused', { code: 'signedOut', about: 'sync' });
  expect(await upgrade(origin, { origin, path: '/peer/peerjs?token=x&id=y' })).toBe(401);
  await line('upgradeRefused', { code: 'signedOut', about: 'call' });
  const path = '/api/call-line';
  expect(await upgrade(origin, { origin: 'https://evil.example', path })).toBe(403);
  await line('upgradeRefused', { code: 'wrongOrigin', about: 'callLine' });
});

it('a reached bound is one line, and at the end of the minute their number (SE3)', async () => {
  const headers = { cookie: mette.jar.header() };
  const most = LIMITS.session.points;
  let refused = 0;
  for (let n = 0; n < most + 50; n += 1) {
    const { status } = await ask(origin, '/api/session?app=tablet', { headers });
    if (status === 429) refused += 1;
  }
  expect(refused).toBeGreaterThanOrEqual(50);
  expect(lines('boundReached')).toHaveLength(1);
  await line('boundReached', { code: 'tooFast', about: 'session' });
  clock.skip(60_000);
  await line('boundReached', { about: 'session', more: refused - 1 });
});

it('five thousand wrong origins in a row are a few lines and a number', async () => {
  const before = lines('originRefused').length;
  const post = { method: 'POST', headers: { origin: 'https://evil.example' }, body: '{}' };
  for (let n = 0; n < 50; n += 1) {
    await Promise.all(Array.from({ length: 100 }, () => ask(origin, '/api/media', post)));
  }
  expect(lines('originRefused')).toHaveLength(before + LINES);
  clock.skip(60_000);
  await line('originRefused', { about: '/api/media', more: 5_000 - LINES });
  expect(lines('originRefused')).toHaveLength(before + LINES + 1);
});

it('no line holds a value, an address or what opens anything (SE4)', async () => {
  const known = ['level', 'time', 'msg', 'event', 'code', 'about', 'session', 'more'];
  const events = text
    .split('\n')
    .flatMap((each) => (each === '' ? [] : [JSON.parse(each) as Line]))
    .filter((one) => 'event' in one);
  expect(events.length).toBeGreaterThan(10);
  for (const one of events) expect(known).toEqual(expect.arrayContaining(Object.keys(one)));
  for (const value of ['127.0.0.1', '::1', 'evil.example', 'geheim', '720341', 'Skovbjerg']) {
    expect(text).not.toContain(value);
  }
  expect(text).not.toContain(mette.jar.header());
});
