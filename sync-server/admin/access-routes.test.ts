import type { ClinicId, OrganisationId, PersonId } from '@naervaer/machines/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccessWriter } from '../audit/index.ts';
import type { AccessFact } from '../audit/index.ts';
import { fact, NOON, openLogFile } from '../audit/testing/log-file.ts';
import type { LogFile } from '../audit/testing/log-file.ts';
import type { Directory } from '../directory/index.ts';
import { createLog } from '../log.ts';
import { createAccessRoutes } from './access-routes.ts';
import type { AccessRoutes } from './access-routes.ts';
import type { Administrator } from './types.ts';

const KAREN = '7203411234';
const NILS = '6702380021';
const NAMES: Record<string, string> = {
  nordby: 'Lægerne i Nordby',
  sydby: 'Sydby Lægehus',
  formel: '=1+1',
  plus: '+45 Lægehus',
  minus: '-Lægehus',
  at: '@Lægehus',
  ny: 'Lægehus;"Nyt"\r\n{"level":30}\u2028\u001b[2J\u202etxt',
};

let file: LogFile;
let routes: AccessRoutes;
let isFull = false;
beforeEach(async () => {
  file = await openLogFile();
  isFull = false;
  const clock = { now: () => NOON + 1_000_000, after: () => () => undefined };
  const writer = createAccessWriter({
    committer: {
      add: (draft) => (isFull ? Promise.reject(new Error('full')) : file.committer.add(draft)),
    },
    clock,
    log: createLog('silent'),
  });
  const named = (id: string) => (NAMES[id] === undefined ? undefined : { name: NAMES[id] });
  const directory = { clinic: named, organisation: named } as unknown as Directory;
  const { store, keyring } = file;
  routes = createAccessRoutes({ store, directory, keyring, access: writer, clock });
});
afterEach(() => file.remove());

const administrator = (parts: Partial<Administrator>): Administrator => ({
  personId: 'drift.per' as PersonId,
  name: 'Per Drift',
  organisation: { id: 'drift' as OrganisationId },
  kind: 'operator',
  clinics: [],
  ...parts,
});
const OPERATOR = administrator({});
const OF_KOMMUNE = administrator({
  kind: 'municipality',
  organisation: { id: 'kommune' as OrganisationId },
});
const OF_NORDBY = administrator({ kind: 'clinics', clinics: ['nordby' as ClinicId] });

const by = (organisationId: string): AccessFact['by'] => ({
  personId: `${organisationId}.anna` as PersonId,
  name: 'Anna Krogh',
  role: 'caregiver',
  organisationId: organisationId as OrganisationId,
});
const seen = (at: number, clinicId: string, citizen: string | null, organisationId = 'klinikker') =>
  fact({ at: NOON + at, clinicId: clinicId as ClinicId, citizen, by: by(organisationId) });
const ALL = { citizen: null, clinicId: null, from: 0, to: NOON * 2, before: null };
const last = async () => JSON.parse((await file.store.accessHead())?.json ?? '{}') as object;

