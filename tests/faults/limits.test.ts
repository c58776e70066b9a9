import { newCommandId, newPeerId } from '@naervaer/machines/protocol';
import type { ClinicId, CommandInput, Epoch, Outcome } from '@naervaer/machines/protocol';
import { lobbyDocument, PROTOCOL_VERSION } from '@naervaer/machines/protocol';
import { CLINIC, DEMO_PEOPLE } from '@naervaer/sync-server/demo/people.ts';
import { LIMITS } from '@naervaer/sync-server/limits/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, codeOf } from '../support/ask.ts';
import type { Answer } from '../support/ask.ts';
import { CookieJar } from '../support/cookies.ts';
import { rawSync, upgrade } from '../support/raw-sync.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';
import { staffOf } from '../support/staff.ts';
import type { Staff } from '../support/staff.ts';

/** Tablets of one house, behind one address. */
const TABLETS = 200;
/** A tenth of every bound by address, organisation and session, so that a flood is a short one. */
const TENTH = 0.1;
const tenth = (points: number): number => Math.ceil(points * TENTH);

/** Runs all, so many at a time. */
async function atMost<T, R>(
  most: number,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const rest = [...all.entries()];
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        results[next[0]] = await work(next[1]);
      }
    }),
  );
  return results;
}

describe('two hundred tablets behind one address (SE3)', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await serverProcess();
    await server.start();
  });
  afterAll(() => server?.dispose());

  it('sign in one after the other, and all come back at once after a restart', async () => {
    const staff = DEMO_PEOPLE.filter(({ role, hasRole }) => role === 'caregiver' && hasRole);
    const places = Array.from({ length: TABLETS }, (_, at) => staff[at % staff.length]);
    const tablets = await atMost(8, places, async (person) => {
      if (person === undefined) throw new Error('nobody works there');
      return signIn(server.origin, person, new CookieJar());
    });
    expect(tablets).toHaveLength(TABLETS);

    await server.kill();
    await server.start();
    const refused: string[] = [];
    const from = performance.now();
    /** What a page does that opens, and as often as it would if the first tries were lost. */
    await Promise.all(
      tablets.map(async ({ jar, origin, post }) => {
        const cookie = jar.header();
        for (let tries = 0; tries < 2; tries += 1) {
          for (const path of ['/api/session?app=tablet', '/api/directory?app=tablet']) {
            const { status } = await ask(origin, path, { headers: { cookie } });
            if (status !== 200) refused.push(`${path} ${status}`);
          }
          const token = await post('/api/sync-token?app=tablet', {});
          if (token.status !== 200) refused.push(`token ${token.status}`);
          const socket = await upgrade(origin, { origin, cookie, path: '/sync?app=tablet' });
          if (typeof socket === 'number') refused.push(`upgrade ${socket}`);
          else socket.terminate();
        }
      }),
    );
    console.log(
      `limits: ${TABLETS} tablets signed in and came back twice from one address in ` +
        `${((performance.now() - from) / 1000).toFixed(1)} s`,
    );
    expect(refused).toEqual([]);
  });
});

