import { consultationIn, openEntriesOf, waitingIn } from '@naervaer/machines/clinic';
import { hasCitizen, stepOf } from '@naervaer/machines/tablet';
import type { TabletContext, TabletStep } from '@naervaer/machines/tablet';
import type { ClinicMode, ConsultationState } from '@naervaer/machines/protocol';
import type { Sight } from './language.ts';
import { citizenOf } from './move.ts';
import { DOCTORS, TABLETS, consultationAt, isPeerNamed, stateOfCall } from './world.ts';
import type { CallPage, CaregiverName, Doctor, TabletName, World } from './world.ts';
import type { Words } from './words.ts';

/** What one device shows: words of its screen, and what else is to be seen there. */
export interface Shown {
  readonly says: readonly string[];
  readonly sights: readonly (readonly [Sight, string])[];
}

const shown = (says: readonly string[], ...sights: (readonly [Sight, string])[]): Shown => ({
  says,
  sights,
});

/** Where the other side is not, the sentence says so; else what the call is at. */
function callSays(words: Words, page: CallPage, other: 'clinician' | 'waiter'): Shown {
  const { call } = words;
  const away = isPeerNamed(page) ? undefined : call.away[other];
  const by: Readonly<Record<ReturnType<typeof stateOfCall>, () => Shown>> = {
    acquiring: () => shown([call.acquiring], ['camera', '']),
    denied: () => shown([call.deniedTitle, call.retry]),
    connecting: () => shown([isPeerNamed(page) ? call.connecting : call.absent[other]]),
    connected: () => shown([], ['picture', '']),
    weak: () => shown([call.weak], ['picture', '']),
    healing: () => shown([away ?? call.recovering]),
    failed: () => shown([away ?? call.failed, call.retry]),
    ended: () => shown([]),
  };
  return by[stateOfCall(page)]();
}

const DESK_REFUSAL: readonly TabletStep[] = [
  'citizen',
  'withoutCpr',
  'clinic',
  'profile',
  'reason',
];

function modeSays(
  words: Words,
  { clinic, clinicMode }: TabletContext,
  isOnline: boolean,
): string[] {
  if (clinic === null) return [];
  if (!isOnline) return [words.tablet.clinic.unknownOffline];
  const by: Readonly<Record<ClinicMode, string>> = {
    open: words.tablet.clinic.open,
    closing: words.tablet.clinic.closing,
    closed: words.tablet.clinic.closed,
  };
  return clinicMode === null ? [] : [by[clinicMode]];
}

/** The words of a tablet's screen, by the course's own states. */
function courseSays(words: Words, world: World, name: TabletName): Shown {
  const { snapshot, isOnline, isSeen, camera, call } = world.tablets[name];
  const { tablet } = words;
  const { context } = snapshot;
  const consultation = consultationAt(world, name);
  const mode = (): string[] => modeSays(words, context, isOnline);
  const refusal =
    context.refusal !== null && DESK_REFUSAL.includes(stepOf(snapshot))
      ? [words.refusals[context.refusal]]
      : [];
  const desk = (title: string, ...more: readonly string[]): Shown =>
    shown([title, ...more, ...refusal]);
  /** The one button at the top, which changes with the first letter that is typed. */
  const top = (): string => (hasCitizen(context) ? tablet.shell.logCitizenOut : tablet.menu);
  const position = consultation
    ? waitingIn(world.clinic.context).indexOf(consultation.context.request.consultationId) + 1
    : 0;
  const { clinic: head } = world;
  const message = consultation?.context.message ?? null;
  const late = [head.context.message, message]
    .filter((each) => each !== null)
    .sort((a, b) => a.at - b.at)
    .at(-1)?.late;
  const by: Readonly<Record<TabletStep, () => Shown>> = {
    signedOut: () => shown([isOnline ? tablet.signIn.again : tablet.offline.title]),
    signingOut: () => shown([tablet.signingOut]),
    profile: () => desk(tablet.profile.title, top()),
    citizen: () => desk(tablet.citizen.title, top()),
    withoutCpr: () => desk(tablet.withoutCpr.title),
    clinic: () => desk(tablet.clinic.title, ...mode()),
    check: () => desk(tablet.check.title),
    reason: () =>
      desk(
        tablet.reason.title,
        ...(context.clinicMode === 'open' ? [] : mode()),
        ...(context.check.speaker === 'failed' ? [tablet.check.mend] : []),
      ),
    sending: () => shown([isOnline ? tablet.sending.sent : tablet.sending.kept]),
    waiting: () =>
      shown([
        ...(isOnline
          ? [
              // The number stands alone in large type; for ears it is one sentence.
              tablet.waiting.whole(Math.max(1, position)),
              head.value === 'open' ? tablet.clinic.open : tablet.waiting.closing,
            ]
          : [tablet.waiting.lastKnown]),
        ...(isOnline && typeof late === 'number' ? [tablet.waiting.late(late)] : []),
      ]),
    leaving: () => shown([tablet.leaving.title, ...(isOnline ? [] : [tablet.leaving.kept])]),
    call: () => {
      if (call !== null) return callSays(words, call, 'clinician');
      return shown([tablet.call.ready, ...(camera === 'allowed' ? [] : [tablet.call.enter])]);
    },
    done: () => shown([tablet.over.done]),
    rejected: () => shown([tablet.over.rejected, tablet.over.rejectedText.phone]),
    cancelled: () =>
      shown([
        tablet.over.cancelled,
        context.consultation === null ? tablet.over.withdrawn : tablet.over.cancelledText,
      ]),
    expired: () => shown([tablet.over.expired]),
  };
  if (!isSeen) return shown([]);
  if (context.countdown !== null) {
    return shown([tablet.idle[context.countdown.of](30)], ['counting', '']);
  }
  return by[stepOf(snapshot)]();
}

