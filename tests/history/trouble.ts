import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import type { Random } from '../support/random.ts';
import type { ServerProcess } from '../support/server-process.ts';
import type { Recorder } from './recorder.ts';
import type { Member, Team } from './team.ts';

/** How people work while there is trouble. */
export interface Pace {
  /** The clinicians look on: whoever waits goes on waiting. */
  isPause: boolean;
  readonly absent: Set<Member>;
}

interface Given {
  readonly server: ServerProcess;
  readonly recorder: Recorder;
  readonly team: Team;
  readonly random: Random;
  readonly pace: Pace;
}

/** Longer than the grace of presence, so that the clinic hears of it. Milliseconds. */
const LONG_CUT = 6_500;
/** A cut that nobody hears of, milliseconds. */
const SHORT_CUT = 500;
/** Time to work between two troubles, milliseconds. */
const PEACE = 900;

const KINDS = ['cut', 'kill', 'away', 'lose', 'kill', 'kill', 'lose'] as const;

/** One trouble after the other, until the time is over; ends with everything whole. */
export async function makeTrouble(given: Given, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  for (let turn = 0; performance.now() < end; turn += 1) {
    await delay(PEACE / 2 + given.random.below(PEACE));
    switch (KINDS[turn % KINDS.length]) {
      case 'cut':
        await cut(given, given.random.pick(given.team.members()), SHORT_CUT);
        break;
      case 'away':
        await leaveForLong(given);
        break;
      case 'lose':
        await lose(given);
        break;
      default:
        await kill(given);
    }
  }
}

async function kill({ server, recorder, team }: Given): Promise<void> {
  await server.kill();
  recorder.add({ kind: 'killed' });
  await server.start();
  recorder.add({ kind: 'started' });
  await eventually('everybody is back', () =>
    team.members().every(({ client }) => client.isOnline()),
  );
}

async function cut(
  { pace, random }: Given,
  member: Member | undefined,
  least: number,
): Promise<void> {
  if (member === undefined) return;
  member.client.cut();
  await delay(least + random.below(SHORT_CUT));
  pace.absent.delete(member);
  member.client.heal();
  await eventually('the one who was cut off', () => member.client.isOnline());
}

/** Somebody who waits before others loses the network for so long that the clinic hears of it. */
async function leaveForLong(given: Given): Promise<void> {
  const { team, pace } = given;
  pace.isPause = true;
  try {
    // What the clinicians have under way may still take the one who waits out of the queue.
    const clinicians = team.members().filter(({ role }) => role === 'clinician');
    for (const { client, place } of clinicians) {
      client.send({ type: 'openClinic', clinicId: place.id });
    }
    await eventually('every answer to the clinicians', () =>
      clinicians.every(({ client }) => client.unanswered().length === 0),
    );
    const member = await eventually(
      'somebody who waits before others',
      () => whoStays(team, pace),
      5_000,
    ).catch(() => undefined);
    if (member !== undefined) await cut(given, member, LONG_CUT);
  } finally {
    pace.isPause = false;
  }
}

/** Who is first and has nothing under way that could take them out of the queue. */
async function whoStays(team: Team, pace: Pace): Promise<Member | undefined> {
  const member = firstOf(team);
  if (member === undefined) return undefined;
  pace.absent.add(member);
  await eventually('every answer', () => member.client.unanswered().length === 0);
  if (firstOf(team) === member) return member;
  pace.absent.delete(member);
  return undefined;
}

function firstOf(team: Team): Member | undefined {
  const boards = team.members().map(({ worker }) => worker.board?.value()?.rows ?? []);
  for (const rows of boards) {
    const waiting = rows.filter(({ position }) => position !== null);
    const first = waiting.find(({ position }) => position === 1);
    if (first === undefined || waiting.length < 2) continue;
    const member = team.members().find(({ name }) => name === first.caregiver.name);
    if (member !== undefined) return member;
  }
  return undefined;
}

/** A device dies with commands under way: nobody will ever be told of them there. */
async function lose({ team, random }: Given): Promise<void> {
  const member = random.pick(team.members());
  if (member === undefined) return;
  await eventually('something under way', () => member.client.unanswered().length > 0, 2_000).catch(
    () => undefined,
  );
  await team.replace(member);
}
