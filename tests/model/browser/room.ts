import { DENIED_REASONS } from '@naervaer/machines/call';
import type { DeniedReason, RoomEvent, RoomSnapshot, roomMachine } from '@naervaer/machines/call';
import type { Walk } from '../coverage.ts';
import type { Level, LevelOptions, Step } from '../level.ts';
import { roomWalk } from '../walks/room.ts';
import {
  beginCall,
  byItself,
  expectEnded,
  hangUp,
  isAbsent,
  notOffered,
  openCall,
  says,
  taken,
  tryAgain,
} from './call-world.ts';
import type { CallWorld } from './call-world.ts';
import type { Seat } from './house.ts';
import { alsoRefusing } from './refusals.ts';
import { expectCalm, watched, worldsOf } from './stage.ts';

type Machine = typeof roomMachine;
const at = 1_000;

/** What the doctor and the camera can do now. */
function eventsOf({ value, context }: RoomSnapshot): readonly RoomEvent[] {
  const ended: RoomEvent = { type: 'ENDED', at };
  switch (value) {
    case 'acquiring':
      return [
        { type: 'MEDIA_READY', at, hasCamera: true, hasMicrophone: true },
        ...DENIED_REASONS.map((reason) => ({ type: 'MEDIA_DENIED' as const, at, reason })),
        ended,
      ];
    case 'denied':
      // An address that is not secure does not become so by a button.
      return [...(context.denied === 'insecure' ? [] : [{ type: 'RETRY', at } as const]), ended];
    case 'open':
    case 'elsewhere':
      return [ended];
    case 'ended':
      return [];
  }
}
export const roomBrowserWalk: Walk<Machine> = { ...roomWalk, events: eventsOf };

const ENGINE =
  'what devices and the view tell the machine while the screen stays as it is; the pure level and the media tests have it';
const WINDOWS = 'a second window of the doctor’s, which tests/e2e/journey/windows.test.ts has';
/** What the machine takes and nobody can be made to bring here (M2). */
export const roomUnreachable: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['DEVICE_LOST', 'DEVICE_BACK', 'LIGHT', 'LOUDNESS', 'RETRY', 'DEADLINE'].map(
      (event) => `open × ${event}[0]`,
    ),
    ...['acquiring', 'denied', 'open'].flatMap((state) =>
      ['ADMITTED_CHANGED', 'PARTIES_CHANGED', 'DEADLINE']
        .filter((event) => state !== 'open' || event !== 'DEADLINE')
        .map((event) => `${state} × ${event}[0] (of room)`),
    ),
  ]
    .map((key) => [key, ENGINE])
    .concat(
      [
        'elsewhere',
        ...['acquiring', 'open'].map((state) => `${state} × TAKEN_ELSEWHERE[0]`),
        ...['TAKE_HERE[0]', 'ENDED[0] (of room)'].map((event) => `elsewhere × ${event}`),
        ...['ADMITTED_CHANGED', 'PARTIES_CHANGED', 'DEADLINE'].map(
          (event) => `elsewhere × ${event}[0] (of room)`,
        ),
      ].map((key) => [key, WINDOWS]),
    ),
);

/**
 * A refused permission is Chromium's own; the other errors are thrown with the names that the
 * standard gives them, because a fake camera can be neither unplugged nor taken by another program.
 */
const ERRORS: Partial<Record<DeniedReason, string>> = {
  notFound: 'NotFoundError',
  inUse: 'NotReadableError',
  unknown: 'UnknownError',
};

async function forbidCamera({ page }: Seat): Promise<void> {
  await page.context().clearPermissions();
  await page.context().grantPermissions([]);
}

const events: Level<Machine, CallWorld>['events'] = {
  MEDIA_READY: taken(async ({ doctor }) => doctor.allowCamera()),
  MEDIA_DENIED: taken<Step<Machine, 'MEDIA_DENIED'>>(
    async ({ doctor, open }, { event: { reason } }) => {
      if (reason === 'insecure') return open(false);
      if (reason === 'permission') await forbidCamera(doctor);
      const error = ERRORS[reason];
      if (error === undefined) doctor.allowCamera();
      else doctor.denyCamera(error);
    },
  ),
  RETRY: taken(async (world) => {
    const { doctor } = world;
    await doctor.page.context().grantPermissions(['camera', 'microphone']);
    doctor.askForCamera();
    await tryAgain(world).click();
  }),
  ENDED: taken(hangUp),
  DEVICE_LOST: byItself,
  TAKEN_ELSEWHERE: byItself,
  TAKE_HERE: byItself,
  DEVICE_BACK: byItself,
  ADMITTED_CHANGED: byItself,
  PARTIES_CHANGED: byItself,
  LIGHT: byItself,
  LOUDNESS: byItself,
  DEADLINE: byItself,
};

const DENIED: Record<DeniedReason, string> = {
  permission: 'Siden har ikke fået lov.',
  notFound: 'Der er hverken kamera eller mikrofon på enheden.',
  inUse: 'Et andet program bruger kameraet eller mikrofonen.',
  insecure: 'Adressen er ikke sikker.',
  unknown: 'Noget gik galt. Prøv igen, eller genstart enheden.',
};

const states: Level<Machine, CallWorld>['states'] = {
  acquiring: (world) =>
    says(world, 'Åbner kamera og mikrofon. Sig ja, hvis der bliver spurgt om lov.'),
  denied: async ({ doctor: { page } }, { context }) => {
    const alert = page
      .getByRole('alert')
      .filter({ hasText: 'Vi kan ikke bruge kamera og mikrofon' });
    await alert.getByText(DENIED[context.denied ?? 'unknown']).waitFor();
  },
  // Nobody else comes into this call.
  open: (world) => says(world, 'Patienten er på vej. Bliv på siden.'),
  elsewhere: (world) => isAbsent(world.doctor.page.getByTestId('other-video')),
  ended: expectEnded,
};

const onScreen = ({ doctor, nurse }: CallWorld) => ({ board: doctor.page, tablet: nurse.page });

/** The doctor's tab and its camera, which may be refused, missing or taken (C1). */
export function roomLevel(options: LevelOptions): Level<Machine, CallWorld> {
  const worlds = worldsOf(options, { open: openCall, reset: beginCall, obeysPermissions: true });
  return {
    walk: roomBrowserWalk,
    unreachable: roomUnreachable,
    begin: worlds.begin,
    events: watched(events, onScreen),
    states: watched(alsoRefusing(roomWalk, states, notOffered), onScreen),
    async end(world) {
      worlds.end(world);
      expectCalm(world.doctor.device);
    },
    close: worlds.close,
  };
}
