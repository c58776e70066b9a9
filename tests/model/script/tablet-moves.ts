import { hasCitizen, maySubmit } from '@naervaer/machines/tablet';
import type { TabletStep } from '@naervaer/machines/tablet';
import { AWAY, REASON, citizenOf, moveBy, otherThan } from './move.ts';
import type { Move } from './move.ts';
import type { Stage } from './stage.ts';
import { openOf, stateOfCall, stepAt } from './world.ts';
import type { CaregiverName, TabletName, World } from './world.ts';

const ENDS: readonly TabletStep[] = ['done', 'rejected', 'cancelled', 'expired'];

/** One press, or one thing that happens to the tablet, each. */
export function singleMoves(name: TabletName): Move[] {
  const at =
    (...steps: readonly TabletStep[]) =>
    (world: World): boolean =>
      steps.includes(stepAt(world, name)) &&
      world.tablets[name].isSeen &&
      world.tablets[name].snapshot.context.countdown === null;
  const contextIn = (world: World) => world.tablets[name].snapshot.context;
  const isOnline = (world: World): boolean => world.tablets[name].isOnline;
  const move = moveBy(name);
  /** A touch of the screen on the way. */
  const touch = (stage: Stage): void => {
    if (stage.tablet(name).snapshot.matches('desk')) stage.tell(name, { type: 'ACTIVITY' });
  };
  const named = (stage: Stage, person: CaregiverName): void => {
    touch(stage);
    stage.tell(name, { type: 'TYPED', draft: { ...citizenOf(person), consented: true } });
    stage.tell(name, { type: 'CONTINUE' });
    stage.settle();
    if (stage.step(name) === 'clinic' && contextIn(stage.world).isDeviceKnown) {
      stage.checkQuietly(name);
    }
  };
  const press =
    (type: 'WITHOUT_CPR' | 'BACK' | 'RECHECK' | 'EDIT_PROFILE' | 'PROFILE_SAVED' | 'SIGN_OUT') =>
    (stage: Stage): void => {
      touch(stage);
      stage.tell(name, { type });
      stage.settle();
      if (stage.step(name) === 'clinic' && contextIn(stage.world).isDeviceKnown) {
        stage.checkQuietly(name);
      }
    };
  const checked =
    (isBroken: boolean) =>
    (stage: Stage): void => {
      touch(stage);
      stage.setTablet(name, { isDeviceKnown: true, isSpeakerBroken: isBroken });
      stage.checkQuietly(name);
      stage.tell(name, { type: 'CONTINUE' });
    };
  const hasCall = (world: World): boolean => {
    const { call, isSeen } = world.tablets[name];
    return call !== null && isSeen;
  };
  const callIs =
    (...states: readonly string[]) =>
    (world: World): boolean => {
      const { call } = world.tablets[name];
      return hasCall(world) && call !== null && states.includes(stateOfCall(call));
    };

  return [
    move(
      'tablet.SIGNED_IN',
      (world) => at('signedOut')(world) && isOnline(world),
      (stage) => {
        const { person, isDeviceKnown, isSpeakerBroken } = stage.tablet(name);
        const open = openOf(stage.world, person);
        stage.tell(name, { type: 'SIGNED_OUT' });
        stage.tell(name, {
          type: 'SIGNED_IN',
          isDemo: true,
          hasProfile: stage.world.profiles.includes(person),
          isDeviceKnown,
          open:
            open === undefined
              ? null
              : { consultationId: open, clinicId: stage.world.clinic.context.clinicId },
        });
        stage.setTablet(name, { isSpeakerBroken, hasSpare: false, isSameCitizen: false });
      },
    ),
    move('tablet.PROFILE_SAVED', at('profile'), (stage) => {
      const { person } = stage.tablet(name);
      const profiles = [...new Set([...stage.world.profiles, person])];
      stage.world = { ...stage.world, profiles };
      press('PROFILE_SAVED')(stage);
    }),
    move('tablet.EDIT_PROFILE', at('citizen'), press('EDIT_PROFILE')),
    move(
      'tablet.TYPED',
      (world) => at('citizen')(world) && contextIn(world).draft.name === '',
      (stage) => {
        touch(stage);
        stage.tell(name, {
          type: 'TYPED',
          draft: { name: citizenOf(stage.tablet(name).person).name },
        });
      },
    ),
    move('tablet.CONTINUE', at('citizen'), (stage) => {
      stage.setTablet(name, { isSameCitizen: false });
      named(stage, stage.tablet(name).person);
    }),
    move('sameCitizen', at('citizen'), (stage) => {
      stage.setTablet(name, { isSameCitizen: true });
      named(stage, otherThan(stage.tablet(name).person));
    }),
    move('tablet.WITHOUT_CPR', at('citizen'), press('WITHOUT_CPR')),
    move('tablet.CONTINUE', at('withoutCpr'), (stage) => {
      touch(stage);
      stage.tell(name, { type: 'TYPED', draft: { agreed: true } });
      stage.tell(name, { type: 'CONTINUE' });
      stage.settle();
      if (contextIn(stage.world).isDeviceKnown) stage.checkQuietly(name);
    }),
    move('tablet.BACK', at('withoutCpr', 'clinic', 'check', 'reason'), press('BACK')),
    move(
      'tablet.CLINIC_CHOSEN',
      (world) => at('clinic')(world) && contextIn(world).clinic === null,
      (stage) => {
        touch(stage);
        stage.choose(name);
      },
    ),
    move(
      'tablet.CONTINUE',
      (world) =>
        at('clinic')(world) &&
        contextIn(world).clinic !== null &&
        (!isOnline(world) || world.clinic.value === 'open'),
      (stage) => {
        touch(stage);
        stage.tell(name, { type: 'CONTINUE' });
      },
    ),
    move('tablet.CONTINUE', at('check'), (stage) => {
      touch(stage);
      stage.tell(name, { type: 'CONTINUE' });
    }),
    move('tablet.CHECKED', at('check'), checked(false), 1),
    move('brokenCheck', at('check'), checked(true), 1),
    move(
      'tablet.RECHECK',
      (world) => at('reason')(world) && contextIn(world).check.speaker === 'failed',
      press('RECHECK'),
    ),
    move(
      'tablet.SUBMITTED',
      (world) => {
        const context = contextIn(world);
        const written = { ...context, draft: { ...context.draft, reason: REASON } };
        return at('reason')(world) && maySubmit(written);
      },
      (stage) => {
        touch(stage);
        stage.tell(name, { type: 'TYPED', draft: { reason: REASON } });
        stage.submit(name);
      },
    ),
    move(
      'tablet.LEAVE',
      (world) => at('waiting')(world) || (at('sending')(world) && !isOnline(world)),
      (stage) => {
        const isUnsent = stage.step(name) === 'sending';
        stage.tell(name, { type: 'LEAVE' });
        if (isUnsent) stage.tell(name, { type: 'WITHDRAWN' });
      },
    ),
    move(
      'tablet.LOG_CITIZEN_OUT',
      (world) =>
        (world.tablets[name].snapshot.matches('desk') &&
          at(stepAt(world, name))(world) &&
          (hasCitizen(contextIn(world)) || ENDS.includes(stepAt(world, name)))) ||
        (at('leaving')(world) && !isOnline(world)),
      (stage) => {
        touch(stage);
        const { consultation } = contextIn(stage.world);
        if (stage.step(name) === 'leaving' && consultation !== null) {
          stage.setTablet(name, { unsent: { type: 'LEAVE', id: consultation.consultationId } });
        }
        stage.tell(name, { type: 'LOG_CITIZEN_OUT' });
      },
    ),
    move('tablet.NEXT_CITIZEN', at(...ENDS), (stage) => {
      touch(stage);
      stage.tell(name, { type: 'NEXT_CITIZEN' });
    }),
    move(
      'tablet.SIGN_OUT',
      (world) => at('profile', 'citizen')(world) && !hasCitizen(contextIn(world)),
      press('SIGN_OUT'),
    ),
    move(
      'tablet.ACTIVITY',
      (world) => contextIn(world).countdown !== null,
      (stage) => stage.tell(name, { type: 'ACTIVITY' }),
    ),
    move(
      'consultation.AWAY',
      (world) => isOnline(world) && stepAt(world, name) !== 'signedOut',
      (stage) => stage.setTablet(name, { isOnline: false }),
      AWAY,
    ),
    move(
      'consultation.BACK',
      (world) => !isOnline(world),
      (stage) => stage.setTablet(name, { isOnline: true }),
    ),
    move('hide', at('waiting'), (stage) => stage.setTablet(name, { isSeen: false })),
    move(
      'show',
      (world) => !world.tablets[name].isSeen,
      (stage) => stage.setTablet(name, { isSeen: true }),
    ),
    move(
      'consultation.ENTER',
      (world) => hasCall(world) && isOnline(world) && world.tablets[name].isInCall,
      (stage) => stage.reload('tablet', name),
    ),
    move('tablet.HANG_UP', hasCall, (stage) => {
      const { consultation } = contextIn(stage.world);
      if (consultation === null) return;
      stage.setTablet(name, { unsent: { type: 'END', id: consultation.consultationId } });
      stage.tell(name, { type: 'HANG_UP' });
    }),
    move(
      'spare',
      (world) =>
        at('citizen')(world) &&
        isOnline(world) &&
        !hasCitizen(contextIn(world)) &&
        !world.tablets[name].hasSpare,
      (stage) => stage.setTablet(name, { hasSpare: true }),
    ),
    move(
      'tablet.SIGNED_OUT',
      (world) => world.tablets[name].hasSpare && isOnline(world) && !at('signedOut')(world),
      (stage) => {
        stage.tell(name, { type: 'SIGNED_OUT' });
        stage.setTablet(name, { hasSpare: false });
      },
    ),
    move('overAnew', at(...ENDS), (stage) => stage.tell(name, { type: 'SIGNED_OUT' })),
    move(
      'sleep',
      (world) => world.tablets[name].snapshot.matches('desk') && isOnline(world),
      (stage) => {
        stage.world = { ...stage.world, now: stage.now + 5 * 60_000 + 1000 };
        stage.tell(name, { type: 'DEADLINE' });
        stage.settle();
        stage.pass(stage.now);
      },
      5.5,
    ),
    move(
      'goIn',
      (world) => at('call')(world) && world.tablets[name].camera === 'asks' && !hasCall(world),
      (stage) => stage.openCall('tablet', name),
    ),
    move(
      'forgetCamera',
      (world) => world.tablets[name].camera !== 'asks' && !hasCall(world),
      (stage) => stage.setTablet(name, { camera: 'asks' }),
    ),
    move('room.MEDIA_READY', callIs('acquiring'), (stage) => {
      stage.setTablet(name, { camera: 'allowed' });
      stage.openDevices('tablet', name);
    }),
    move('room.MEDIA_DENIED', callIs('acquiring'), (stage) => {
      stage.setTablet(name, { camera: 'blocked' });
      stage.sendRoom('tablet', name, { type: 'MEDIA_DENIED', reason: 'permission' });
    }),
    move('room.RETRY', callIs('denied'), (stage) => {
      stage.sendRoom('tablet', name, { type: 'RETRY' });
      stage.setTablet(name, { camera: 'allowed' });
      stage.openDevices('tablet', name);
    }),
    move('call.RETRY', callIs('failed'), (stage) => stage.again('tablet', name)),
  ];
}
