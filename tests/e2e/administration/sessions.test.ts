import { SessionsPage } from '@naervaer/machines/protocol';
import type { OrganisationId } from '@naervaer/machines/protocol';
import {
  CARE_HOME,
  CLINICS,
  demoIdOf,
  MUNICIPALITY,
  OPERATOR,
  REGION,
} from '@naervaer/sync-server/demo/people.ts';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { localServer } from '../../support/local-server.ts';
import { demoPerson, signIn } from '../../support/sign-in.ts';
import { staffOf } from '../../support/staff.ts';
import type { Staff } from '../../support/staff.ts';
import { asking } from './stand.ts';
import type { Asking } from './stand.ts';

/** Who is put out is out within this, on every device (P1). */
const AT_ONCE_MS = 1_000;

let server: Awaited<ReturnType<typeof localServer>>;
let origin: string;
let staff: Staff;
/** By whom it is tried: everybody who looks after somebody, and two who look after nobody. */
const triers = new Map<string, Asking>();

const by = (name: string): Asking => {
  const found = triers.get(name);
  if (found === undefined) throw new Error(`${name} is not signed in`);
  return found;
};

beforeAll(async () => {
  const port = await freePort();
  server = await localServer(port);
  origin = `http://localhost:${port}`;
  for (const name of [
    'Viggo Driftager',
    'Pia Højvang',
    'Morten Stenbæk',
    'Inger Bakkegård',
    'Mette Skovbjerg',
    'Anne Klitgård',
  ]) {
    triers.set(name, await asking(origin, name));
  }
});
afterAll(() => server.close());
beforeEach(() => {
  staff = staffOf(origin);
  return () => staff.close();
});

async function list(name: string): Promise<SessionsPage> {
  const { jar } = by(name).person;
  const answer = await fetch(`${origin}/api/admin/sessions?app=insight`, {
    headers: { cookie: jar.header() },
  });
  return v.parse(SessionsPage, await answer.json());
}
const names = async (name: string): Promise<readonly string[]> =>
  [...new Set((await list(name)).rows.map((row) => row.name))].toSorted();

const endSessions = (organisationId: OrganisationId, name: string) =>
  ({ type: 'endSessions', organisationId, personId: demoIdOf(organisationId, name) }) as const;

describe('who is signed in (P1)', () => {
  it('is told to whoever looks after them, and to nobody else', async () => {
    const karen = await staff.caregiver('Karen Møllehave');
    const thomas = await staff.clinician('Thomas Revsbæk');
    expect(await names('Pia Højvang')).toEqual(['Mette Skovbjerg', 'Pia Højvang']);
    expect(await names('Morten Stenbæk')).toEqual(['Morten Stenbæk']);
    // Those who work in the own clinic; not the ones of another, who sign in at the same place.
    expect(await names('Inger Bakkegård')).toEqual(['Anne Klitgård']);
    const everybody = [...triers.keys(), karen.person.info.name, thomas.person.info.name];
    expect(await names('Viggo Driftager')).toEqual(everybody.toSorted());
    expect(await by('Mette Skovbjerg').ask('sessions')).toEqual({ status: 403, code: 'forbidden' });
    expect(await by('Anne Klitgård').ask('sessions')).toEqual({ status: 403, code: 'forbidden' });
  });

  it('says which application, and holds nothing that opens anything', async () => {
    const { rows } = await list('Viggo Driftager');
    expect(new Set(rows.map(({ app }) => app))).toEqual(new Set(['tablet', 'board', 'insight']));
    // The schema is strict: no token, no hint, no cookie. Ids name and open nothing.
    for (const { since, usedAt } of rows) expect(usedAt).toBeGreaterThanOrEqual(since - 1);
  });

  it('refuses an address that asks for what is no page', async () => {
    const { jar } = by('Viggo Driftager').person;
    const answer = await fetch(`${origin}/api/admin/sessions?app=insight&before=1%27`, {
      headers: { cookie: jar.header() },
    });
    expect([answer.status, await answer.json()]).toEqual([400, { code: 'badRequest' }]);
  });
});

