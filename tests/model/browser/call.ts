import { PATIENCE as LASTS } from '@naervaer/machines/call';
import type { callMachine, CallSnapshot, DeniedReason } from '@naervaer/machines/call';
import type { Locator } from 'playwright-core';
import { until } from '../../support/until.ts';
import type { EventTypeOf, Level, LevelOptions, Step } from '../level.ts';
import { callWalk } from '../walks/index.ts';
import { alsoRefusing } from './refusals.ts';
import { callBrowserWalk } from './call-walk.ts';
import { beginCall, openCall } from './call-world.ts';
import type { CallWorld } from './call-world.ts';
import type { Seat } from './house.ts';
import { PATIENCE } from './patience.ts';
import { expectCalm, watched, worldsOf } from './stage.ts';

type Machine = typeof callMachine;
type Do<T extends EventTypeOf<Machine>> = (
  world: CallWorld,
  step: Step<Machine, T>,
) => Promise<void>;

const isAbsent = async (control: Locator): Promise<void> => {
  await until(
    'that it is not offered',
    () => control.count(),
    (count) => count === 0,
    PATIENCE,
  );
};

const notOffered = async (
  { doctor: { page } }: CallWorld,
  { event: { type } }: { readonly event: { readonly type: string } },
): Promise<void> => {
  if (type === 'RETRY')
    await isAbsent(page.getByRole('button', { name: 'Prøv igen', exact: true }));
  if (type === 'ENDED') await isAbsent(page.getByTestId('call-hang-up'));
};

/** What is refused is offered by no button; the rest is told by devices and is not made. */
const taken =
  <T extends EventTypeOf<Machine>>(act: Do<T>): Do<T> =>
  (world, step) =>
    step.isRefused ? notOffered(world, step) : act(world, step);

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
  MEDIA_DENIED: taken(async ({ doctor, open }, { event: { reason } }) => {
    if (reason === 'insecure') return open(false);
    if (reason === 'permission') await forbidCamera(doctor);
    const error = ERRORS[reason];
    if (error === undefined) doctor.allowCamera();
    else doctor.denyCamera(error);
  }),
  PEER_CHANGED: taken(({ setPeer }, { event }) => setPeer(event.isPresent)),
  STREAM_FLOWS: taken(({ setMedia }) => setMedia(true)),
  FLOW_STOPPED: taken(({ setMedia }) => setMedia(false)),
  RETRY: taken(async ({ doctor }, { before }) => {
    if (before.value === 'denied') {
      await doctor.page.context().grantPermissions(['camera', 'microphone']);
      doctor.askForCamera();
    }
    await doctor.press('Prøv igen');
  }),
  DEADLINE: taken(async ({ doctor }, { before }) => {
    const lasts = before.value === 'recovering' ? LASTS.recovering : LASTS.connecting;
    await doctor.page.clock.fastForward(lasts);
  }),
  ENDED: taken(async ({ doctor }) => doctor.page.getByTestId('call-hang-up').click()),
};

const DENIED: Record<DeniedReason, string> = {
  permission: 'Siden har ikke fået lov.',
  notFound: 'Der er hverken kamera eller mikrofon på enheden.',
  inUse: 'Et andet program bruger kameraet eller mikrofonen.',
  insecure: 'Adressen er ikke sikker.',
  unknown: 'Noget gik galt. Prøv igen, eller genstart enheden.',
};

const AWAY = 'Patienten er på vej tilbage. Bliv på siden.';

const says =
  (present: string, absent: string) =>
  async ({ sentence }: CallWorld, { context }: CallSnapshot): Promise<void> => {
    const words = context.isPeerPresent ? present : absent;
    await sentence
      .getByText(words, { exact: true })
      .or(sentence.filter({ hasText: words }))
      .first()
      .waitFor();
  };

const ASKING = 'Åbner kamera og mikrofon. Sig ja, hvis der bliver spurgt om lov.';
const failed = says('Vi kan ikke få forbindelse. Tjek netværket, og prøv igen.', AWAY);

const states: Level<Machine, CallWorld>['states'] = {
  acquiring: says(ASKING, ASKING),
  denied: async ({ doctor: { page } }, { context }) => {
    const alert = page
      .getByRole('alert')
      .filter({ hasText: 'Vi kan ikke bruge kamera og mikrofon' });
    await alert.getByText(DENIED[context.denied ?? 'unknown']).waitFor();
  },
  connecting: says('Forbinder …', 'Patienten er på vej. Bliv på siden.'),
  connected: async (world) => {
    await world.flows();
    await until(
      'no more words',
      () => world.sentence.innerText(),
      (text) => text === '',
      PATIENCE,
    );
  },
  recovering: says('Forbindelsen er væk et øjeblik. Vi finder den igen. Bliv på siden.', AWAY),
  failed: async (world, snapshot) => {
    await failed(world, snapshot);
    await world.doctor.page.getByRole('button', { name: 'Prøv igen', exact: true }).waitFor();
  },
  // The doctor's page goes back to the queue, where nobody is.
  ended: async ({ doctor: { page } }) => {
    await isAbsent(page.getByTestId('other-video'));
    await page.getByRole('heading', { name: 'Ingen venter' }).waitFor();
  },
};

const onScreen = ({ doctor, nurse }: CallWorld) => ({ board: doctor.page, tablet: nurse.page });

/** The doctor's tab in a call with a tablet: real media over loopback, a fake camera (C1, C3). */
export function callLevel(options: LevelOptions): Level<Machine, CallWorld> {
  const worlds = worldsOf(options, { open: openCall, reset: beginCall, obeysPermissions: true });
  return {
    walk: callBrowserWalk,
    begin: worlds.begin,
    events: watched(events, onScreen),
    states: watched(alsoRefusing(callWalk, states, notOffered), onScreen),
    async end(world) {
      worlds.end(world);
      expectCalm(world.doctor.device);
      expectCalm(world.nurse.device);
    },
    close: worlds.close,
  };
}
