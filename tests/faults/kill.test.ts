import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_CITIZENS } from '@naervaer/sync-server/demo/people.ts';
import { afterEach, expect, onTestFailed, test } from 'vitest';
import { createAudit } from '../support/audit.ts';
import { eventually } from '../support/eventually.ts';
import { openJournal, replayAll } from '../support/journal.ts';
import { seededRandom } from '../support/random.ts';
import type { Random } from '../support/random.ts';
import { serverProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import { caregiver, clinician } from '../support/working.ts';
import type { Worker, Workplace } from '../support/working.ts';

const KILLS = Number(process.env['KILLS'] ?? 100);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** Restarts within which a row of the past has long come back when names have no epoch. */
const WITHOUT_EPOCH = 25;
/** No relay of its own, which this has no use for and which would have to start each time. */
const ENV = { TURN_URLS: 'turn:127.0.0.1:1', TURN_SECRET: 'not used here', LOG_LEVEL: 'warn' };
/** Commands that one person has under way at once. */
const UNDER_WAY = 4;

const CAREGIVERS = [
  'Mette Skovbjerg',
  'Jonas Kærgaard',
  'Camilla Engtoft',
  'Karen Møllehave',
  'Mikkel Strandby',
];
const CLINICIANS = ['Anne Klitgård', 'Henrik Solvang'];

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server, five tablets and two boards that work, stop for a look, and go on. */
async function openWorld(random: Random, main?: string) {
  const server = await serverProcess(ENV, main);
  closers.push(() => server.dispose());
  onTestFailed(() => console.log(`the server said:\n${server.output()}`));
  await server.start();

  const workers: Worker[] = [];
  let workplace: Workplace | undefined;
  for (const name of CLINICIANS) {
    const client = syncClient(await signIn(server.origin, demoPerson(name)));
    closers.push(() => client.close());
    workplace ??= client.person.info.clinics[0];
    if (workplace === undefined) throw new Error('the clinician has no clinic');
    workers.push(clinician(client, workplace, random));
  }
  if (workplace === undefined) throw new Error('there is no clinic');
  for (const [index, name] of CAREGIVERS.entries()) {
    const client = syncClient(await signIn(server.origin, demoPerson(name)));
    closers.push(() => client.close());
    const [unit] = client.person.info.units;
    const citizen = DEMO_CITIZENS[index];
    if (unit === undefined || citizen === undefined) throw new Error('the demo is too small');
    await client.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit.id });
    workers.push(caregiver(client, workplace, citizen, random));
  }

  const audit = createAudit(server.dataDir, workplace);
  const past = new Set<string>();
  let isWorking = false;
  let isOver = false;
  const look = (): void => {
    for (const { board } of workers) {
      for (const id of audit.rowsOfThePast(board?.value()?.rows ?? [])) past.add(id);
    }
  };
  async function work(worker: Worker): Promise<void> {
    while (!isOver) {
      if (isWorking && worker.client.unanswered().length < UNDER_WAY) worker.act();
      look();
      // A person's pace, a hundred times quicker.
      await delay(4 + random.below(20));
    }
  }
  const working = workers.map(work);
  closers.push(async () => {
    isOver = true;
    await Promise.all(working);
  });

  return {
    server,
    workers,
    workplace,
    audit,
    past,
    go: () => void (isWorking = true),
    /** Nobody asks for anything new, and everybody has the answers to all that they asked. */
    async rest(): Promise<void> {
      isWorking = false;
      await eventually('every answer', () =>
        workers.every(({ client }) => client.isOnline() && client.unanswered().length === 0),
      );
    },
    online: () =>
      eventually('everybody is back', () => workers.every(({ client }) => client.isOnline())),
    /** @returns what somebody still sees wrong after `patience` milliseconds */
    async look(patience: number): Promise<string[]> {
      let wrong: string[] = [];
      await eventually(
        'the views are right',
        () => {
          wrong = audit.views(workers);
          look();
          return wrong.length === 0;
        },
        patience,
      ).catch(() => undefined);
      return [...wrong, ...[...past].map((id) => `a row of the past: ${id}`)];
    },
  };
}

