import { parseArgs } from 'node:util';
import {
  consultationIdOf,
  KEYS,
  newCommandId,
  PROTOCOL_VERSION,
} from '@naervaer/machines/protocol';
import type { ClinicId, CommandId, CommandInput } from '@naervaer/machines/protocol';
import { CLINIC, DEMO_PEOPLE } from '@naervaer/sync-server/demo/people.ts';
import type * as Y from 'yjs';
import { eventually } from '../support/eventually.ts';
import { rawSync } from '../support/raw-sync.ts';
import type { RawSync } from '../support/raw-sync.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';
import { residentKb, spread, table } from './figures.ts';
import type { Figures, Pair } from './figures.ts';
import { startRelay } from './relay.ts';
import type { Relay, RelayClient } from './relay.ts';

export interface BenchOptions {
  /** Commands that are timed, and as many updates of the relay. */
  readonly samples: number;
  /** Boards that are open, and as many readers of the relay's document. */
  readonly watchers: number;
  /** Commands of each tablet in the burst. */
  readonly burst: number;
  /** Connections that are opened to weigh one; at most 40, eight for each session. */
  readonly idle: number;
  /** `memory` shows what the disk costs; what counts is `sqlite`. */
  readonly storage: 'sqlite' | 'memory';
}
const DEFAULTS: BenchOptions = {
  samples: 2000,
  watchers: 3,
  burst: 40,
  idle: 40,
  storage: 'sqlite',
};

/**
 * The work goes round the clinics: one that gets thousands in an hour is no clinic, and what ended
 * within the hour is what a command's time grows with.
 */
const CLINICS = [
  { clinicId: CLINIC.north, ydernummer: '057584', clinician: 'Anne Klitgård' },
  { clinicId: CLINIC.harbour, ydernummer: '012345', clinician: 'Thomas Revsbæk' },
  { clinicId: CLINIC.church, ydernummer: '023456', clinician: 'Jens Pilegård' },
  { clinicId: CLINIC.heath, ydernummer: '034567', clinician: 'Marie Elmelund' },
] as const;

interface Room {
  readonly clinicId: ClinicId;
  readonly join: CommandInput;
  readonly boards: readonly Y.Map<unknown>[];
}

/** The tablets take turns, so that none of them is faster than one person's socket may be. */
const TABLETS = 10;
const CAREGIVERS = DEMO_PEOPLE.filter(({ role, hasRole }) => role === 'caregiver' && hasRole);

/** Resolves with the time at which each of these maps got the key. */
function seen(maps: readonly Y.Map<unknown>[], key: string): Promise<number[]> {
  return Promise.all(
    maps.map(
      (map) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (!map.has(key)) return;
            map.unobserve(look);
            resolve(performance.now());
          };
          map.observe(look);
        }),
    ),
  );
}

/** Puts one entry, and gives how long each watcher waited for it. */
async function timed(
  maps: readonly Y.Map<unknown>[],
  key: string,
  put: () => void,
): Promise<number[]> {
  const arrivals = seen(maps, key);
  const from = performance.now();
  put();
  return (await arrivals).map((at) => at - from);
}

function putRaw(client: SyncClient, id: CommandId, command: CommandInput): void {
  client.putRaw(id, { id, v: PROTOCOL_VERSION, command });
}

/** A command's way: outbox, mailbox, actor, disk, projector, board. */
async function ourSample(tablet: SyncClient, { clinicId, join, boards }: Room): Promise<number[]> {
  const id = newCommandId();
  const waits = await timed(boards, id, () => putRaw(tablet, id, join));
  await tablet.outcome(id);
  const left = await tablet.ask({
    type: 'leaveQueue',
    clinicId,
    consultationId: consultationIdOf(id),
  });
  if (left.status !== 'accepted') throw new Error(`the bench's tablet got ${left.code}`);
  return waits;
}

/** The same bytes through a relay that asks nothing and keeps nothing. */
async function relaySample(
  writer: RelayClient,
  command: CommandInput,
  watchers: readonly Y.Map<unknown>[],
): Promise<number[]> {
  const id = newCommandId();
  const map = writer.document.getMap(KEYS.rows);
  const waits = await timed(watchers, id, () => map.set(id, { id, v: PROTOCOL_VERSION, command }));
  map.delete(id);
  return waits;
}

async function ourBurst(tablets: readonly SyncClient[], each: number): Promise<number> {
  const from = performance.now();
  const arrivals = tablets.map((tablet) => {
    const unitId = tablet.person.info.units[0]?.id ?? '';
    const ids = Array.from({ length: each }, () => newCommandId());
    const told = Promise.all(ids.map((id) => seen([tablet.document.getMap(KEYS.outcomes)], id)));
    for (const id of ids) putRaw(tablet, id, { type: 'saveProfile', jobRole: 'nurse', unitId });
    return told;
  });
  const last = Math.max(...(await Promise.all(arrivals)).flat(2));
  return (tablets.length * each * 1000) / (last - from);
}