describe('ending somebody’s sessions: role × relation (SE1, P1)', () => {
  /** The own people of each; `forbidden` for all the rest. */
  const MAY: readonly (readonly [string, readonly (readonly [OrganisationId, string])[]])[] = [
    ['Pia Højvang', [[MUNICIPALITY, 'Lone Vesterlund']]],
    ['Morten Stenbæk', [[REGION, 'Birgit Fjeldsted']]],
    ['Inger Bakkegård', [[CLINICS, 'Henrik Solvang']]],
    ['Mette Skovbjerg', []],
    ['Anne Klitgård', []],
  ];
  const OF_ALL: readonly (readonly [OrganisationId, string])[] = [
    [MUNICIPALITY, 'Lone Vesterlund'],
    [REGION, 'Birgit Fjeldsted'],
    [CARE_HOME, 'Karen Møllehave'],
    [CLINICS, 'Henrik Solvang'],
    [CLINICS, 'Thomas Revsbæk'],
    [OPERATOR, 'Viggo Driftager'],
  ];

  it('is the own administrator’s and the operator’s, over real connections', async () => {
    const someone = await staff.caregiver('Lone Vesterlund');
    for (const [name, own] of MAY) {
      for (const [organisationId, person] of OF_ALL) {
        if (own.some(([, mine]) => mine === person)) continue;
        const answer = await by(name).change(endSessions(organisationId, person));
        expect([name, person, answer]).toEqual([name, person, 'forbidden']);
      }
    }
    expect(someone.isOnline()).toBe(true);
    for (const [name, own] of [...MAY, ['Viggo Driftager', OF_ALL.slice(0, 5)] as const]) {
      for (const [organisationId, person] of own) {
        const isStaff = organisationId !== CLINICS;
        const out = isStaff ? await staff.caregiver(person) : await staff.clinician(person);
        await eventually('to be online', () => out.isOnline());
        expect(await by(name).change(endSessions(organisationId, person))).toBe('ok');
        await eventually(`${person} to be out`, () => !out.isOnline(), AT_ONCE_MS);
        expect(out.lastClose()).toEqual({ code: 4401, reason: 'signedOut' });
      }
    }
  });

  it('with another’s organisation in front of it is nobody’s (SE1)', async () => {
    const lone = await staff.caregiver('Lone Vesterlund');
    const personId = demoIdOf(MUNICIPALITY, 'Lone Vesterlund');
    for (const [name, organisationId, code] of [
      ['Morten Stenbæk', REGION, 'unknownTarget'],
      ['Inger Bakkegård', CLINICS, 'forbidden'],
      ['Viggo Driftager', REGION, 'unknownTarget'],
    ] as const) {
      const answer = await by(name).change({ type: 'endSessions', organisationId, personId });
      expect([name, answer]).toEqual([name, code]);
    }
    expect(lone.isOnline()).toBe(true);
  });

  it('puts out every tab and device within a second, and no colleague; she can come in again', async () => {
    const tablet = await staff.caregiver('Lone Vesterlund');
    const other = await staff.caregiver('Lone Vesterlund');
    const colleague = await staff.caregiver('Mette Skovbjerg');
    const all = [tablet, other];
    await eventually('everybody', () => [...all, colleague].every((one) => one.isOnline()));
    const began = performance.now();
    expect(await by('Pia Højvang').change(endSessions(MUNICIPALITY, 'Lone Vesterlund'))).toBe('ok');
    await eventually('both to be out', () => all.every((one) => !one.isOnline()), AT_ONCE_MS);
    expect(performance.now() - began).toBeLessThan(AT_ONCE_MS);
    expect(colleague.isOnline()).toBe(true);
    for (const { person } of all) {
      const header = { headers: { cookie: person.jar.header() } };
      expect(await (await fetch(`${origin}/api/session`, header)).json()).toBeNull();
    }
    expect(await names('Pia Højvang')).toEqual(['Mette Skovbjerg', 'Pia Højvang']);
    await signIn(origin, demoPerson('Lone Vesterlund'));
  });

  it('is one line of the access log, with who did it and whose they were; of nobody there, none (P3)', async () => {
    await staff.caregiver('Birgit Fjeldsted');
    const morten = by('Morten Stenbæk');
    const lines = async () =>
      (await morten.lines()).filter(({ action }) => action === 'endSessions');
    const before = (await lines()).length;
    const change = endSessions(REGION, 'Birgit Fjeldsted');
    expect(await morten.change(change)).toBe('ok');
    expect(await morten.change(change)).toBe('ok');
    await eventually('the line', async () => (await lines()).length > before);
    const [line, ...others] = await lines();
    expect(others).toHaveLength(before);
    expect(line?.person?.name).toBe('Morten Stenbæk');
    expect(line?.target).toBe(`person/${change.personId}`);
  });
});
