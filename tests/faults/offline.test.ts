import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMemoryStore } from '@naervaer/storage';
import { afterEach, expect, test } from 'vitest';
import { ACCEPTED, newCommandId, PROTOCOL_VERSION, refused } from '@naervaer/machines/protocol';
import type { CommandId, CommandInput } from '@naervaer/machines/protocol';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { openJournal } from '../support/journal.ts';
import { localServer } from '../support/local-server.ts';
import { seededRandom } from '../support/random.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { clinicOf, staffOf } from '../support/staff.ts';
import type { Staff } from '../support/staff.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(env: Record<string, string> = {}, entry?: string) {
  const main = entry && fileURLToPath(new URL(`./entries/${entry}`, import.meta.url));
  const server = await serverProcess({ LOG_LEVEL: 'warn', ...env }, main);
  closers.push(() => server.dispose());
  await server.start();
  const staff = staffOf(server.origin);
  closers.push(() => staff.close());
  return { server, staff };
}

/** The events of the northern clinic of one type, and what is stored for one command. */
function stored(server: ServerProcess, type: string, commandId = '') {
  const file = openJournal(server.dataDir);
  try {
    const events = file.events(CLINIC.north).map(({ event }) => event);
    return {
      events: events.filter((event) => event.type === type),
      outcome: file.outcomes().get(commandId),
    };
  } finally {
    file.close();
  }
}

async function openClinic(staff: Staff) {
  const clinician = await staff.clinician();
  const clinic = clinicOf(clinician);
  expect(await clinician.ask({ type: 'openClinic', clinicId: clinic.id })).toEqual(ACCEPTED);
  return { clinician, clinic, board: clinician.board(clinic.id) };
}

test('T12: what was asked for without network takes effect once when it is back', async () => {
  const { server, staff } = await open();
  const { clinician, clinic, board } = await openClinic(staff);
  const caregiver = await staff.caregiver();

  caregiver.disconnect();
  await eventually('the line is cut', () => !caregiver.isOnline());
  const join = caregiver.send(joinOnBehalf(clinic.ydernummer));
  const all = { clinicId: clinic.id, consultationId: null, late: 10, text: '' } as const;
  expect(await clinician.ask({ type: 'tellWaiters', ...all })).toEqual(ACCEPTED);
  expect(board.value()?.rows).toEqual([]);
  expect(stored(server, 'JOIN', join)).toEqual({ events: [], outcome: undefined });

  caregiver.connect();
  expect(await caregiver.outcome(join)).toEqual(ACCEPTED);
  await eventually('the row', () => board.value()?.rows.length === 1);

  // Once more away and back: what is done stays done once.
  caregiver.disconnect();
  await eventually('the line is cut', () => !caregiver.isOnline());
  caregiver.connect();
  expect(await caregiver.ask(joinOnBehalf(clinic.ydernummer))).toEqual(refused('alreadyInQueue'));
  const { events, outcome } = stored(server, 'JOIN', join);
  expect(events).toHaveLength(1);
  expect(outcome?.outcome).toEqual(ACCEPTED);
  expect(board.value()?.rows.map(({ consultationId }) => consultationId)).toEqual([join]);
});

