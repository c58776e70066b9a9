import { consultationIn, waitingIn } from '@naervaer/machines/clinic';
import { hasCitizen, maySubmit } from '@naervaer/machines/tablet';
import type { TabletStep } from '@naervaer/machines/tablet';
import type { EventTypeOf } from '../level.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import { CITIZEN } from './stage.ts';
import type { Stage } from './stage.ts';
import { DOCTORS, TABLETS, openOf, rowOf, stepAt } from './world.ts';
import type { CaregiverName, DoctorName, TabletName, World } from './world.ts';

/** An event of a machine, by its own name. */
export type MachineEvent = {
  [TName in MachineName]: `${TName}.${EventTypeOf<MachineOf<TName>>}`;
}[MachineName];

/** What a person does that is no event of a machine, but leads to some. */
export const EXTRAS = [
  'hide',
  'show',
  'spare',
  'overAnew',
  'sleep',
  'brokenCheck',
  'sameCitizen',
  'openTell',
  'sendTold',
  'goIn',
  'forgetCamera',
  'enter',
  'toClinic',
  'toCheck',
  'toReason',
  'join',
  'joinWithout',
] as const;
export type Deed = MachineEvent | (typeof EXTRAS)[number];

export type Actor = TabletName | DoctorName | 'all';

/** One thing that a person can do now. */
export interface Move {
  /** What the script writes for it. */
  readonly deed: Deed;
  readonly by: Actor;
  /** Whom the row is about, for what is done at the board. */
  readonly about?: CaregiverName;
  /** Minutes, about. */
  readonly cost: number;
  readonly can: (world: World) => boolean;
  readonly play: (stage: Stage) => void;
}

const NUMBERS: Readonly<Record<number, { number: string; name: string }>> = {
  0: { number: '720341-1234', name: 'Ellen Kornmark' },
  1: { number: '670238-0021', name: 'Villy Sandager' },
};
export const citizenOf = (person: CaregiverName): { number: string; name: string } =>
  NUMBERS[CITIZEN[person]] ?? { number: '', name: '' };
const otherThan = (person: CaregiverName): CaregiverName =>
  person === 'mette' ? 'jonas' : 'mette';

export const REASON = 'Sår på underbenet';
const ENDS: readonly TabletStep[] = ['done', 'rejected', 'cancelled', 'expired'];
const QUICK = 0.4;
/** Longer than the server's grace for a page that reloads. */
const AWAY = 0.5;

function singleMoves(name: TabletName): Move[] {
  const at =
    (...steps: readonly TabletStep[]) =>
    (world: World): boolean =>
      steps.includes(stepAt(world, name)) &&
      world.tablets[name].isSeen &&
      world.tablets[name].snapshot.context.countdown === null;
  const contextIn = (world: World) => world.tablets[name].snapshot.context;
  const isOnline = (world: World): boolean => world.tablets[name].isOnline;
  const move = (
    deed: Deed,
    can: (world: World) => boolean,
    play: (stage: Stage) => void,
    cost = QUICK,
  ): Move => ({
    deed,
    by: name,
    cost,
    can,
    play(stage) {
      play(stage);
      stage.settle();
    },
  });
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
    (world: World): boolean =>
      hasCall(world) && states.includes(world.tablets[name].call?.value ?? '');

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
    move('call.MEDIA_READY', callIs('acquiring'), (stage) => {
      stage.setTablet(name, { camera: 'allowed' });
      stage.sendCall('tablet', name, { type: 'MEDIA_READY' });
    }),
    move('call.MEDIA_DENIED', callIs('acquiring'), (stage) => {
      stage.setTablet(name, { camera: 'blocked' });
      stage.sendCall('tablet', name, { type: 'MEDIA_DENIED', reason: 'permission' });
    }),
    move('call.RETRY', callIs('denied', 'failed'), (stage) => {
      const isDenied = stage.tablet(name).call?.value === 'denied';
      stage.sendCall('tablet', name, { type: 'RETRY' });
      if (!isDenied) return;
      stage.setTablet(name, { camera: 'allowed' });
      stage.sendCall('tablet', name, { type: 'MEDIA_READY' });
    }),
  ];
}

/** What is known by heart after the first chapters, said as one step. */
const TOGETHER: Partial<Record<Deed, readonly Deed[]>> = {
  enter: ['tablet.SIGNED_IN', 'spare'],
  toClinic: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN'],
  toCheck: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN', 'tablet.CONTINUE'],
  toReason: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN', 'tablet.CONTINUE'],
  join: ['tablet.CONTINUE', 'tablet.CLINIC_CHOSEN', 'tablet.CONTINUE', 'tablet.SUBMITTED'],
  joinWithout: [
    'tablet.WITHOUT_CPR',
    'tablet.CONTINUE',
    'tablet.CLINIC_CHOSEN',
    'tablet.CONTINUE',
    'tablet.SUBMITTED',
  ],
};

function tabletMoves(name: TabletName): Move[] {
  const single = singleMoves(name);
  const together = Object.entries(TOGETHER).map(([deed, deeds]): Move => {
    const isAtStart = ({ deed: first, can }: Move, world: World): boolean =>
      first === deeds[0] && can(world);
    return {
      deed: deed as Deed,
      by: name,
      cost: deeds.length * QUICK,
      can: (world) => single.some((move) => isAtStart(move, world)),
      play(stage) {
        for (const each of deeds) {
          // A clinic that is chosen already is not chosen again.
          const next = single.find((move) => move.deed === each && move.can(stage.world));
          if (next === undefined && each !== 'tablet.CLINIC_CHOSEN') {
            throw new Error(`${name} cannot ${each} on the way to ${deed}`);
          }
          next?.play(stage);
        }
      },
    };
  });
  return [...single, ...together];
}

