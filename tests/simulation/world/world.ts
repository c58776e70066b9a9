import { createMemoryStore } from '@naervaer/storage';
import type { Store } from '@naervaer/storage';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { EdgeCode, SessionId } from '@naervaer/machines/protocol';
import type { ClinicFactsInWorld, Rule, Sight, Witness } from '../facts.ts';
import { chance, mix, numberOf } from '../kernel/chance.ts';
import { createKernel } from '../kernel/kernel.ts';
import { createProcess } from '../kernel/process.ts';
import type { Process } from '../kernel/process.ts';
import { createBrowser } from '../people/browser.ts';
import type { Page } from '../people/page.ts';
import { createDisk } from './disk.ts';
import { freshMemory } from './device.ts';
import type { Device } from './device.ts';
import { createLink } from './network.ts';
import { logOf } from './log.ts';
import { startSimulatedServer } from './server.ts';
import type { Server } from './server.ts';
import { PageSocket } from './sockets.ts';
import type { Tally, Told, World } from './types.ts';
import type { End } from './wire.ts';
import { CLINICS, PEOPLE, settleTown } from './town.ts';

/** A Monday morning in Denmark. */
const MORNING = Date.UTC(2026, 10, 23, 7, 0);

export interface WorldOptions {
  readonly seed: number;
  readonly rules: readonly Rule[];
  readonly openStore?: () => Store;
  /** Whether `hash` is kept. */
  readonly isHashed?: boolean;
}

/** How long a page waits for an answer over HTTP, as in the kit. */
const PATIENCE_MS = 8_000;
/** One for all: most of them are never looked at, and a stack costs more than the rest. */
const UNREACHABLE = new Error('unreachable');
const ASKED_TWICE = 0.05;
const START_MS = 400;
/** A server that cannot start is tried again after so long. */
const START_AGAIN_MS = 30_000;

/** How long a server that is asked to end may take. */
const STOP_MS = 10_000;
/** Longest time in which a supervisor starts a dead server. */
const RESTART_MS = 5 * 60_000;

/** Errors that a server may log while its disk takes no writes, and shortly after. */
const AFTER_FULL_MS = 5_000;