/** The name on a row: the citizen's, or the care worker's where there is none. */
export function rowNameOf(world: World, person: CaregiverName, name: string): string {
  const [, found] =
    openEntriesOf(world.clinic.context).find(
      ([, { context }]) => context.request.waiter.name === person,
    ) ?? [];
  return found?.context.request.citizen === null ? name : citizenOf(person).name;
}

function rowShows(
  words: Words,
  state: ConsultationState,
  isAway: boolean,
  hasMessage: boolean,
  name: string,
): Shown {
  const by: Readonly<Record<ConsultationState, () => Shown>> = {
    waiting: () =>
      shown(
        [],
        isAway ? ['rowAway', name] : ['rowHere', name],
        ...(hasMessage ? [['rowMessage', name] as const] : []),
      ),
    called: () => shown([words.states.called]),
    ongoing: () => shown([words.states.ongoing]),
    interrupted: () => shown([words.states.interrupted]),
    ended: () => shown([], ['rowGone', name]),
    rejected: () => shown([], ['rowGone', name]),
    cancelled: () => shown([], ['rowGone', name]),
    expired: () => shown([], ['rowGone', name]),
  };
  return by[state]();
}

const join = (all: readonly Shown[]): Shown => ({
  says: [...new Set(all.flatMap(({ says }) => says))],
  sights: all.flatMap(({ sights }) => sights),
});

const headSays = (words: Words, mode: ClinicMode): readonly string[] => {
  const by: Readonly<Record<ClinicMode, readonly string[]>> = {
    open: [words.modes.open, words.board('clinic-bar', 'about.open')],
    closing: [words.modes.closing, words.board('clinic-bar', 'about.closing')],
    closed: [words.modes.closed, words.board('clinic-bar', 'about.closed')],
  };
  return by[mode];
};

type NameOf = (person: CaregiverName) => string;

/** What changes on the clinic's screens: the head, the rows, the calls of its doctors. */
function clinicShows(words: Words, before: World, after: World, nameOf: NameOf): Shown {
  const all: Shown[] = [];
  if (before.clinic.value !== after.clinic.value)
    all.push(shown(headSays(words, after.clinic.value)));
  const ids = new Set([
    ...Object.keys(before.clinic.context.consultations),
    ...Object.keys(after.clinic.context.consultations),
  ]);
  for (const id of ids) {
    const was = consultationIn(before.clinic.context, id as never);
    const is = consultationIn(after.clinic.context, id as never);
    if (is === undefined || was === is) continue;
    const isAway = is.context.awaySince.waiter !== null;
    const wasAway = was?.context.awaySince.waiter != null;
    const hasMessage = is.context.message !== null && is.context.message !== was?.context.message;
    if (was?.value === is.value && isAway === wasAway && !hasMessage) continue;
    const holder = is.context.holder?.personId;
    // A doctor without a network sees none of it.
    const isSeen =
      holder === undefined ||
      is.value === 'waiting' ||
      DOCTORS.some((name) => after.doctors[name].callOf === id && after.doctors[name].isOnline) ||
      ['ended', 'rejected', 'cancelled', 'expired'].includes(is.value);
    if (!isSeen) continue;
    const person = is.context.request.waiter.name as CaregiverName;
    const isWithout = is.context.request.way === 'caregiverWithoutCpr';
    const name = isWithout ? nameOf(person) : citizenOf(person).name;
    if (was?.value === is.value && is.value !== 'waiting') continue;
    all.push(rowShows(words, is.value, isAway, hasMessage, name));
  }
  return join(all);
}

function callShows(words: Words, was: Doctor, is: Doctor): Shown {
  if (is.call === null || stateOfCall(is.call) === 'ended') return shown([]);
  const isSame =
    was.call !== null &&
    stateOfCall(was.call) === stateOfCall(is.call) &&
    isPeerNamed(was.call) === isPeerNamed(is.call);
  return isSame ? shown([]) : callSays(words, is.call, 'waiter');
}

/** What every screen must show after a step that it did not show before; by device. */
export function seen(
  words: Words,
  before: World,
  after: World,
  nameOf: NameOf,
): readonly (readonly ['one' | 'two' | 'anne' | 'henrik', Shown])[] {
  const found: (readonly ['one' | 'two' | 'anne' | 'henrik', Shown])[] = [];
  for (const name of TABLETS) {
    const is = courseSays(words, after, name);
    const was = courseSays(words, before, name);
    if (JSON.stringify(is) !== JSON.stringify(was)) found.push([name, is]);
  }
  const board = clinicShows(words, before, after, nameOf);
  for (const name of DOCTORS) {
    const call = callShows(words, before.doctors[name], after.doctors[name]);
    const all = name === 'anne' ? join([board, call]) : call;
    found.push([name, all]);
  }
  return found.filter(([, { says, sights }]) => says.length + sights.length > 0);
}
