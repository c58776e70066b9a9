import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConsultationId, Outcome } from '@naervaer/machines/protocol';
import { DEMO_CITIZENS } from '@naervaer/sync-server/demo/people.ts';
import { afterEach, expect, onTestFailed, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openJournal } from '../support/journal.ts';
import { findTraces } from '../support/residue.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { clinicOf, staffOf } from '../support/staff.ts';
import type { SyncClient } from '../support/sync-client.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** No relay of its own, which this has no use for and which would have to start each time. */
const ENV = { TURN_URLS: 'turn:127.0.0.1:1', TURN_SECRET: 'not used here', LOG_LEVEL: 'warn' };
const [CITIZEN, OTHER] = DEMO_CITIZENS;
if (CITIZEN === undefined || OTHER === undefined) throw new Error('the demo has no citizens');
const REASON = 'Sår på underbenet, der ikke vil hele';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server with an open clinic, its doctor and two care workers. */
async function openWorld() {
  const server = await serverProcess(ENV);
  closers.push(() => server.dispose());
  onTestFailed(() => console.log(`the server said:\n${server.output()}`));
  await server.start();
  const staff = staffOf(server.origin);
  closers.push(staff.close);
  const doctor = await staff.clinician();
  const clinic = clinicOf(doctor);
  const tablets = [await staff.caregiver(), await staff.caregiver('Jonas Kærgaard')] as const;
  await doctor.ask({ type: 'openClinic', clinicId: clinic.id });
  const board = doctor.board(clinic.id);
  /** @returns the consultation, once it is on the board */
  const join = async (tablet: SyncClient, citizen = CITIZEN): Promise<ConsultationId> => {
    const id = tablet.send(joinOnBehalf(clinic.ydernummer, citizen));
    expect(await tablet.outcome(id)).toEqual({ status: 'accepted' } satisfies Outcome);
    return id as string as ConsultationId;
  };
  const names = (): readonly (string | undefined)[] =>
    (board.value()?.rows ?? []).map(({ citizen }) => citizen?.name);
  return { server, doctor, clinic, tablets, board, join, names };
}

/** One of our commands, as an operator runs it. */
async function run(
  { dataDir }: ServerProcess,
  script: string,
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}
const erase = (server: ServerProcess, input: string, ...args: readonly string[]) =>
  run(server, 'sync-server/retention/erase-command.ts', args, `${input}\n`);
const keys = (server: ServerProcess, ...args: readonly string[]) =>
  run(server, 'sync-server/keys/keys-command.ts', args);

const secretsOf = ({ number, name }: typeof CITIZEN): readonly string[] => [
  number,
  number.replace('-', ''),
  name,
  REASON,
];

test('ST2: before its retention too nothing of a consultation can be read in the data folder, and after a kill all of it is back', async () => {
  const { server, tablets, join, names } = await openWorld();
  await join(tablets[0]);
  const [first] = await eventually('the row', () => (names().length === 1 ? names() : undefined));
  expect(first).toBe(CITIZEN.name);
  expect(await findTraces(server.dataDir, secretsOf(CITIZEN))).toEqual([]);
  await server.kill();
  expect(await findTraces(server.dataDir, secretsOf(CITIZEN))).toEqual([]);
  await server.start();
  await eventually('the row again', () => names()[0] === CITIZEN.name);
  // And once more from the snapshot that a stop leaves.
  await server.stop();
  expect(await findTraces(server.dataDir, secretsOf(CITIZEN))).toEqual([]);
  await server.start();
  await eventually('the row again', () => names()[0] === CITIZEN.name);
}, 60_000);

test('ST2: with another master key the server does not start and changes nothing; with its own it goes on', async () => {
  const { server, tablets, join, names } = await openWorld();
  await join(tablets[0]);
  await server.stop();
  const file = `${server.dataDir}/keys`;
  const own = await readFile(file, 'utf8');
  const [id = ''] = own.split(':');
  const before = await readFile(`${server.dataDir}/naervaer.sqlite`);
  const other = (await keys(server, 'new')).said;
  for (const wrong of [other, other.replace(/^[^:]+/, id)]) {
    await writeFile(file, wrong);
    await expect(server.start()).rejects.toThrow(/wrongKeys/);
    expect(server.output()).toContain(id);
  }
  expect((await readFile(`${server.dataDir}/naervaer.sqlite`)).equals(before)).toBe(true);
  await writeFile(file, own);
  await server.start();
  await eventually('the row', () => names()[0] === CITIZEN.name);
}, 60_000);