test(
  `CM2, DC2: nothing is lost, doubled or from the past over ${KILLS} kills (SEED=${SEED})`,
  { timeout: 100_000 + KILLS * 6_000 },
  async () => {
    console.log(`kill.test: SEED=${SEED} KILLS=${KILLS}`);
    const random = seededRandom(SEED);
    const world = await openWorld(random);
    const { server, workers, audit } = world;
    let resent = 0;
    const killed: { at: number; unanswered: ReadonlySet<string> }[] = [];

    for (let kills = 0; kills < KILLS; kills += 1) {
      world.go();
      // Most are hit at work, some on the way back.
      if (random.next() < 0.8) await world.online();
      await delay(random.below(150));
      const unanswered = new Set(workers.flatMap(({ client }) => client.unanswered()));
      await server.kill();
      killed.push({ at: Date.now(), unanswered });
      resent += unanswered.size;
      await server.start();
      if (random.next() < 0.2) continue;
      await world.rest();
      expect(audit.commands(workers), `after kill ${kills + 1}, SEED=${SEED}`).toEqual([]);
      expect(await world.look(10_000), `after kill ${kills + 1}, SEED=${SEED}`).toEqual([]);
    }

    await world.rest();
    expect(audit.commands(workers)).toEqual([]);
    expect(await world.look(10_000)).toEqual([]);
    const file = openJournal(server.dataDir);
    const whole = replayAll(file, audit.snapshot.context);
    file.close();
    expect(whole.events).toEqual(audit.events);
    expect(whole.snapshot.context).toEqual(audit.snapshot.context);

    // Everybody was back within the grace of a restart, so nobody was ever shown as away.
    expect(audit.events.filter(({ type }) => type === 'AWAY')).toEqual([]);

    const kept = audit.outcomes();
    const between = killed.flatMap(({ at, unanswered }) =>
      [...unanswered].filter((id) => (kept.get(id)?.at ?? Infinity) <= at),
    );
    const sent = workers.flatMap((worker) => [...worker.sent.keys()]);
    const accepted = sent.filter((id) => kept.get(id)?.outcome.status === 'accepted').length;
    console.log(
      `kill.test: ${killed.length} kills, ${sent.length} commands, ${accepted} accepted, ` +
        `${sent.length - accepted} refused, ${audit.events.length} events, ${resent} unanswered at ` +
        `a kill, ${between.length} of them already committed`,
    );
    // A run in which the kills hit nothing has shown nothing.
    expect(accepted).toBeGreaterThan(KILLS);
    expect(resent).toBeGreaterThan(KILLS);
    expect(between.length).toBeGreaterThan(0);
    expect(server.output()).not.toContain('"level":50');
  },
);

test(
  `DC2: without the epoch in the names the past comes back (SEED=${SEED})`,
  { timeout: 240_000 },
  async () => {
    const entry = fileURLToPath(new URL('./entries/constant-epoch.ts', import.meta.url));
    const random = seededRandom(SEED);
    const world = await openWorld(random, entry);
    let wrong: string[] = [];
    let restarts = 0;
    const past = (): string[] => wrong.filter((what) => what.startsWith('a row of the past'));
    while (past().length === 0 && restarts < WITHOUT_EPOCH) {
      world.go();
      await world.online();
      await delay(random.below(150));
      await world.server.kill();
      restarts += 1;
      await world.server.start();
      await world.rest();
      // The journal is as right as ever: it is the copies that lie.
      expect(world.audit.commands(world.workers)).toEqual([]);
      wrong = await world.look(2_000);
    }
    console.log(
      `kill.test: without epochs ${past().length} rows of the past and ${wrong.length - past().length} ` +
        `other untruths after ${restarts} restarts`,
    );
    expect(past()).not.toEqual([]);
  },
);
