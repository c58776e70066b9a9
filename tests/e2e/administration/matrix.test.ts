import { ADMIN_CHANGE_TYPES } from '@naervaer/machines/protocol';
import type {
  AdminChange,
  AdminChangeType,
  AdminState,
  ClinicId,
  OrganisationId,
  UnitId,
} from '@naervaer/machines/protocol';
import { TABLE } from '@naervaer/sync-server/access/table.ts';
import type { AdminAct } from '@naervaer/sync-server/access/table.ts';
import { CLINIC, CLINICS, MUNICIPALITY, REGION } from '@naervaer/sync-server/demo/people.ts';
import { personIdOf } from '@naervaer/sync-server/directory/person-id.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../../support/cookies.ts';
import { serverProcess } from '../../support/server-process.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { demoPerson, signIn } from '../../support/sign-in.ts';
import { clinicOf, staffOf } from '../../support/staff.ts';
import type { Staff } from '../../support/staff.ts';
import { BEHIND, SAID } from './expected.ts';
import type { About, Stand } from './expected.ts';
import { asking } from './stand.ts';
import type { Asking } from './stand.ts';

const ACTS = Object.keys(SAID) as AdminAct[];
/** Who is signed in has a matrix of its own: `sessions.test.ts`. */
const ON_THINGS = ACTS.filter((act) => SAID[act][0] !== 'person');

/** Who tries each act on a thing, and how they stand to it. */
const TRIERS: Readonly<Record<Exclude<About, 'person'>, readonly (readonly [string, Stand])[]>> = {
  organisation: [
    ['Viggo Driftager', 'operator'],
    ['Pia Højvang', 'administrator of it'],
    ['Morten Stenbæk', 'administrator of another'],
    ['Inger Bakkegård', 'administrator of another'],
    ['Mette Skovbjerg', 'caregiver of it'],
    ['Anne Klitgård', 'clinician of it'],
  ],
  clinic: [
    ['Viggo Driftager', 'operator'],
    ['Inger Bakkegård', 'administrator of it'],
    ['Pia Højvang', 'administrator of another'],
    ['Morten Stenbæk', 'administrator of another'],
    ['Mette Skovbjerg', 'caregiver of it'],
    ['Anne Klitgård', 'clinician of it'],
  ],
  installation: [
    ['Viggo Driftager', 'operator'],
    ['Pia Højvang', 'administrator of it'],
    ['Inger Bakkegård', 'administrator of it'],
    ['Mette Skovbjerg', 'caregiver of it'],
    ['Anne Klitgård', 'clinician of it'],
  ],
};
/** What else those try who administrate something: a thing of somebody else's. */
const OTHERS: readonly (readonly [string, About, OrganisationId | ClinicId])[] = [
  ['Pia Højvang', 'organisation', REGION],
  ['Pia Højvang', 'organisation', CLINICS],
  ['Inger Bakkegård', 'organisation', CLINICS],
  ['Inger Bakkegård', 'clinic', CLINIC.harbour],
];

let server: ServerProcess;
let staff: Staff;
const people = new Map<string, Asking>();
let cells = 0;
let made = 0;
let accepted = 0;

const person = (name: string): Asking => {
  const found = people.get(name);
  if (found === undefined) throw new Error(`${name} is not signed in`);
  return found;
};
const operator = (): Asking => person('Viggo Driftager');

const unitId = (): UnitId => `matrix-${made}` as UnitId;
const subject = (): string => `matrix.${made}`;

function organisationIn({ organisations }: AdminState, id: OrganisationId) {
  const found = organisations.find(({ organisationId }) => organisationId === id);
  if (found === undefined) throw new Error(`no organisation ${id}`);
  return found;
}
function clinicIn({ clinics }: AdminState, id: ClinicId) {
  const found = clinics.find(({ clinicId }) => clinicId === id);
  if (found === undefined) throw new Error(`no clinic ${id}`);
  return found;
}