export async function createWorld({
  seed,
  rules,
  openStore,
  isHashed = false,
}: WorldOptions): Promise<World> {
  const kernel = createKernel(MORNING);
  const store = (openStore ?? createMemoryStore)();
  await settleTown(store);
  const clinics: ClinicFactsInWorld[] = CLINICS.map(({ clinicId, name, ydernummer }) => ({
    clinicId,
    name,
    ydernummer,
  }));
  const witnesses: readonly Witness[] = rules.map((rule) => rule.watch(clinics));
  const people = Object.values(PEOPLE).map(({ person }) => person);
  const told: Told[] = [];
  const fresh: Sight[] = [];
  const screens = new WeakMap<Process, Page>();
  const tally: Tally = { commands: 0, kills: 0, crashes: 0, cuts: 0, epochs: 0 };
  let hash = seed;
  let server: Server | undefined;
  let serverProcess: Process | undefined;
  let lives = 0;
  let serverOffset = 0;
  let sessions = 0;

  const firmware = createProcess(() => kernel, { name: 'firmware', seed, wall: (now) => now });

  const disk = createDisk({
    kernel,
    seed,
    store,
    firmware,
    onCommitted: (batch) => world.emit({ kind: 'committed', batch }),
    onRefused: (batch) => world.emit({ kind: 'unwritten', batch }),
    onCrash(process, crash) {
      if (process !== serverProcess) return;
      tally.crashes += 1;
      world.killServer(
        crash === 'before'
          ? 'the server dies before a write'
          : 'the server dies between a commit and its answer',
      );
    },
  });

  const log = logOf((level, given, text) => {
    if (level !== 'error' && level !== 'fatal') return;
    const isExcused =
      disk.isFull || (disk.refusedAt !== undefined && kernel.now - disk.refusedAt < AFTER_FULL_MS);
    if (!isExcused) kernel.fail(new Error(`the server logged: ${text} ${JSON.stringify(given)}`));
  });

  function device(name: string, ownerName: string, what: string): [string, Device] {
    const owner = PEOPLE[ownerName];
    if (owner === undefined) throw new Error(`nobody is called ${ownerName}`);
    const key = numberOf(name);
    const made: Device = {
      name: `${ownerName}'s ${what}`,
      owner,
      link: createLink(name, { kernel, seed, server: () => (server ? serverProcess : undefined) }),
      browser: createBrowser({ kernel, seed: mix(seed, key), firmware }),
      offset: Math.round((chance(seed, key, 41) - 0.5) * 10 * 60_000),
      drift: (chance(seed, key, 42) - 0.5) * 2e-4,
      session: undefined,
      sessions: 0,
      isSigningOut: false,
      tabs: new Map(),
      program: undefined,
      lives: 0,
      orders: new Map(),
      said: new Map(),
      memory: freshMemory(),
    };
    return [name, made];
  }
  const devices = new Map<string, Device>([
    device('Anna', 'Anna', 'tablet'),
    device('Anna2', 'Anna', 'phone'),
    device('Bo', 'Bo', 'tablet'),
    device('Carla', 'Carla', 'tablet'),
    device('Dan', 'Dan', 'computer'),
    device('Eva', 'Eva', 'computer'),
    device('Finn', 'Finn', 'program'),
    device('Gry', 'Gry', 'program'),
  ]);

  const serverDrift = (chance(seed, 43) - 0.5) * 2e-5;

  const world: World = {
    kernel,
    disk,
    devices,
    tally,
    told,
    screens,
    step: 0,
    get hash() {
      return hash;
    },
    get server() {
      return server;
    },
    get isServerUp() {
      return serverProcess !== undefined;
    },
    startServer() {
      if (serverProcess !== undefined) return;
      lives += 1;
      const process = createProcess(() => kernel, {
        name: `server ${lives}`,
        seed,
        wall: (now) => now + serverOffset + (now - MORNING) * serverDrift,
        complain: (text) => log.error({ text }, 'console'),
      });
      serverProcess = process;
      kernel.post(process, START_MS * (0.5 + chance(seed, lives, 44)), () => {
        startSimulatedServer({
          store: disk.mount(process),
          log,
          personBy: (id) => people.find(({ personId }) => personId === id),
        }).then(
          (started) => {
            server = started;
            tally.epochs += 1;
            world.tell('the server is up');
            world.emit({ kind: 'serverStarted', epoch: started.epoch() });
          },
          // As under a supervisor: what does not start is started again.
          (error: unknown) => {
            if (!disk.isFull && disk.refusedAt === undefined) return kernel.fail(error);
            world.killServer('the server cannot start', START_AGAIN_MS);
          },
        );
      });
    },
    killServer(why, least = 500) {
      if (serverProcess === undefined) return;
      const dying = serverProcess;
      dying.kill();
      serverProcess = undefined;
      server = undefined;
      tally.kills += 1;
      world.tell(why);
      for (const { link } of devices.values()) link.died(dying);
      world.emit({ kind: 'serverDied' });
      const after = least + chance(seed, tally.kills, 61) ** 3 * RESTART_MS;
      world.later(after, world.startServer);
    },
    stopServer() {
      const stopping = serverProcess;
      const open = server;
      if (stopping === undefined || open === undefined) return;
      world.tell('the server is asked to end');
      // It takes nobody new.
      server = undefined;
      const end = (): void => {
        if (serverProcess === stopping) world.killServer('the server has ended');
      };
      kernel.post(stopping, 0, () => void open.close().then(end, end));
      world.later(STOP_MS, end);
    },
    jumpServer(ms) {
      serverOffset += ms;
      world.emit({ kind: 'clockSet', by: ms });
    },
    later: (ms, work) => void kernel.post(firmware, ms, work),
    emit(fact) {
      if (fact.kind === 'asked') tally.commands += 1;
      fresh.push({ step: world.step, at: kernel.now, fact });
    },
    tell: (text) => void told.push({ step: world.step, at: kernel.now, text }),
    processOn(device, what) {
      device.lives += 1;
      const process: Process = createProcess(() => kernel, {
        name: `${device.name} ${what} ${device.lives}`,
        seed,
        wall: (now) => now + device.offset + (now - MORNING) * device.drift,
        openSocket() {
          // The cookie is the browser's, whichever page asks.
          const { session } = device;
          const socket = new PageSocket();
          device.link.dial(
            process,
            (end) => {
              if (server === undefined || session === undefined) return end.abort();
              server.accept(session, end).catch(() => end.abort());
            },
            socket,
          );
          return socket;
        },
        complain: (text) => {
          if (text.includes('rror')) kernel.fail(new Error(`${device.name}: ${text}`));
        },
      });
      return process;
    },
    ask: <T>(device: Device, from: Process, work: (server: Server) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const failed = (): void => reject(UNREACHABLE);
        kernel.post(from, PATIENCE_MS, failed);
        const answer = (end: End): void => {
          if (server === undefined) return end.abort();
          end.open();
          // Somebody on the way asks twice, and only one answer comes back.
          if (from.random() < ASKED_TWICE) void work(server).catch(() => undefined);
          work(server).then(
            (value) => end.send(JSON.stringify({ value })),
            (error: unknown) =>
              end.send(
                JSON.stringify({ code: error instanceof NaervaerError ? error.code : 'internal' }),
              ),
          );
        };
        device.link.dial(from, answer, {
          failed,
          opened(end) {
            end.onClose = failed;
            end.onMessage = (text) => {
              const { value, code } = JSON.parse(text as string) as { value: T; code?: EdgeCode };
              if (code === undefined) resolve(value);
              else reject(new NaervaerError(code));
              end.close(1000, '');
            };
          },
        });
      }),
    async signIn(device) {
      const { person } = device.owner;
      sessions += 1;
      const hex = mix(seed, numberOf(device.name), device.sessions, 45)
        .toString(16)
        .padStart(8, '0');
      device.sessions += 1;
      const id = `${hex}-0000-4000-8000-${String(sessions).padStart(12, '0')}` as SessionId;
      await store.putSession({
        sessionId: id,
        secretHash: id,
        personId: person.personId,
        json: '{}',
        expiresAt: MORNING * 2,
      });
      device.session = id;
      device.memory = freshMemory();
    },
    revoke(device) {
      const { session } = device;
      if (session === undefined) return;
      const process = serverProcess;
      if (server !== undefined && process !== undefined) {
        const present = server;
        kernel.post(process, 0, () => void present.endSession(session).catch(() => undefined));
      } else kernel.post(firmware, 0, () => void store.endSession(session));
    },
    pageFact(device) {
      const { person } = device.owner;
      return {
        device: device.name,
        personId: person.personId,
        role: person.role,
        sessionId: device.session as SessionId,
      };
    },
    look(process) {
      if (process !== undefined) screens.get(process)?.look();
      if (fresh.length === 0) return;
      for (const sight of fresh.splice(0)) {
        if (isHashed) hash = mix(hash, numberOf(JSON.stringify(sight.fact)), sight.at / 1000);
        for (const witness of witnesses) witness.see(sight);
      }
    },
  };
  kernel.watch(world.look);
  return world;
}
