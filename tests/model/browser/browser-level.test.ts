import { DENIED_REASONS } from '@naervaer/machines/call';
import type { DeniedReason, RoomEvent } from '@naervaer/machines/call';
import type { TabletEvent } from '@naervaer/machines/tablet';
import { afterEach, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { choose, named, reasoned, refusedJoin, signIn } from '../../../machines/tablet/example.ts';
import type { Walk } from '../coverage.ts';
import { firstOf } from '../graph.ts';
import { opened } from '../level.ts';
import type { OpenLevel } from '../level.ts';
import { pathsOf } from '../paths.ts';
import { runPaths } from '../run.ts';
import type { Run } from '../run.ts';
import { WALKS } from '../walks/index.ts';
import { clinicLevel } from './clinic.ts';
import { openLevels } from './index.ts';
import { STORIES } from './tablet-walk.ts';

/** A short form of the browser level. All of it: `npm run model -- run --level browser`. */
const levels = await openLevels({ isHeaded: false, say: () => undefined });
afterEach(async () => {
  for (const level of Object.values(levels)) await level.close();
});

const at = 0;

async function expectWalked<TMachine extends AnyStateMachine>(
  level: OpenLevel<TMachine>,
  walk: Walk<TMachine>,
  paths: Run<TMachine>['paths'],
): Promise<void> {
  const { paths: walked } = await runPaths<TMachine>({ walk, level, paths });
  expect(walked.map(({ result }) => result)).toEqual(paths.map(() => ({ status: 'passed' })));
}

test('M2: a consultation between two boards and a tablet goes as the model says', async () => {
  const { consultation } = levels;
  const walk = consultation.walk ?? WALKS.consultation;
  const [, , third] = pathsOf(walk, 'tour').paths;
  await expectWalked(consultation, walk, third === undefined ? [] : [third]);
});

test('M2: a call comes about, is cut and ends', async () => {
  const { call } = levels;
  const walk = call.walk ?? WALKS.call;
  const cut = pathsOf(walk, 'tour').paths.find(({ events }) => {
    const types: readonly string[] = events.map(({ type }) => type);
    return types.includes('LEG_STOPPED') && !types.includes('DEADLINE');
  });
  await expectWalked(call, walk, cut === undefined ? [] : [cut]);
});

test('each reason why there is no camera has its sentence, and one may try again', async () => {
  const { room } = levels;
  const retry: RoomEvent = { type: 'RETRY', at };
  const denied = (reason: DeniedReason): RoomEvent => ({ type: 'MEDIA_DENIED', at, reason });
  // `insecure` comes last: no button makes an address secure.
  const others = DENIED_REASONS.filter((reason) => reason !== 'insecure');
  const events = [
    ...others.flatMap((reason) => [denied(reason), retry]),
    denied('insecure'),
    { type: 'ENDED', at } as const,
  ];
  await expectWalked(room, WALKS.room, [{ events }]);
});

const goOn: TabletEvent = { type: 'CONTINUE', at };
const leave: TabletEvent = { type: 'LEAVE', at };
const refusedLeave: TabletEvent = {
  type: 'OUTCOME',
  at,
  of: 'leave',
  outcome: { status: 'refused', code: 'notStored' },
};
const left: TabletEvent = { type: 'OUTCOME', at, of: 'leave', outcome: { status: 'accepted' } };
const accepted: TabletEvent = { type: 'OUTCOME', at, of: 'join', outcome: { status: 'accepted' } };
const submitted = (consultationId: (typeof STORIES)[keyof typeof STORIES]): TabletEvent[] => [
  signIn(),
  named,
  goOn,
  { type: 'CLINIC_CHOSEN', at, clinic: choose },
  goOn,
  goOn,
  reasoned,
  { type: 'SUBMITTED', at, consultationId },
];

test('M2: a tour of the tablet, and stories that it once got wrong', async () => {
  const { tablet } = levels;
  const walk = tablet.walk ?? WALKS.tablet;
  const [, second] = pathsOf(walk, 'tour').paths;
  await expectWalked(tablet, walk, [
    ...(second === undefined ? [] : [second]),
    // The answer to the first leaving took people back who left a second time (T7).
    { events: [...submitted(STORIES.plain), accepted, leave, refusedLeave, leave, left] },
    // Both refused at once: they stood before a queue that they were never in (T12).
    { events: [...submitted(STORIES.unanswered), leave, refusedJoin('notStored')] },
  ]);
});

test('a screen that is not as the model says is noticed', async () => {
  const options = { isHeaded: false, say: () => undefined, patience: 5_000 };
  const clinic = opened(clinicLevel(options));
  const before = firstOf(WALKS.clinic);
  try {
    const world = await clinic.begin();
    await world.check('closed', before);
    // Nobody opened it.
    await expect(world.check('open', before)).rejects.toThrow('Lukket for video');
    await world.end();
  } finally {
    await clinic.close();
  }
});
