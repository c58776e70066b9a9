import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KEYS } from '@naervaer/machines/protocol';
import type { ClinicId, LobbyView } from '@naervaer/machines/protocol';
import type { FaultName } from '../simulation/faults/fault.ts';
import { withFault } from '../simulation/faults/with-fault.ts';
import { eventually } from '../support/eventually.ts';
import { openJournal } from '../support/journal.ts';
import { seededRandom } from '../support/random.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { OpenView } from '../support/sync-client.ts';
import type { History, Journal } from './history.ts';
import { createRecorder } from './recorder.ts';
import { gather } from './team.ts';
import type { Team } from './team.ts';
import { makeTrouble } from './trouble.ts';
import type { Pace } from './trouble.ts';

export interface LoadOptions {
  /** Of what people do and of what troubles them; how it falls together in time is chance. */
  readonly seed: number;
  /** People who work at once, 4 to 10. */
  readonly clients: number;
  readonly clinics: 1 | 2;
  /** At most `LONGEST`. */
  readonly seconds: number;
  readonly fault: FaultName | undefined;
  /** What a commit takes beyond what it needs. */
  readonly diskMs: number;
  /** The share of commits that the disk refuses. */
  readonly diskRefuses: number;
}

/** Seconds: below the shortest deadline of the machine, so that none comes due (MA2). */
export const LONGEST = 150;

export interface Loaded {
  readonly history: History;
  readonly journals: ReadonlyMap<ClinicId, Journal>;
  /** What never came, at the end; undefined when everybody had every answer. */
  readonly missing: string | undefined;
  /** What the server printed. */
  readonly output: string;
}

const ENTRY = fileURLToPath(new URL('./entries/disk.ts', import.meta.url));
/** No relay of its own, which this has no use for and which would have to start each time. */
const ENV = { TURN_URLS: 'turn:127.0.0.1:1', TURN_SECRET: 'not used here', LOG_LEVEL: 'error' };
/** Commands that one person has under way at once. */
const UNDER_WAY = 3;
/** Everybody acts, or not, at the same moments: people who click at once. Milliseconds. */
const BEAT = 60;
/** Of those who might act at a beat. */
const ACTS = 0.5;
const ACTS_TWICE = 0.3;
/** Writes where it may only read, and is in no history. */
const FORGER = 'Lone Vesterlund';

/** Lets people work on a real server, with trouble, and writes down what they asked and saw. */
export async function load(options: LoadOptions): Promise<Loaded> {
  const { seed, fault, diskMs, diskRefuses } = options;
  const faults = fault === undefined ? {} : { NODE_OPTIONS: withFault(fault).join(' ') };
  const disk = { DISK_MS: `${diskMs}`, DISK_REFUSES: `${diskRefuses}`, DISK_SEED: `${seed}` };
  const server = await serverProcess({ ...ENV, ...disk, ...faults }, ENTRY);
  try {
    await server.start();
    return await work(options, server);
  } finally {
    await server.dispose();
  }
}

async function work(
  { seed, clients, clinics, seconds }: LoadOptions,
  server: ServerProcess,
): Promise<Loaded> {
  const random = seededRandom(seed);
  const recorder = createRecorder();
  const team = await gather({ origin: server.origin, recorder, random, clients, clinics });
  const forger = syncClient(await signIn(server.origin, demoPerson(FORGER)));
  const lobbies = team.clinics.map(({ id }) => forger.lobby(id));
  const pace: Pace = { isPause: false, absent: new Set() };
  let isOver = false;

  async function beats(): Promise<void> {
    while (!isOver) {
      await delay(BEAT);
      for (const member of team.members()) {
        const isStill = pace.absent.has(member) || (pace.isPause && member.role === 'clinician');
        const isIdle = isStill || member.client.unanswered().length >= UNDER_WAY;
        if (isIdle || random.next() >= ACTS) continue;
        member.worker.act();
        // And at once what builds on it (CM4).
        if (random.next() < ACTS_TWICE) member.worker.act();
      }
      if (random.next() < 0.1) lobbies.forEach(forge);
    }
  }

  const beating = beats();
  try {
    await makeTrouble({ server, recorder, team, random, pace }, seconds * 1000);
  } finally {
    isOver = true;
    await beating;
    forger.close();
  }
  const missing = await everyAnswer(team);
  const journals = journalsOf(server.dataDir, team);
  team.close();
  return { history: recorder.history(), journals, missing, output: server.output() };
}

/** A client that does not keep to the rules: its own copy says something else from now on (DC1). */
function forge(lobby: OpenView<LobbyView>): void {
  const view = lobby.value();
  if (view === undefined) return;
  const forged: LobbyView = { ...view, queueLength: view.queueLength + 1 };
  lobby.document().getMap(KEYS.lobby).set(KEYS.view, forged);
}

/** @returns what never came */
async function everyAnswer(team: Team): Promise<string | undefined> {
  try {
    await eventually('every answer', () =>
      team.members().every(({ client }) => client.unanswered().length === 0),
    );
    // What is told last may be seen a moment later.
    await Promise.all(team.members().map(({ client }) => client.heard()));
    return undefined;
  } catch {
    const waiting = team.members().filter(({ client }) => client.unanswered().length > 0);
    return `no answer came to ${waiting.map(({ name }) => name).join(', ')}`;
  }
}

function journalsOf(dataDir: string, { clinics }: Team): ReadonlyMap<ClinicId, Journal> {
  const file = openJournal(dataDir);
  try {
    const outcomes = file.outcomes();
    return new Map(
      clinics.map(({ id }) => [
        id,
        { events: file.events(id).map(({ event }) => event), outcomes },
      ]),
    );
  } finally {
    file.close();
  }
}