async function relayBurst(
  writers: readonly RelayClient[],
  watcher: Y.Map<unknown>,
  each: number,
): Promise<number> {
  const command = { type: 'saveProfile', jobRole: 'nurse', unitId: 'plejehjemmet-aahaven' };
  const from = performance.now();
  const arrivals = writers.map(({ document }) => {
    const ids = Array.from({ length: each }, () => newCommandId());
    const told = Promise.all(ids.map((id) => seen([watcher], id)));
    const map = document.getMap(KEYS.rows);
    for (const id of ids) map.set(id, { id, v: PROTOCOL_VERSION, command });
    return told;
  });
  const last = Math.max(...(await Promise.all(arrivals)).flat(2));
  return (writers.length * each * 1000) / (last - from);
}

/** Opens so many connections with one document each, and weighs the process before and after. */
async function idleWeight(
  pid: number,
  count: number,
  open: (at: number) => Promise<{ close(): void }>,
): Promise<number> {
  const before = await residentKb(pid);
  const opened: { close(): void }[] = [];
  for (let at = 0; at < count; at += 1) opened.push(await open(at));
  const after = await residentKb(pid);
  for (const one of opened) one.close();
  return (after - before) / count;
}

/** Runs both sides in turns, each in a process of its own, on sqlite with `synchronous=FULL`. */
export async function bench(options: Partial<BenchOptions> = {}): Promise<Figures> {
  const { samples, watchers, burst, idle, storage } = { ...DEFAULTS, ...options };
  const server = await serverProcess({ LOG_LEVEL: 'warn', STORAGE: storage });
  let relay: Relay | undefined;
  const open: { close(): void }[] = [];
  try {
    await server.start();
    relay = await startRelay();
    const keep = <T extends { close(): void }>(one: T): T => (open.push(one), one);

    const rooms: Room[] = [];
    for (const { clinicId, ydernummer, clinician } of CLINICS) {
      const person = await signIn(server.origin, demoPerson(clinician));
      const boards: Y.Map<unknown>[] = [];
      for (let at = 0; at < watchers; at += 1) {
        const client = keep(syncClient(person));
        const board = client.board(clinicId);
        await eventually('a board', () => board.value());
        if (at === 0) await client.ask({ type: 'openClinic', clinicId });
        boards.push(board.document().getMap(KEYS.rows));
      }
      rooms.push({ clinicId, join: joinOnBehalf(ydernummer), boards });
    }
    const tablets: SyncClient[] = [];
    for (const person of CAREGIVERS.slice(0, TABLETS)) {
      const client = keep(syncClient(await signIn(server.origin, person)));
      const unitId = client.person.info.units[0]?.id ?? '';
      await client.ask({ type: 'saveProfile', jobRole: 'nurse', unitId });
      tablets.push(client);
    }
    const readers: Y.Map<unknown>[] = [];
    for (let at = 0; at < watchers; at += 1) {
      readers.push(keep(await relay.client()).document.getMap(KEYS.rows));
    }
    const writers: RelayClient[] = [];
    for (let at = 0; at < tablets.length; at += 1) writers.push(keep(await relay.client()));

    const ours: number[] = [];
    const bare: number[] = [];
    // The first ones warm both sides up and are not counted.
    const warm = Math.ceil(samples / 10);
    for (let at = 0; at < samples + warm; at += 1) {
      const tablet = tablets[at % tablets.length];
      const writer = writers[at % writers.length];
      const room = rooms[at % rooms.length];
      if (!tablet || !writer || !room) throw new Error('nobody to measure with');
      const mine = await ourSample(tablet, room);
      const its = await relaySample(writer, room.join, readers);
      if (at < warm) continue;
      ours.push(...mine);
      bare.push(...its);
    }

    const [reader] = readers;
    if (reader === undefined) throw new Error('nobody watches');
    const perSecond: Pair = {
      ours: await ourBurst(tablets, burst),
      relay: await relayBurst(writers, reader, burst),
    };

    const idlers = CAREGIVERS.slice(TABLETS);
    const people = await Promise.all(idlers.map((person) => signIn(server.origin, person)));
    const relayPid = relay.pid;
    const relayOpen = relay.client;
    const idleKb: Pair = {
      ours: await idleWeight(server.pid ?? 0, idle, (at) =>
        idleConnection(people[at % people.length]),
      ),
      relay: await idleWeight(relayPid, idle, relayOpen),
    };
    return { watchers, ours: spread(ours), relay: spread(bare), perSecond, idleKb };
  } finally {
    for (const one of open) one.close();
    await relay?.dispose();
    await server.stop();
    await server.dispose();
  }
}

async function idleConnection(person: Parameters<typeof rawSync>[0] | undefined): Promise<RawSync> {
  if (person === undefined) throw new Error('nobody to be idle');
  const raw = await rawSync(person);
  await raw.open(`session/${person.info.sessionId}`, await person.token());
  return raw;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      samples: { type: 'string', default: String(DEFAULTS.samples) },
      watchers: { type: 'string', default: String(DEFAULTS.watchers) },
      storage: { type: 'string', default: DEFAULTS.storage },
    },
  });
  const figures = await bench({
    samples: Number(values.samples),
    watchers: Number(values.watchers),
    storage: values.storage === 'memory' ? 'memory' : 'sqlite',
  });
  console.log(`\n${table(figures)}\n`);
  process.exit(0);
}