/** A change of this type that is in order, and differs from the last one. */
function sampleOf(
  type: Exclude<AdminChangeType, 'endSessions'>,
  state: AdminState,
  organisationId: OrganisationId,
  clinicId: ClinicId,
): AdminChange {
  made += 1;
  switch (type) {
    case 'putOrganisation': {
      const { name, kind, cvr } = organisationIn(state, organisationId);
      return { type, organisationId, name, kind, cvr, support: `Support ${made}` };
    }
    case 'removeOrganisation':
      return { type, organisationId };
    case 'putProvider': {
      const [provider] = organisationIn(state, organisationId).providers;
      if (provider === undefined) throw new Error('no provider');
      const { kind, settings } = provider;
      return { type, organisationId, kind, settings, clientSecret: null };
    }
    case 'removeProvider':
      return { type, organisationId, kind: 'clinician' };
    case 'putUnit':
      return { type, organisationId, unitId: unitId(), name: 'Matrix', careArea: 'other' };
    case 'removeUnit':
      return { type, unitId: unitId() };
    case 'putClinic': {
      const { employees: _employees, requests: _requests, ...now } = clinicIn(state, clinicId);
      return { type, ...now, address: `Torvet ${made}` };
    }
    case 'removeClinic':
      return { type, clinicId };
    case 'putEmployee':
      return {
        type,
        clinicId,
        person: { by: 'subject', subject: subject(), name: 'Matrix' },
        role: 'nurse',
        authorisation: '0MX01',
        delegatedBy: null,
      };
    case 'removeEmployee':
      return { type, clinicId, personId: personIdOf(CLINICS, subject()) };
    case 'declineRequest':
      return { type, clinicId, personId: personIdOf(CLINICS, 'nobody') };
    case 'setAccessLogDays':
      return { type, days: 400 + made };
  }
}

/** Puts there what a removal takes away. */
async function prepare(change: AdminChange, organisationId: OrganisationId): Promise<void> {
  if (change.type === 'removeUnit') {
    const put = { type: 'putUnit', name: 'Matrix', careArea: 'other' } as const;
    await store({ ...put, unitId: change.unitId, organisationId });
  }
  if (change.type === 'removeEmployee') {
    await store({
      type: 'putEmployee',
      clinicId: change.clinicId,
      person: { by: 'subject', subject: subject(), name: 'Matrix' },
      role: 'nurse',
      authorisation: '0MX01',
      delegatedBy: null,
    });
  }
}
async function store(change: AdminChange): Promise<void> {
  expect(await operator().change(change)).toBe('ok');
  accepted += 1;
}

const isChange = (name: string): name is Exclude<AdminChangeType, 'endSessions'> =>
  name !== 'endSessions' && (ADMIN_CHANGE_TYPES as readonly string[]).includes(name);

const to = Date.now() + 3_600_000;
const search = { citizen: null, clinicId: null, from: 0, to, before: null };

/** One cell: this act, by this person, on this thing. */
async function attempt(
  act: AdminAct,
  name: string,
  about: { readonly organisationId: OrganisationId; readonly clinicId: ClinicId },
): Promise<{ readonly status: number; readonly code: string }> {
  cells += 1;
  const by = person(name);
  const what = act.slice('administer '.length);
  if (what === 'state' || what === 'sessions') return by.ask(what);
  if (what === 'accessLog') return by.ask('access-log', search);
  if (what === 'accessCopy') return by.ask('access-copy', { citizen: '720341-1234' });
  if (what === 'tryProvider') {
    const kind = about.organisationId === CLINICS ? 'clinician' : 'caregiver';
    return by.ask('try-provider', { organisationId: about.organisationId, kind });
  }
  if (!isChange(what)) throw new Error(`no sample of ${act}`);
  const before = await operator().state();
  const change = sampleOf(what, before, about.organisationId, about.clinicId);
  await prepare(change, about.organisationId);
  const prepared = await operator().state();
  const answer = await by.ask('change', change);
  const after = await operator().state();
  const isChanged = JSON.stringify(after) !== JSON.stringify(prepared);
  const isHarmless = answer.code === 'ok' || !isChanged;
  expect(isHarmless, `${act} by ${name} was refused and changed nothing`).toBe(true);
  if (isChanged) accepted += 1;
  return answer;
}

beforeAll(async () => {
  server = await serverProcess({ RATE_LIMIT_FACTOR: '100' });
  await server.start();
  for (const [name] of Object.values(TRIERS).flat()) {
    if (!people.has(name)) people.set(name, await asking(server.origin, name));
  }
  // An open clinic is one that nobody may remove.
  staff = staffOf(server.origin);
  for (const name of ['Henrik Solvang', 'Thomas Revsbæk']) {
    const clinician = await staff.clinician(name);
    await clinician.ask({ type: 'openClinic', clinicId: clinicOf(clinician).id });
  }
}, 60_000);
afterAll(async () => {
  staff.close();
  await server.dispose();
});

