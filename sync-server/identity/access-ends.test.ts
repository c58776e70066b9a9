import { SessionInfo, SignedOut } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLINIC, CLINICS, MUNICIPALITY, OPERATOR } from '../demo/people.ts';
import type { Organisation } from '../directory/index.ts';
import { loginOf } from './testing/browser.ts';
import type { Browser } from './testing/browser.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';
import { MOST_REQUESTS, REQUEST_AGE } from './unlisted.ts';

const MINUTE = 60_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function sessionOf(browser: Browser): Promise<SessionInfo | null> {
  return v.parse(v.nullable(SessionInfo), await (await browser.request('/api/session')).json());
}
async function signedIn(organisation: string, app: string, subject: string): Promise<Browser> {
  const browser = world.browser();
  expect((await browser.signIn(organisation, app, subject)).url.pathname).toBe(`/${app}`);
  return browser;
}
function organisationOf(id: string): Organisation {
  const found = world.directory.organisation(id);
  if (found === undefined) throw new Error('no such organisation');
  return found;
}
const change = (put: Organisation): Promise<void> =>
  world.directory.change([{ kind: 'organisation', put }]);

describe('an administrator', () => {
  it('of clinics looks after those with the CVR of the role, others after none', async () => {
    const own = await sessionOf(await signedIn(CLINICS, 'insight', 'inger.bakkegaard'));
    expect(own?.role).toBe('administrator');
    expect(own?.clinics.map(({ id }) => id)).toEqual([CLINIC.north]);
    const municipal = await sessionOf(await signedIn(MUNICIPALITY, 'insight', 'pia.hoejvang'));
    expect([municipal?.role, municipal?.clinics]).toEqual(['administrator', []]);
    const operator = await sessionOf(await signedIn(OPERATOR, 'insight', 'viggo.driftager'));
    expect([operator?.role, operator?.clinics]).toEqual(['administrator', []]);
  });

  it('stays for two hours at most, and half an hour without a request', async () => {
    const browser = await signedIn(MUNICIPALITY, 'insight', 'pia.hoejvang');
    for (let used = 0; used < 4; used += 1) {
      world.advance(29 * MINUTE);
      expect(await sessionOf(browser)).not.toBeNull();
    }
    world.advance(5 * MINUTE);
    expect(await sessionOf(browser)).toBeNull();
    const idle = await signedIn(MUNICIPALITY, 'insight', 'pia.hoejvang');
    world.advance(31 * MINUTE);
    expect(await sessionOf(idle)).toBeNull();
  });

  it('is not kept signed in by a page that looks by itself; whatever else is asked does (P1)', async () => {
    const browser = await signedIn(MUNICIPALITY, 'insight', 'pia.hoejvang');
    const look = async (): Promise<unknown> =>
      (await browser.request('/api/session?app=insight&look=1')).json();
    const usedAt = async (): Promise<number | null | undefined> =>
      (await world.identity.sessionsOf({ people: null, begins: null }, null)).rows[0]?.usedAt;
    world.advance(20 * MINUTE);
    expect(await sessionOf(browser)).not.toBeNull();
    const used = await usedAt();
    for (let looked = 0; looked < 29; looked += 1) {
      world.advance(MINUTE);
      expect(await look()).not.toBeNull();
    }
    expect(await usedAt()).toBe(used);
    world.advance(2 * MINUTE);
    expect(await look()).toBeNull();
  });

  it('loses everything when nobody may administrate the organisation any more', async () => {
    const browser = await signedIn(MUNICIPALITY, 'insight', 'pia.hoejvang');
    const organisation = organisationOf(MUNICIPALITY);
    const { administrator: _gone, ...providers } = organisation.providers;
    await change({ ...organisation, providers });
    expect(await sessionOf(browser)).toBeNull();
    const page = await world.browser().visit(loginOf(MUNICIPALITY, 'insight'));
    expect([page.status, page.text.includes('<code>noProvider</code>')]).toEqual([403, true]);
  });
});

describe('an application', () => {
  it.each([
    [CLINICS, 'tablet'],
    [MUNICIPALITY, 'board'],
    [OPERATOR, 'board'],
    [OPERATOR, 'tablet'],
  ])('is for its own kind of people: %s has none for the %s', async (organisation, app) => {
    const page = await world.browser().visit(loginOf(organisation, app));
    expect([page.status, page.text.includes('<code>noProvider</code>')]).toEqual([403, true]);
  });
});

describe('a session is over at once (P1)', () => {
  it('when the organisation has another CVR number, or another provider', async () => {
    const browser = await signedIn(MUNICIPALITY, 'tablet', 'mette.skovbjerg');
    const organisation = organisationOf(MUNICIPALITY);
    await change({ ...organisation, cvr: '99008938' });
    expect(await sessionOf(browser)).toBeNull();
    await change(organisation);
    expect(await sessionOf(browser)).not.toBeNull();
    const { caregiver } = organisation.providers;
    if (caregiver === undefined) throw new Error('no provider');
    const moved = { ...caregiver, issuer: 'https://idp.example' };
    await change({ ...organisation, providers: { ...organisation.providers, caregiver: moved } });
    expect(await sessionOf(browser)).toBeNull();
  });

  it('when the person works in no clinic of the role any more; one less is one less', async () => {
    const browser = await signedIn(CLINICS, 'board', 'sofie.granlund');
    const info = await sessionOf(browser);
    expect(info?.clinics.map(({ id }) => id).sort()).toEqual([CLINIC.harbour, CLINIC.north].sort());
    const harbour = world.directory.clinic(CLINIC.harbour);
    const person = info && (await world.directory.named(info.personId));
    if (harbour === undefined || !person) throw new Error('not there');
    // A clinic that is sold has another CVR, for which the role of today says nothing.
    await world.directory.change([{ kind: 'clinic', put: { ...harbour, cvr: '99008938' } }]);
    expect((await sessionOf(browser))?.clinics.map(({ id }) => id)).toEqual([CLINIC.north]);
    await world.directory.change([
      { kind: 'person', put: { ...person, employments: [], clinics: [] } },
    ]);
    expect(await sessionOf(browser)).toBeNull();
  });
});

