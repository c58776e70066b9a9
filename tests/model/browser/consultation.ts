import type { Consultation, consultationMachine } from '@naervaer/machines/consultation';
import type { AnyStep, EventTypeOf, Level, LevelOptions, Step } from '../level.ts';
import { request } from '../people.ts';
import { expectInCall, expectOver, expectWaiting } from './consultation-screens.ts';
import { consultationBrowserWalk, consultationUnreachable } from './consultation-walk.ts';
import { expectNotOffered } from './happenings-refused.ts';
import { happen, join, openWard, putAway } from './happenings.ts';
import type { Ward } from './happenings.ts';
import { expectAllCalm, tidy } from './house.ts';
import { alsoRefusing } from './refusals.ts';
import { watched, worldsOf } from './stage.ts';
import { consultationWalk } from '../walks/index.ts';

type Machine = typeof consultationMachine;
type People = Exclude<EventTypeOf<Machine>, 'DEADLINE'>;
type Snapshot = Step<Machine, People>['before'];

const seen = ({ value, context }: Snapshot): Consultation => ({ value, context });

const byPeople = async <T extends People>(ward: Ward, step: Step<Machine, T>): Promise<void> => {
  const before = seen(step.before);
  // The event of one type is one of any; TypeScript does not see it through the generic.
  const event = step.event as Step<Machine, People>['event'];
  if (step.isRefused) return expectNotOffered(ward, event, before);
  await happen(ward, event, before);
  const isCalled = ['called', 'ongoing', 'interrupted'].includes(step.after.value);
  if (!isCalled) await putAway(ward);
};

/** The server has lived on a little since; so much more passes than the model says. */
export const MARGIN = 1_000;

const events: Level<Machine, Ward>['events'] = {
  CLAIM: byPeople,
  RELEASE: byPeople,
  REJECT: byPeople,
  LEAVE: byPeople,
  ENTER: byPeople,
  END: byPeople,
  TELL: byPeople,
  AWAY: byPeople,
  BACK: byPeople,
  async DEADLINE(ward, { event, before, isRefused }) {
    if (isRefused) return;
    const { context } = before;
    const since = [context.calledAt, context.awaySince.waiter, context.awaySince.clinician];
    const from = since.filter((at) => at !== null).reduce((a, b) => Math.max(a, b), 0);
    await ward.later(event.at - from + MARGIN);
    // The pages were opened anew: no question stands there any more.
    ward.question = undefined;
  },
};

const waiting = (ward: Ward, snapshot: Snapshot) => expectWaiting(ward, seen(snapshot), 1);
const inCall = (ward: Ward, snapshot: Snapshot) => expectInCall(ward, seen(snapshot));
const over = (ward: Ward, snapshot: Snapshot) => expectOver(ward, seen(snapshot));

const states: Level<Machine, Ward>['states'] = {
  waiting,
  called: inCall,
  ongoing: inCall,
  interrupted: inCall,
  ended: over,
  rejected: over,
  cancelled: over,
  expired: over,
};

export const onWard = ({ boards: [first, second], tablets: [mette, jonas] }: Ward) => ({
  'first board': first.page,
  'second board': second.page,
  'first tablet': mette.page,
  'second tablet': jonas.page,
});

const notOffered = async (ward: Ward, { event, before }: AnyStep<Machine>): Promise<void> => {
  if (event.type !== 'DEADLINE') await expectNotOffered(ward, event, seen(before));
};

/** One consultation between two boards and a tablet, all of them real screens. */
export function consultationLevel(options: LevelOptions): Level<Machine, Ward> {
  const worlds = worldsOf(options, {
    open: (stage) => openWard(stage, true),
    async reset(ward) {
      ward.question = undefined;
      await tidy(ward, true);
      await join(ward, ward.tablets[0], request(1, 1, 1));
    },
  });
  return {
    walk: consultationBrowserWalk,
    unreachable: consultationUnreachable,
    begin: worlds.begin,
    events: watched(events, onWard),
    states: watched(alsoRefusing(consultationWalk, states, notOffered), onWard),
    async end(ward) {
      worlds.end(ward);
      expectAllCalm(ward);
    },
    close: worlds.close,
  };
}