describe('too much of it is answered 429 with a time to wait, and nobody else notices (SE3)', () => {
  let server: ServerProcess;
  let staff: Staff;
  let mette: SignedInPerson;
  let jonas: SignedInPerson;
  let lastAddress = 0;

  /** Another address each time, as a proxy that is trusted tells it. */
  const newAddress = (): string => `198.51.100.${(lastAddress += 1)}`;
  const from = (address: string, headers: Record<string, string> = {}): Record<string, string> => ({
    'x-forwarded-for': address,
    ...headers,
  });

  async function flood(times: number, once: (at: number) => Promise<Answer>): Promise<Answer[]> {
    return atMost(
      8,
      Array.from({ length: times }, (_, at) => at),
      once,
    );
  }
  const statusesOf = (answers: readonly Answer[]): number[] => [
    ...new Set(answers.map(({ status }) => status)),
  ];
  function expectWait({ headers, status }: Answer, most: number): void {
    expect(status).toBe(429);
    const wait = Number(headers['retry-after']);
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(most);
    expect(headers['cache-control']).toBe('no-store');
  }

  beforeAll(async () => {
    server = await serverProcess({
      RATE_LIMIT_FACTOR: String(TENTH),
      TRUSTED_PROXIES: '127.0.0.0/8,::1',
    });
    await server.start();
    staff = staffOf(server.origin);
    mette = await signIn(server.origin, demoPerson('Mette Skovbjerg'));
    jonas = await signIn(server.origin, demoPerson('Jonas Kærgaard'));
  });
  afterAll(async () => {
    staff?.close();
    await server?.dispose();
  });

  it('a sign-in, of one address: a page for the person who stands there', async () => {
    const address = newAddress();
    const path = '/auth/signed-out?app=tablet';
    const most = tenth(LIMITS.signIn.points);
    const allowed = await flood(most, () => ask(server.origin, path, { headers: from(address) }));
    expect(statusesOf(allowed)).toEqual([303]);
    const login = '/auth/login?organisation=aabjerg-kommune&app=tablet';
    for (const lang of ['da', 'en']) {
      const headers = from(address, { cookie: `naervaer-language=${lang}` });
      const answer = await ask(server.origin, login, { headers });
      expectWait(answer, LIMITS.signIn.seconds);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.body).toContain('<code>tooFast</code>');
      expect(answer.body).toContain(lang === 'da' ? 'Vent et øjeblik' : 'Wait a moment');
      expect(answer.body).toContain('IT-support');
    }
    // A neighbour in the same network is somebody else.
    const other = await ask(server.origin, login, { headers: from(newAddress()) });
    expect(other.status).toBe(303);
  });

  it('a sign-in, of one organisation from many addresses; the others still sign in', async () => {
    const each = tenth(LIMITS.signIn.points) - 10;
    const addresses = Array.from({ length: 6 }, newAddress);
    const login = '/auth/login?organisation=region-vestlyng&app=tablet';
    let last: Answer | undefined;
    for (const address of addresses) {
      const answers = await flood(each, () =>
        ask(server.origin, login, { headers: from(address) }),
      );
      last = answers.find(({ status }) => status === 429) ?? last;
    }
    if (last === undefined) throw new Error('the organisation was never too fast');
    expectWait(last, LIMITS.organisation.seconds);
    const solbakken = '/auth/login?organisation=friplejehjemmet-solbakken&app=tablet';
    const [address = ''] = addresses;
    expect((await ask(server.origin, solbakken, { headers: from(address) })).status).toBe(303);
  });

  it('a sign-in, of one customer with many IPv6 networks: the organisation’s others still sign in', async () => {
    const login = '/auth/login?organisation=aabjerg-kommune&app=tablet';
    const house = (at: number): string => `2001:db8:9:${(at % 64).toString(16)}::1`;
    const most = tenth(LIMITS.network.points);
    const answers = await flood(tenth(LIMITS.organisation.points) + 1, (at) =>
      ask(server.origin, login, { headers: from(house(at)) }),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(most);
    expect((await ask(server.origin, login, { headers: from('2001:db8:a::1') })).status).toBe(303);
  });

  it('an IPv6 network of one house counts as one', async () => {
    const most = tenth(LIMITS.signIn.points);
    const house = (at: number): string => `2001:db8:7:7::${(at + 1).toString(16)}`;
    const path = '/auth/signed-out?app=tablet';
    const allowed = await flood(most, (at) =>
      ask(server.origin, path, { headers: from(house(at)) }),
    );
    expect(statusesOf(allowed)).toEqual([303]);
    expectWait(await ask(server.origin, path, { headers: from(house(9_999)) }), 300);
    const next = await ask(server.origin, path, { headers: from('2001:db8:7:8::1') });
    expect(next.status).toBe(303);
  });

  it('plain requests, of one address', async () => {
    const address = newAddress();
    const most = tenth(LIMITS.requests.points);
    const answers = await flood(most + 1, () =>
      ask(server.origin, '/api/directory', { headers: from(address) }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(most);
    const refusal = answers.find(({ status }) => status !== 200);
    if (refusal === undefined) throw new Error('never too fast');
    expectWait(refusal, LIMITS.requests.seconds);
    expect(codeOf(refusal)).toBe('tooFast');
    const other = await ask(server.origin, '/api/directory', { headers: from(newAddress()) });
    expect(other.status).toBe(200);
  });

  it('plain requests, of one session from anywhere; another of the same house goes on', async () => {
    const most = tenth(LIMITS.session.points);
    const cookie = jonas.jar.header();
    const answers = await flood(most + 1, () =>
      ask(server.origin, '/api/session?app=tablet', { headers: from(newAddress(), { cookie }) }),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(most);
    const refusal = answers.find(({ status }) => status !== 200);
    if (refusal === undefined) throw new Error('never too fast');
    expectWait(refusal, LIMITS.session.seconds);
    const other = await ask(server.origin, '/api/session?app=tablet', {
      headers: from('198.51.100.1', { cookie: mette.jar.header() }),
    });
    expect([other.status, other.body.includes('Mette')]).toEqual([200, true]);
  });

  it('an address that a stranger uses up: whoever is signed in there does not notice', async () => {
    const address = newAddress();
    const karen = await signIn(server.origin, demoPerson('Karen Møllehave'));
    const cookie = karen.jar.header();
    const statusWith = async (headers: Record<string, string>): Promise<number> =>
      (await ask(server.origin, '/api/session?app=tablet', { headers: from(address, headers) }))
        .status;
    const handshake = (headers: Record<string, string>) =>
      upgrade(server.origin, { origin: server.origin, headers: from(address, headers) });
    await flood(tenth(LIMITS.requests.points), () =>
      ask(server.origin, '/api/directory', { headers: from(address) }),
    );
    await atMost(8, Array.from({ length: tenth(LIMITS.upgrades.points) }), () => handshake({}));
    const madeUp = { cookie: cookie.replace(/=[^;]+/g, '=made-up') };
    expect([await statusWith({}), await statusWith(madeUp), await handshake(madeUp)]).toEqual([
      429, 429, 429,
    ]);
    expect(await statusWith({ cookie })).toBe(200);
    const open = await handshake({ cookie });
    expect(typeof open).toBe('object');
    if (typeof open !== 'number') open.terminate();
  });

  it('handshakes, of one address', async () => {
    const address = newAddress();
    const statuses = await atMost(
      8,
      Array.from({ length: tenth(LIMITS.upgrades.points) + 1 }),
      () => upgrade(server.origin, { origin: server.origin, headers: from(address) }),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(tenth(LIMITS.upgrades.points));
    expect(statuses).toContain(429);
    const cookie = mette.jar.header();
    const open = await upgrade(server.origin, { origin: server.origin, cookie });
    expect(typeof open).toBe('object');
    if (typeof open !== 'number') open.terminate();
  });

  it('tokens of the broker that nobody issued', async () => {
    const address = newAddress();
    const path = `/peer/peerjs?key=naervaer&id=${newPeerId()}&token=made-up`;
    const how = { origin: server.origin, path };
    const most = tenth(LIMITS.wrongTokens.points);
    const statuses = await atMost(4, Array.from({ length: most }), () =>
      upgrade(server.origin, { ...how, headers: from(address) }),
    );
    expect([...new Set(statuses)]).toEqual([401]);
    expect(await upgrade(server.origin, { ...how, headers: from(address) })).toBe(429);
    expect(await upgrade(server.origin, { ...how, headers: from(newAddress()) })).toBe(401);
  });

  it('clinics that do not exist: then none is found, and the same question has the same answer (CM2)', async () => {
    const guesser = await staff.caregiver('Fatima Lindeløv');
    const other = await staff.caregiver('Karen Møllehave');
    const anne = await staff.clinician('Anne Klitgård');
    await anne.ask({ type: 'openClinic', clinicId: CLINIC.north });
    const refusal = (code: string): Outcome => ({ status: 'refused', code }) as Outcome;
    const unknown = (at: number): CommandInput => joinOnBehalf(String(900_000 + at));
    const [first] = [newCommandId()];
    const put = (id: string, command: CommandInput): void =>
      guesser.putRaw(id, { id, v: PROTOCOL_VERSION, command });
    put(first, unknown(0));
    expect(await guesser.outcome(first)).toEqual(refusal('unknownClinic'));
    for (let at = 1; at < LIMITS.lookups.points; at += 1) {
      expect(await guesser.ask(unknown(at))).toEqual(refusal('unknownClinic'));
    }
    expect(await guesser.ask(unknown(99))).toEqual(refusal('tooManyTries'));
    // A right number says no more than a wrong one now.
    const right = newCommandId();
    put(right, joinOnBehalf('057584'));
    expect(await guesser.outcome(right)).toEqual(refusal('tooManyTries'));
    put(right, joinOnBehalf('057584'));
    expect(await guesser.outcome(right)).toEqual(refusal('tooManyTries'));
    // What was answered before keeps its answer.
    put(first, unknown(0));
    expect(await guesser.outcome(first)).toEqual(refusal('unknownClinic'));
    // Nor does a lobby tell.
    const raw = await rawSync(guesser.person);
    const token = await guesser.person.token();
    const epoch: Epoch = await server.epoch();
    for (const id of [CLINIC.north, 'no-such-clinic' as ClinicId]) {
      expect(await raw.open(lobbyDocument(id, epoch), token)).toBe('forbidden');
    }
    raw.close();
    expect(await other.ask(joinOnBehalf('057584'))).toEqual({ status: 'accepted' });
  });

  it('lobbies of clinics that do not exist count too', async () => {
    const guesser = await signIn(server.origin, demoPerson('Amina Sønderlund'));
    const raw = await rawSync(guesser);
    const token = await guesser.token();
    const epoch = await server.epoch();
    expect(await raw.open(lobbyDocument(CLINIC.north, epoch), token)).toBeUndefined();
    for (let at = 0; at < LIMITS.lookups.points; at += 1) {
      const name = lobbyDocument(`no-such-clinic-${at}` as ClinicId, epoch);
      expect(await raw.open(name, token)).toBe('forbidden');
    }
    expect(await raw.open(lobbyDocument(CLINIC.harbour, epoch), token)).toBe('forbidden');
    raw.close();
  });

  it('and the operator is told once when a proxy is not named', async () => {
    const unnamed = await serverProcess({ STORAGE: 'memory' });
    try {
      await unnamed.start();
      for (let at = 0; at < 5; at += 1) {
        await ask(unnamed.origin, '/api/directory', {
          headers: { 'x-forwarded-for': '192.0.2.99' },
        });
      }
      expect(unnamed.output().split('untrustedProxy')).toHaveLength(2);
      expect(unnamed.output()).not.toContain('192.0.2.99');
    } finally {
      await unnamed.dispose();
    }
  });
});