describe('administration: role × relation × change (SE1)', () => {
  it('is what the table says, act by act', () => {
    const fromTable = Object.entries(TABLE)
      .filter(([act]) => act.startsWith('administer '))
      .map(([act, list]) => [
        act,
        list.map(([role, relation]) => `${role} ${relation}`).toSorted(),
      ]);
    const said = ACTS.map((act) => {
      const [about, isOwn] = SAID[act];
      const isAny = about === 'installation' || about === 'person';
      const own = isAny ? ['clinic', 'organisation'] : [about];
      const relations = ['operator', ...(isOwn ? own : [])];
      return [act, relations.map((one) => `administrator ${one}`).toSorted()];
    });
    expect(fromTable.toSorted()).toEqual(said.toSorted());
  });

  it.each(ON_THINGS)('%s: by everybody, on their own and on another’s', async (act) => {
    const [about, isOwn] = SAID[act];
    if (about === 'person') throw new Error('no thing');
    const own = { organisationId: MUNICIPALITY, clinicId: CLINIC.north };
    const behind = BEHIND[act.slice('administer '.length) as AdminChangeType] ?? 'ok';
    for (const [name, stand] of TRIERS[about]) {
      const isAllowed = stand === 'operator' || (isOwn && stand === 'administrator of it');
      const { status, code } = await attempt(act, name, own);
      expect([name, code]).toEqual([name, isAllowed ? behind : 'forbidden']);
      expect([name, status === 403]).toEqual([name, !isAllowed]);
    }
    for (const [name, kind, id] of OTHERS) {
      if (kind !== about) continue;
      const other = kind === 'clinic' ? { ...own, clinicId: id } : { ...own, organisationId: id };
      const { code } = await attempt(act, name, other as typeof own);
      expect([name, id, code]).toEqual([name, id, 'forbidden']);
    }
  });

  it('has nothing for whom nobody signed in, and nothing for a page that is not ours', async () => {
    const before = await operator().state();
    const change = { type: 'setAccessLogDays', days: 999 };
    const { origin } = server;
    const headers = { 'content-type': 'application/json', origin };
    const cookie = operator().person.jar.header();
    for (const path of [
      'state',
      'sessions',
      'change',
      'try-provider',
      'access-log',
      'access-copy',
    ]) {
      const url = `${origin}/api/admin/${path}?app=insight`;
      const post = { method: 'POST', body: JSON.stringify(change) };
      const isRead = path === 'state' || path === 'sessions';
      const init = isRead ? { headers } : { ...post, headers };
      const nobody = await fetch(url, init);
      expect([path, nobody.status, await nobody.json()]).toEqual([
        path,
        401,
        { code: 'signedOut' },
      ]);
      if (isRead) continue;
      for (const foreign of [
        { 'content-type': 'application/json', cookie },
        { ...headers, origin: 'https://evil.example', cookie },
        { ...headers, 'content-type': 'text/plain', cookie },
        { ...headers, 'sec-fetch-site': 'cross-site', cookie },
      ]) {
        const answer = await fetch(url, { ...post, headers: foreign });
        expect([path, await answer.json()]).toEqual([path, { code: 'wrongOrigin' }]);
      }
    }
    expect(await operator().state()).toEqual(before);
  });

  it('refuses what is no change, however it is said', async () => {
    for (const body of [{}, [], 'x', { type: 'nothing' }, { type: 'setAccessLogDays', days: 1 }]) {
      expect(await operator().ask('change', body)).toEqual({ status: 400, code: 'badRequest' });
    }
    const tooLong = { type: 'removeUnit', unitId: 'x'.repeat(20_000) };
    expect(await operator().ask('change', tooLong)).toEqual({ status: 413, code: 'tooLarge' });
  });

  it('lets nobody in without the administrators’ role, and no administrator anywhere else', async () => {
    for (const [name, app] of [
      ['Mette Skovbjerg', 'insight'],
      ['Anne Klitgård', 'insight'],
      ['Pia Højvang', 'tablet'],
      ['Inger Bakkegård', 'board'],
    ] as const) {
      const trying = signIn(server.origin, demoPerson(name), new CookieJar(), app);
      await expect(trying).rejects.toThrow('not signed in: 403');
    }
  });

  it('wrote one line of the access log for each change, and none for what was refused (P3)', async () => {
    const lines = await operator().changes();
    expect(lines).toHaveLength(accepted);
    expect(new Set(lines.map(({ purpose }) => purpose))).toEqual(new Set(['administration']));
    for (const { target } of lines) expect(target).toMatch(/^[a-zA-Z]+\/[\w.-]+$/);
    // Every act by six people or five, and four things of others.
    expect(cells).toBeGreaterThan(100);
  });
});