function doctorMoves(name: DoctorName): Move[] {
  /** At the board, and not in a call of one's own. */
  const isFree = (world: World): boolean =>
    world.doctors[name].isOnline && world.doctors[name].callOf === null;
  const move = (
    deed: Deed,
    can: (world: World) => boolean,
    play: (stage: Stage) => void,
    about?: CaregiverName,
    cost = QUICK,
  ): Move => ({
    deed,
    by: name,
    cost,
    can,
    play(stage) {
      play(stage);
      stage.settle();
    },
    ...(about === undefined ? {} : { about }),
  });
  const holds = (world: World, ...states: readonly string[]): boolean => {
    const { callOf, isOnline } = world.doctors[name];
    const held = callOf === null ? undefined : consultationIn(world.clinic.context, callOf);
    return isOnline && held !== undefined && states.includes(held.value);
  };
  const onMine = (type: 'END' | 'RELEASE' | 'REJECT') => (stage: Stage) => {
    const id = stage.doctor(name).callOf;
    if (id === null) return;
    const by = stage.clinicianOf(name);
    const on = { at: stage.now, consultationId: id };
    if (type === 'END') stage.ask({ type, ...on, by: by.personId, side: 'clinician' });
    else if (type === 'RELEASE') stage.ask({ type, ...on, by });
    else stage.ask({ type, ...on, by, instead: 'phone', note: '' });
  };
  const rowMoves = (about: CaregiverName): Move[] => {
    const waits = (world: World): boolean =>
      isFree(world) &&
      world.doctors[name].telling === null &&
      rowOf(world, about)?.value === 'waiting';
    const onRow =
      (act: (stage: Stage, id: NonNullable<ReturnType<typeof openOf>>) => void) =>
      (stage: Stage): void => {
        const id = openOf(stage.world, about);
        if (id !== undefined) act(stage, id);
      };
    return [
      move(
        'consultation.CLAIM',
        waits,
        onRow((stage, id) => stage.claim(name, id)),
        about,
      ),
      move(
        'consultation.REJECT',
        waits,
        onRow((stage, id) => {
          const by = stage.clinicianOf(name);
          const on = { at: stage.now, consultationId: id };
          stage.ask({ type: 'REJECT', ...on, by, instead: 'phone', note: '' });
        }),
        about,
      ),
      move(
        'consultation.TELL',
        waits,
        onRow((stage, id) => {
          stage.ask({ type: 'TELL', at: stage.now, consultationId: id, late: 10, text: '' });
        }),
        about,
      ),
      move(
        'openTell',
        waits,
        onRow((stage, id) => stage.setDoctor(name, { telling: id })),
        about,
      ),
    ];
  };
  return [
    move(
      'clinic.OPEN',
      (world) => isFree(world) && world.clinic.value !== 'open',
      (stage) => stage.ask({ type: 'OPEN', at: stage.now, by: stage.clinicianOf(name) }),
    ),
    move(
      'clinic.CLOSE',
      (world) => isFree(world) && world.clinic.value === 'open',
      (stage) => stage.ask({ type: 'CLOSE', at: stage.now, by: stage.clinicianOf(name) }),
    ),
    move(
      'clinic.TELL_ALL',
      (world) => isFree(world) && waitingIn(world.clinic.context).length > 0,
      (stage) => {
        const by = stage.clinicianOf(name);
        stage.ask({ type: 'TELL_ALL', at: stage.now, by, late: 15, text: '' });
      },
    ),
    ...rowMoves('mette'),
    ...rowMoves('jonas'),
    move(
      'sendTold',
      (world) => world.doctors[name].telling !== null,
      (stage) => {
        const id = stage.doctor(name).telling;
        stage.setDoctor(name, { telling: null });
        if (id === null) return;
        stage.ask({ type: 'TELL', at: stage.now, consultationId: id, late: 10, text: '' });
      },
    ),
    move(
      'consultation.END',
      (world) => holds(world, 'called', 'ongoing', 'interrupted'),
      onMine('END'),
    ),
    move(
      'call.RETRY',
      (world) => holds(world, 'called', 'ongoing') && world.doctors[name].call?.value === 'failed',
      (stage) => stage.sendCall('doctor', name, { type: 'RETRY' }),
    ),
    move('consultation.RELEASE', (world) => holds(world, 'called'), onMine('RELEASE')),
    move('consultation.REJECT', (world) => holds(world, 'called'), onMine('REJECT')),
    move(
      'consultation.AWAY',
      (world) => holds(world, 'called', 'ongoing', 'interrupted'),
      (stage) => stage.setDoctor(name, { isOnline: false }),
      undefined,
      AWAY,
    ),
    move(
      'consultation.BACK',
      (world) => !world.doctors[name].isOnline,
      (stage) => stage.setDoctor(name, { isOnline: true }),
    ),
    move(
      'consultation.ENTER',
      (world) => holds(world, 'ongoing', 'interrupted'),
      (stage) => stage.reload('doctor', name),
    ),
  ];
}

/** Longer than this nobody waits in an acceptance test. */
const LONGEST = 61 * 60_000;

const BREATH = 5_000;

const wait: Move = {
  deed: 'tablet.DEADLINE',
  by: 'all',
  cost: 1.5,
  can: () => true,
  play(stage) {
    const due = stage.nextDeadline();
    if (due === undefined || due - stage.now > LONGEST) return;
    // What is due a breath later is waited for too.
    stage.pass(due + BREATH);
  },
};

/** Everything that anybody in the test can do. */
export const MOVES: readonly Move[] = [
  ...TABLETS.flatMap(tabletMoves),
  ...DOCTORS.flatMap(doctorMoves),
  wait,
];