describe('somebody with the role who is on no list (B11)', () => {
  const OLE = 'ole.udenklinik';

  it('leaves a name for two weeks, is told whom to ask, and comes in when taken in', async () => {
    const page = await world.browser().signIn(CLINICS, 'board', OLE);
    expect(page.text).toContain('Bed klinikkens administrator');
    const [request, ...others] = await world.directory.requests();
    expect(others).toEqual([]);
    expect(request).toMatchObject({ name: 'Ole Udenklinik', organisationId: CLINICS });
    expect(request?.clinics).toHaveLength(1);
    const [record] = await world.store.records('request');
    expect(record?.json).not.toContain('Ole');
    expect(world.log.join('')).not.toContain('Ole');
    await world.browser().signIn(CLINICS, 'board', OLE);
    expect(await world.directory.requests()).toHaveLength(1);

    world.advance(REQUEST_AGE - MINUTE);
    await world.identity.sweep();
    expect(await world.directory.requests()).toHaveLength(1);
    world.advance(2 * MINUTE);
    await world.identity.sweep();
    expect(await world.directory.requests()).toEqual([]);
  });

  it('does not fill the list of a clinic', async () => {
    await world.browser().signIn(CLINICS, 'board', OLE);
    const [request] = await world.directory.requests();
    if (request === undefined) throw new Error('no request');
    const many = Array.from({ length: MOST_REQUESTS }, (_, at) => ({
      kind: 'request' as const,
      put: { ...request, id: `${CLINICS}.${String(at).padStart(32, '0')}` as typeof request.id },
    }));
    await world.directory.change([{ kind: 'request', remove: request.id }, ...many]);
    await world.browser().signIn(CLINICS, 'board', OLE);
    expect(await world.directory.request(request.id)).toBeUndefined();
    expect(await world.directory.requests()).toHaveLength(MOST_REQUESTS);
  });
});

describe('an employee', () => {
  it('is called in the list what the provider called them last (B11)', async () => {
    const info = await sessionOf(await signedIn(CLINICS, 'board', 'anne.klitgaard'));
    if (info === null) throw new Error('not signed in');
    const person = await world.directory.named(info.personId);
    if (person === undefined) throw new Error('no such person');
    await world.directory.change([{ kind: 'person', put: { ...person, name: 'Anne K.' } }]);
    await signedIn(CLINICS, 'board', 'anne.klitgaard');
    const first = world.directory.employeesOf(CLINIC.north).find(({ id }) => id === person.id);
    expect(first?.employments).toEqual(person.employments);
    expect((await world.directory.named(person.id))?.name).toBe('Anne Klitgård');
  });
});

describe('a shared tablet', () => {
  const signOut = async (browser: Browser, body: object): Promise<Response> =>
    browser.post('/api/sign-out?app=tablet', {}, JSON.stringify(body));

  it('goes straight to the next sign-in when asked to: the provider brings the state back', async () => {
    const browser = await signedIn(MUNICIPALITY, 'tablet', 'mette.skovbjerg');
    const answer = await signOut(browser, { next: 'login' });
    const { location } = v.parse(SignedOut, await answer.json());
    const home = await browser.visit(location);
    expect(home.url.href).toBe(`${world.url.origin}/tablet?state=login`);
    const next = await browser.visit(loginOf(MUNICIPALITY, 'tablet'));
    expect(next.text).toContain('Vælg, hvem du er');
  });

  it('comes back with the state also when the provider is away', async () => {
    const browser = await signedIn(MUNICIPALITY, 'tablet', 'mette.skovbjerg');
    const organisation = organisationOf(MUNICIPALITY);
    const { caregiver } = organisation.providers;
    if (caregiver === undefined) throw new Error('no provider');
    const other = { ...caregiver, scope: 'openid' };
    await change({ ...organisation, providers: { ...organisation.providers, caregiver: other } });
    world.providers = 'down';
    const answer = await signOut(browser, { next: 'login' });
    const { location } = v.parse(SignedOut, await answer.json());
    expect(location).toBe(`${world.url.origin}/tablet?state=login`);
  });

  it.each(['{"next":"/board"}', '{"next":"https://evil.example"}', '{"other":1}', '"login"'])(
    'is sent nowhere else: %s',
    async (body) => {
      const browser = await signedIn(MUNICIPALITY, 'tablet', 'mette.skovbjerg');
      expect((await signOut(browser, JSON.parse(body) as object)).status).toBe(400);
      expect(await sessionOf(browser)).not.toBeNull();
    },
  );
});
