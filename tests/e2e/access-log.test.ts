import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AccessPage } from '@naervaer/machines/protocol';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessLog, courseOf } from '../support/access-log.ts';
import { eventually } from '../support/eventually.ts';
import { joinOnBehalf, joinWithoutCpr } from '../support/samples.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { clinicOf, staffOf } from '../support/staff.ts';
import type { Staff } from '../support/staff.ts';

const ENV = { TURN_URLS: 'turn:127.0.0.1:1', TURN_SECRET: 'not used here' };
const COMMAND = fileURLToPath(new URL('../../sync-server/audit/command.ts', import.meta.url));
const KAREN = { number: '720341-1234', name: 'Karen Vestergaard' };

let server: ServerProcess;
let staff: Staff;
beforeEach(async () => {
  server = await serverProcess(ENV);
  await server.start();
  staff = staffOf(server.origin);
});
afterEach(async () => {
  staff.close();
  await server.dispose();
});

/** `npm run audit -- …`, without npm. */
const audit = (...args: readonly string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, NAERVAER_KEYS: '' };
    execFile(process.execPath, [COMMAND, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${out}${err}` }),
    );
  });
const verify = (...args: readonly string[]) => audit('verify', '--data', server.dataDir, ...args);

const logged = (count: number) =>
  eventually(`${count} lines`, () => {
    const lines = accessLog(server.dataDir);
    return lines.length >= count && lines;
  });

describe('I5: a consultation from the join to the end', () => {
  test('is exactly these lines: who, what, for what, whose, where', async () => {
    const doctor = await staff.clinician();
    const clinic = clinicOf(doctor);
    const nurse = await staff.caregiver();
    const board = doctor.board(clinic.id);
    await doctor.ask({ type: 'openClinic', clinicId: clinic.id });
    const id = nurse.send(joinOnBehalf(clinic.ydernummer, KAREN));
    await nurse.outcome(id);
    const [row] = await eventually('the row', () => {
      const rows = board.value()?.rows ?? [];
      return rows.length === 1 && rows;
    });
    if (row === undefined) throw new Error('there is no row');
    const on = { clinicId: clinic.id, consultationId: row.consultationId };
    await logged(6);
    // Neither a line that broke nor a second tab shows anybody anything new.
    doctor.disconnect();
    await eventually('gone', () => !doctor.isOnline());
    doctor.connect();
    await eventually('back', () => doctor.isOnline() && board.value() !== undefined);
    await doctor.ask({ type: 'claim', ...on });
    // A refusal does nothing and shows nothing.
    const colleague = await staff.clinician('Henrik Solvang');
    expect(await colleague.ask({ type: 'claim', ...on })).toMatchObject({ status: 'refused' });
    await nurse.ask({ type: 'enterCall', ...on });
    await doctor.ask({ type: 'enterCall', ...on });
    await doctor.ask({ type: 'endCall', ...on });
    await doctor.ask({ type: 'closeClinic', clinicId: clinic.id });
    expect((await nurse.person.post('/api/sign-out?app=tablet', {})).status).toBe(200);

    const lines = await logged(13);
    const names = {
      [doctor.person.info.personId]: 'doctor',
      [nurse.person.info.personId]: 'nurse',
      [colleague.person.info.personId]: 'colleague',
    };
    expect(courseOf(lines, names)).toEqual([
      'doctor signIn administration',
      'nurse signIn administration',
      'nurse saveProfile administration',
      'doctor openClinic administration',
      'nurse join treatment',
      'doctor seeOnBoard treatment',
      'doctor claim treatment',
      'colleague signIn administration',
      'nurse enterCall treatment',
      'doctor enterCall treatment',
      'doctor endCall treatment',
      'doctor closeClinic administration',
      'nurse signOut administration',
    ]);
    const about = lines.filter(({ consultationId }) => consultationId === row.consultationId);
    expect(about).toHaveLength(6);
    expect(new Set(about.map(({ citizen }) => citizen)).size).toBe(1);
    expect(about[0]?.citizen).toMatch(/^[\w-]{43}$/);
    expect(new Set(about.map(({ clinicId }) => clinicId))).toEqual(new Set([clinic.id]));
    expect(lines.map(({ organisationId }) => organisationId)).not.toContain(null);
    const text = JSON.stringify(lines);
    for (const word of ['720341', 'Karen', 'Vestergaard', 'Skovbjerg', 'Klitgård', 'Sår på']) {
      expect(text).not.toContain(word);
    }
    expect(await verify()).toMatchObject({ code: 0 });
  });

  test('without CPR it is logged too, and nobody’s pseudonym stands there', async () => {
    const doctor = await staff.clinician();
    const clinic = clinicOf(doctor);
    const nurse = await staff.caregiver();
    await doctor.ask({ type: 'openClinic', clinicId: clinic.id });
    await nurse.ask(joinWithoutCpr(clinic.ydernummer));
    const lines = await logged(5);
    expect(lines.at(-1)).toMatchObject({ action: 'join', citizen: null, clinicId: clinic.id });
  });

  test('a second session of the same person on the same board is another one who sees', async () => {
    const doctor = await staff.clinician();
    const clinic = clinicOf(doctor);
    const nurse = await staff.caregiver();
    await doctor.ask({ type: 'openClinic', clinicId: clinic.id });
    await nurse.ask(joinOnBehalf(clinic.ydernummer, KAREN));
    // Who opens the board later is shown those who wait already.
    const again = await staff.clinician();
    for (const { board } of [doctor, again]) {
      const opened = board(clinic.id);
      await eventually('a row', () => opened.value()?.rows.length === 1);
    }
    await eventually(
      'two who saw',
      () => accessLog(server.dataDir).filter((line) => line.action === 'seeOnBoard').length === 2,
    );
  });
});

test('I5: who closes a colleague’s forgotten session by signing in is named, and whose it was', async () => {
  const first = await signIn(server.origin, demoPerson('Mette Skovbjerg'));
  const second = await signIn(server.origin, demoPerson('Jonas Kærgaard'), first.jar);
  // The same person again is no colleague.
  await signIn(server.origin, demoPerson('Jonas Kærgaard'), first.jar);
  const lines = await logged(4);
  const names = { [first.info.personId]: 'Mette', [second.info.personId]: 'Jonas' };
  expect(courseOf(lines, names).toSorted()).toEqual([
    'Jonas endSessions administration',
    'Jonas signIn administration',
    'Jonas signIn administration',
    'Mette signIn administration',
  ]);
  expect(lines.find(({ action }) => action === 'endSessions')?.target).toBe(
    `person/${first.info.personId}`,
  );
});

describe('I5: an administrator', () => {
  const enquire = async (name: string, path: string, body: object): Promise<Response> => {
    const person = await signIn(server.origin, demoPerson(name));
    return person.post(`/api/admin/${path}?app=insight`, body);
  };
  const search = { clinicId: null, from: 0, to: Date.now() * 2, before: null };

  test('finds who saw a citizen, and hands the citizen a copy without names', async () => {
    const doctor = await staff.clinician();
    const clinic = clinicOf(doctor);
    const nurse = await staff.caregiver();
    await doctor.ask({ type: 'openClinic', clinicId: clinic.id });
    doctor.board(clinic.id);
    await nurse.ask(joinOnBehalf(clinic.ydernummer, KAREN));
    await eventually('seen', () =>
      accessLog(server.dataDir).some(({ action }) => action === 'seeOnBoard'),
    );
    const found = await enquire('Inger Bakkegård', 'access-log', {
      ...search,
      citizen: KAREN.number,
    });
    const { rows } = (await found.json()) as AccessPage;
    expect(rows.map(({ action, person }) => [action, person])).toEqual([
      ['seeOnBoard', { name: doctor.person.info.name, role: 'clinician' }],
      ['join', { name: nurse.person.info.name, role: 'caregiver' }],
    ]);

    const copy = await enquire('Inger Bakkegård', 'access-copy', { citizen: KAREN.number });
    expect(copy.headers.get('content-disposition')).toMatch(
      /^attachment; filename="adgangslog-\d{4}-\d\d-\d\d\.csv"$/,
    );
    // `text()` would take the mark of the order of bytes away.
    const text = Buffer.from(await copy.arrayBuffer()).toString('utf8');
    expect(text).toMatch(/^\ufeffDato;Tidspunkt;/);
    expect(text.trim().split('\r\n')).toHaveLength(4);
    expect(text).toContain(`;Vist på klinikkens tavle;Behandling;Lægeklinikker;${clinic.name}`);
    for (const { person } of [doctor, nurse]) expect(text).not.toContain(person.info.name);
    expect(text).not.toContain('720341');

    // The municipality sees what its own people did, and not what the clinic's did.
    const own = await enquire('Pia Højvang', 'access-log', { ...search, citizen: KAREN.number });
    const seen = ((await own.json()) as AccessPage).rows.map(({ action }) => action);
    expect(seen).toEqual(['join']);
    expect(await verify()).toMatchObject({ code: 0 });
    expect(server.output()).not.toContain('720341');
  });
});

describe('P3: npm run audit', () => {
  const tamper = (hand: string): void => {
    const db = new Database(`${server.dataDir}/naervaer.sqlite`);
    db.exec(`DROP TRIGGER IF EXISTS access_never_changes; ${hand}`);
    db.close();
  };

  test('says that the log of a running server is whole, and names the line that a hand changed', async () => {
    await staff.caregiver();
    await staff.clinician();
    await staff.clinician('Henrik Solvang');
    await logged(4);
    const good = await verify();
    expect(good).toMatchObject({ code: 0 });
    expect(good.said).toContain('The access log is whole: 4 lines, 1 to 4.');
    const head = (await audit('head', '--data', server.dataDir)).said.trim();
    expect(good.said).toContain(`It ends with ${head}`);
    expect(await verify('--head', head)).toMatchObject({ code: 0 });

    expect(await server.stop()).toBe(0);
    // SE4: the end stands in the plain log, as shape only, for whoever keeps that elsewhere.
    const [seq, mac] = head.split(':');
    expect(server.output()).toContain(`"seq":${seq},"mac":"${mac}","msg":"access log end"`);
    tamper(`UPDATE access SET json = replace(json, '"signIn"', '"signIm"') WHERE seq = 1`);
    const bad = await verify();
    expect(bad.code).toBe(1);
    expect(bad.said).toContain('Line 1: changed.');
    expect(bad.said).not.toMatch(/Line [234]/);
    tamper('DELETE FROM access WHERE seq = 4');
    expect((await verify()).said).toContain('Line 4: cut off at the end.');
    expect((await verify('--head', head)).said).toContain('Line 4: is not in this log');

    // A server that starts on it writes on, and covers nothing up.
    await server.start();
    expect(server.output()).toContain('access log is not whole');
    await staff.clinician('Henrik Solvang');
    expect((await verify()).said).toContain('Line 4: removed.');
  });

  test('ends with 2 and a sentence when it is not understood or has nothing to read', async () => {
    for (const args of [[], ['verfy'], ['verify', 'x'], ['verify', '--tail', '1']]) {
      const { code, said } = await audit(...args);
      expect(code).toBe(2);
      expect(said).toContain('npm run audit -- verify');
    }
    expect(await audit('verify', '--data', '/nonexistent/naervaer')).toEqual({
      code: 2,
      said: 'There is no data folder of a server at /nonexistent/naervaer.\n',
    });
    expect(await verify('--head', '12')).toEqual({
      code: 2,
      said: '--head wants SEQ:MAC, as it was printed: a number, and 64 hex digits.\n',
    });
  });
});