test('ST2: the master key is changed while people wait, and the old one can be taken out', async () => {
  const { server, tablets, join, names } = await openWorld();
  await join(tablets[0]);
  const file = `${server.dataDir}/keys`;
  const old = await readFile(file, 'utf8');
  const fresh = (await keys(server, 'new')).said;
  await writeFile(file, `${fresh}${old}`);
  // The server that runs would not know what is wrapped with the new key.
  const early = await keys(server, 'rotate');
  expect(early).toMatchObject({ code: 1, said: expect.stringContaining('staleKeys') });
  await server.stop();
  await server.start();
  await join(tablets[1], OTHER);
  const rotated = await keys(server, 'rotate');
  expect(rotated.code).toBe(0);
  expect(rotated.said).toContain(old.slice(0, old.indexOf(':')));
  await eventually('both rows', () => names().length === 2);
  await server.kill();
  await writeFile(file, fresh);
  await server.start();
  await eventually('both rows', () => names().join() === [CITIZEN.name, OTHER.name].join());
  expect((await keys(server, 'rotate')).said).toMatch(/^0 of/);
  // Of the old key nothing is left that could still open anything.
  const kid = Buffer.from(`"kid":"${old.slice(0, old.indexOf(':'))}"`).toString('base64url');
  expect(await findTraces(server.dataDir, [kid])).toEqual([]);
}, 60_000);

test('P2: erasing cancels what waits within a second, tells the waiter, and leaves nothing that opens it', async () => {
  const { server, doctor, clinic, tablets, join, names } = await openWorld();
  const over = await join(tablets[0]);
  const ending = { type: 'leaveQueue', clinicId: clinic.id, consultationId: over } as const;
  expect(await tablets[0].ask(ending)).toEqual({ status: 'accepted' });
  const waiting = await join(tablets[0]);
  const others = await join(tablets[1], OTHER);
  await eventually('both rows', () => names().length === 2);
  const view = tablets[0].consultation(waiting);
  await eventually('the waiter sees it', () => view.value()?.state === 'waiting');

  const done = await erase(server, CITIZEN.number);
  expect(done).toMatchObject({
    code: 0,
    said: expect.stringContaining('Erased the data of 2 consultations: 1 that was over, 1 that'),
  });
  expect(done.said).not.toContain(CITIZEN.name);
  await eventually('the row is gone', () => names().join() === OTHER.name);
  await eventually('the waiter is told', () => view.value()?.state === 'cancelled');
  const file = openJournal(server.dataDir);
  const readable = file
    .events(clinic.id)
    .flatMap(({ event }) => ('consultationId' in event ? [event.consultationId] : []));
  file.close();
  expect(new Set(readable)).toEqual(new Set([others]));
  expect((await erase(server, CITIZEN.number)).said).toContain('Nothing is kept');

  await server.kill();
  await server.start();
  await eventually('the other one', () => names().join() === OTHER.name);
  expect(await doctor.ask({ type: 'closeClinic', clinicId: clinic.id })).toEqual({
    status: 'accepted',
  });
}, 60_000);

test('P2: erases without a running server too, by name only when it is meant, and takes nothing that is no number', async () => {
  const { server, tablets, join, names } = await openWorld();
  await join(tablets[0]);
  await join(tablets[1], OTHER);
  await server.kill();
  expect(await erase(server, 'rubbish')).toMatchObject({ code: 2 });
  expect(await erase(server, '')).toMatchObject({ code: 2 });
  expect(await erase(server, `${CITIZEN.name}\nno`, '--name')).toMatchObject({ code: 1 });
  expect(await erase(server, CITIZEN.number, '--everything')).toMatchObject({ code: 2 });
  const done = await erase(server, `  ${CITIZEN.name.toUpperCase()}\nerase`, '--name');
  expect(done.said).toContain('Erased the data of 1 consultation: 0 that were over, 1 that was');
  expect(done.code).toBe(0);
  await server.start();
  await eventually('only the other one', () => names().join() === OTHER.name);
}, 60_000);

test('a refusal that names a colleague is the same after a restart, and the name is not in the store', async () => {
  const { server, doctor, clinic, tablets, join } = await openWorld();
  const staff = staffOf(server.origin);
  closers.push(staff.close);
  const late = await staff.clinician('Henrik Solvang');
  const consultationId = await join(tablets[0]);
  const claim = { type: 'claim', clinicId: clinic.id, consultationId } as const;
  expect(await doctor.ask(claim)).toEqual({ status: 'accepted' });
  const id = late.send(claim);
  const told = await late.outcome(id);
  expect(told).toMatchObject({ code: 'alreadyClaimed', holder: doctor.person.info.name });
  const file = openJournal(server.dataDir);
  expect(file.outcomes().get(id)?.outcome).toEqual(told);
  file.close();
  expect(await findTraces(server.dataDir, [doctor.person.info.name])).toEqual([]);
}, 60_000);