describe('I5: an administrator searches the access log', () => {
  beforeEach(() =>
    file.write([
      seen(1, 'nordby', KAREN),
      seen(2, 'nordby', NILS, 'kommune'),
      seen(3, 'sydby', KAREN, 'kommune'),
      seen(4, 'sydby', null),
    ]),
  );
  const times = async (who: Administrator, search: object) =>
    (await routes.search(who, { ...ALL, ...search })).rows
      .map(({ at }) => at - NOON)
      .filter((at) => at < 100);

  it('sees all when running the installation, else the own people or the own clinics', async () => {
    expect(await times(OPERATOR, {})).toEqual([4, 3, 2, 1]);
    expect(await times(OF_KOMMUNE, {})).toEqual([3, 2]);
    expect(await times(OF_NORDBY, {})).toEqual([2, 1]);
    expect(await times(OF_NORDBY, { citizen: '720341-1234' })).toEqual([1]);
    expect(await times(OF_KOMMUNE, { citizen: '720341 1234', clinicId: 'sydby' })).toEqual([3]);
    await expect(times(OF_NORDBY, { clinicId: 'sydby' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(times(administrator({ kind: 'clinics' }), {})).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(times(administrator({ kind: undefined }), {})).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(times(OPERATOR, { citizen: '32' })).rejects.toMatchObject({ code: 'badRequest' });
  });

  it('reads who, where and for what, and of the citizen no more than tells two apart', async () => {
    const { rows } = await routes.search(OPERATOR, { ...ALL, citizen: '720341-1234' });
    expect(rows[1]).toEqual({
      seq: 1,
      at: NOON + 1,
      action: 'seeOnBoard',
      purpose: 'treatment',
      person: { name: 'Anna Krogh', role: 'caregiver' },
      organisation: 'klinikker',
      clinic: 'Lægerne i Nordby',
      consultationId: null,
      citizen: file.keyring.pseudonymOf('citizen', KAREN).slice(0, 8),
      target: null,
    });
  });

  it('is a line itself, with the citizen’s pseudonym and not the number', async () => {
    await routes.search(OF_NORDBY, { ...ALL, citizen: '720341-1234' });
    expect(await last()).toMatchObject({
      action: 'searchAccessLog',
      purpose: 'administration',
      personId: 'drift.per',
      clinicId: 'nordby',
      citizen: file.keyring.pseudonymOf('citizen', KAREN),
    });
    expect(JSON.stringify(await last())).not.toContain(KAREN);
  });

  it('P3: finds the own searches and copies among the own clinics’, each clinic its own', async () => {
    const acts = async (who: Administrator) => {
      const { rows } = await routes.search(who, { ...ALL, from: NOON + 5 });
      return rows.map(({ action, clinic }) => [action, clinic]);
    };
    const both = administrator({
      kind: 'clinics',
      clinics: ['nordby' as ClinicId, 'sydby' as ClinicId],
    });
    await routes.search(OF_NORDBY, { ...ALL, citizen: '720341-1234' });
    await routes.copy(OF_NORDBY, { citizen: '720341-1234' });
    const searched = ['searchAccessLog', 'Lægerne i Nordby'];
    const copied = ['copyAccessLog', 'Lægerne i Nordby'];
    expect(await acts(OF_NORDBY)).toEqual([copied, searched]);
    // Of a search over two clinics each is told; whoever looks after one of them reads one line.
    await routes.search(both, ALL);
    expect(await acts(OF_NORDBY)).toEqual([searched, searched, copied, searched]);
    expect(await acts(administrator({ kind: 'clinics', clinics: ['sydby' as ClinicId] }))).toEqual([
      ['searchAccessLog', expect.any(String)],
    ]);
  });

  it('P3: shows nothing when the search itself cannot be logged', async () => {
    isFull = true;
    await expect(routes.search(OPERATOR, ALL)).rejects.toThrow();
    await expect(routes.copy(OPERATOR, { citizen: KAREN })).rejects.toThrow();
  });

  it('pages a hundred lines at a time, newest first, to the end', async () => {
    await file.write(Array.from({ length: 250 }, (_, i) => seen(1_000 + i, 'nordby', NILS)));
    const all: number[] = [];
    const sizes: number[] = [];
    let before: number | null = null;
    do {
      const page = await routes.search(OF_NORDBY, { ...ALL, before });
      all.push(...page.rows.map(({ seq }) => seq));
      sizes.push(page.rows.length);
      before = page.before;
    } while (before !== null);
    expect(sizes).toEqual([100, 100, 52]);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    expect(new Set(all).size).toBe(252);
  });
});

describe('I5: the citizen’s copy', () => {
  const rowsOf = (body: string): string[] => body.split('\r\n').slice(1, -1);

  it('holds when, what, why and where, the oldest first, in Danish time, and nobody’s name', async () => {
    await file.write([
      seen(0, 'nordby', KAREN),
      fact({ action: 'expire', by: null, clinicId: 'nordby' as ClinicId, at: NOON + 5_000 }),
      seen(9, 'nordby', NILS),
    ]);
    const { name, type, body } = await routes.copy(OPERATOR, { citizen: '720341-1234' });
    expect(name).toBe('adgangslog-2026-11-21.csv');
    expect(type).toBe('text/csv; charset=utf-8');
    expect(body).toBe(
      [
        '\ufeffDato;Tidspunkt;Hvad;Formål;Organisation;Klinik',
        '2026-11-21;13:00:00;Vist på klinikkens tavle;Behandling;klinikker;Lægerne i Nordby',
        '2026-11-21;13:00:05;Pladsen i køen udløb;Behandling;Systemet;Lægerne i Nordby',
        '',
      ].join('\r\n'),
    );
    expect(await last()).toMatchObject({ action: 'copyAccessLog', purpose: 'citizensRight' });
    const again = await routes.copy(OPERATOR, { citizen: KAREN });
    expect(rowsOf(again.body).at(-1)).toContain('Udskrift af adgangsloggen til borgeren');
  });

  it('SE3: is text in a spreadsheet, whatever an organisation is called', async () => {
    const names = ['formel', 'plus', 'minus', 'at', 'ny'];
    await file.write(names.map((id, index) => seen(index, id, KAREN, id)));
    const { body } = await routes.copy(OPERATOR, { citizen: KAREN });
    expect(rowsOf(body).map((row) => row.split(';').slice(4, 5)[0])).toEqual([
      "'=1+1",
      "'+45 Lægehus",
      "'-Lægehus",
      "'@Lægehus",
      '"Lægehus',
    ]);
    expect(rowsOf(body)).toHaveLength(names.length);
    expect(rowsOf(body).at(-1)).toContain(
      ';"Lægehus;""Nyt"" {""level"":30} [2J txt";"Lægehus;""Nyt"" {""level"":30} [2J txt"',
    );
  });

  it('is as long as the citizen’s log is', async () => {
    await file.write(Array.from({ length: 2_100 }, (_, i) => seen(i, 'nordby', KAREN)));
    expect(rowsOf((await routes.copy(OF_NORDBY, { citizen: KAREN })).body)).toHaveLength(2_100);
  });
});