test.each([
  ['JOIN', 'a join'],
  ['CLAIM', 'a claim'],
  ['OPEN', 'the opening of a clinic'],
])(
  'CM2: the server dies between the commit of %s and the answer: the same outcome, one effect',
  async (type) => {
    const { server, staff } = await open({ DIE_AFTER: type }, 'die-after-commit.ts');
    const caregiver = await staff.caregiver();
    const clinician = await staff.clinician();
    const clinic = clinicOf(clinician);
    const board = clinician.board(clinic.id);
    const aRow = () => eventually('the row', () => board.value()?.rows[0]);
    const steps: [string, typeof caregiver, () => CommandInput | Promise<CommandInput>][] = [
      ['OPEN', clinician, () => ({ type: 'openClinic', clinicId: clinic.id })],
      ['JOIN', caregiver, () => joinOnBehalf(clinic.ydernummer)],
      [
        'CLAIM',
        clinician,
        async () => {
          const { consultationId } = await aRow();
          return { type: 'claim', clinicId: clinic.id, consultationId };
        },
      ],
    ];
    const at = steps.findIndex(([step]) => step === type);
    for (const [, client, command] of steps.slice(0, at)) {
      expect(await client.ask(await command())).toEqual(ACCEPTED);
    }
    const [, client, command] = steps[at] ?? [];
    if (client === undefined || command === undefined) throw new Error(`no step is a ${type}`);
    const id = client.send(await command());
    await eventually('the server is dead', () => !server.isRunning);
    expect(client.told(id)).toBeUndefined();
    expect(client.unanswered()).toEqual([id]);

    await server.start();
    expect(await client.outcome(id)).toEqual(ACCEPTED);
    const { events, outcome } = stored(server, type, id);
    expect(events).toHaveLength(1);
    // Stored before the death, not decided a second time after it.
    expect(outcome).toMatchObject({ outcome: ACCEPTED, at: events[0]?.at });
  },
);

test('CM2: the id of another session’s command is refused and changes nothing', async () => {
  const { server, staff } = await open();
  const { clinic, board } = await openClinic(staff);
  const caregiver = await staff.caregiver();
  const join = caregiver.send(joinOnBehalf(clinic.ydernummer));
  expect(await caregiver.outcome(join)).toEqual(ACCEPTED);
  const before = stored(server, 'JOIN', join);

  const other = await staff.caregiver('Jonas Kærgaard');
  const command = joinOnBehalf(clinic.ydernummer, {
    number: '670238-0021',
    name: 'Villy Sandager',
  });
  other.putRaw(join, { id: join, v: PROTOCOL_VERSION, command });
  expect(await other.outcome(join)).toEqual(refused('malformed'));
  expect(stored(server, 'JOIN', join)).toEqual(before);
  expect(board.value()?.rows.map(({ citizen }) => citizen?.name)).toEqual(['Ellen Kornmark']);
});

test('CM4: what one session asked for without network is taken in the order of its asking', async () => {
  const { server, staff } = await open();
  const { clinician, clinic } = await openClinic(staff);
  clinician.disconnect();
  await eventually('the line is cut', () => !clinician.isOnline());
  // Each is possible only directly after the one before. Put in any order, they are said by id.
  const clinicId = clinic.id;
  const commands = Array.from({ length: 40 }, (_, index) => ({
    id: newCommandId(),
    v: PROTOCOL_VERSION,
    command: { type: index % 2 === 0 ? 'closeClinic' : 'openClinic', clinicId },
  }));
  for (const envelope of [...commands].reverse()) clinician.putRaw(envelope.id, envelope);
  clinician.connect();
  for (const { id } of commands) expect(await clinician.outcome(id)).toEqual(ACCEPTED);
  expect(stored(server, 'CLOSE').events).toHaveLength(20);
  expect(stored(server, 'OPEN').events).toHaveLength(21);
});

test('CM4: also when the store answers late, and later for one than for the next', async () => {
  const inner = createMemoryStore();
  const random = seededRandom(4);
  const store = {
    ...inner,
    async outcomeOf(id: CommandId) {
      await delay(random.below(8));
      return inner.outcomeOf(id);
    },
  };
  const port = await freePort();
  const server = await localServer(port, { store });
  closers.push(() => server.close());
  const staff = staffOf(`http://localhost:${port}`);
  closers.push(() => staff.close());
  const { clinician, clinic } = await openClinic(staff);
  const ids = Array.from({ length: 40 }, (_, index) =>
    clinician.send({
      type: index % 2 === 0 ? 'closeClinic' : 'openClinic',
      clinicId: clinic.id,
    }),
  );
  for (const id of ids) expect(await clinician.outcome(id)).toEqual(ACCEPTED);
});
