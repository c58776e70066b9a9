import { ENDED_OF_ONE } from '@naervaer/machines/clinic';
import { unreachable } from '@naervaer/machines/protocol';
import type { ConsultationId, RefusalCode } from '@naervaer/machines/protocol';
import { stepOf } from '@naervaer/machines/tablet';
import type { TabletEvent, TabletSnapshot } from '@naervaer/machines/tablet';
import { joinOnBehalf } from '../../support/samples.ts';
import { until } from '../../support/until.ts';
import { CLINIC, COLLEAGUE, NURSE } from './crew.ts';
import { PATIENCE } from './patience.ts';
import { shows, TITLES } from './tablet-screens.ts';
import { awayUntilExpired, NURSE_ID } from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

/** What the tablet is told by others, and what really has to happen so that it is told. */
type Of<T extends TabletEvent['type']> = Extract<TabletEvent, { type: T }>;

/** Another state of the consultation, by the clinic, another device or time. */
export async function makeView(
  world: TabletWorld,
  { state }: Of<'VIEW_CHANGED'>,
  before: TabletSnapshot,
): Promise<void> {
  const { crew, network } = world;
  const from = stepOf(before);
  switch (state) {
    case 'waiting':
      return crew.release();
    case 'called':
      return crew.claim();
    case 'ongoing':
      await crew.claim();
      await crew.enter();
      await crew.enterFrom(NURSE);
      return network.heal();
    case 'rejected':
      await crew.reject();
      return network.heal();
    case 'ended':
      // From the queue it is seen as over at once only by a tablet that missed the call.
      if (from === 'waiting') await network.cut();
      if (from !== 'call') await crew.claim();
      await crew.end();
      return network.heal();
    case 'cancelled':
      await crew.leave(NURSE);
      return network.heal();
    case 'expired':
      if (from !== 'leaving') await network.cut();
      await awayUntilExpired(world, from === 'call');
      return network.heal();
    case 'interrupted':
      throw new Error('the walk does not make it');
    default:
      return unreachable(state);
  }
}

const SENTENCES: Partial<Record<RefusalCode, string>> = {
  citizenAlreadyWaiting: 'Borgeren venter allerede hos klinikken.',
  clinicClosed: 'Klinikken har lukket for video lige nu. Ring til klinikken',
  missingProfile: 'Vi mangler din stilling og dit arbejdssted.',
  notStored: 'Det kunne ikke gemmes, og intet er ændret.',
};

/** What the clinic made of a join or a leave that is on its way. */
export async function makeOutcome(
  world: TabletWorld,
  { of, outcome }: Of<'OUTCOME'>,
  { context }: TabletSnapshot,
): Promise<void> {
  const { crew, network, server, heading } = world;
  if (outcome.status === 'accepted') return network.heal();
  const { code } = outcome;
  world.sentence = SENTENCES[code] ?? '';
  world.idle = 0;
  switch (code) {
    case 'citizenAlreadyWaiting':
      await crew.join(COLLEAGUE, { number: context.draft.number, name: context.draft.name });
      await network.heal();
      await shows(heading(TITLES.citizen));
      return crew.leave(COLLEAGUE);
    case 'clinicClosed':
      await crew.setOpen(false);
      await network.heal();
      await shows(heading(TITLES.clinic));
      return crew.setOpen(true);
    case 'missingProfile':
      await server.closeUnit(NURSE_ID);
      return network.heal();
    case 'notStored':
      await server.fill();
      await server.letGo();
      await network.heal();
      if (context.consultation === null) return;
      await shows(
        of === 'join'
          ? heading(TITLES.reason).or(heading(TITLES.cancelled))
          : world.page.getByText(world.sentence),
      );
      return server.empty();
    case 'unknownConsultation':
      await crew.reject();
      await forgetOldest(world);
      return network.heal();
    default:
      throw new Error(`the walk does not make ${code}`);
  }
}

/** So many consultations of one waiter that the clinic has forgotten the first. */
const forgetOldest = ({ crew }: TabletWorld): Promise<void> =>
  crew.as(NURSE, async (client) => {
    for (let n = 0; n <= ENDED_OF_ONE; n += 1) {
      const id = client.send(joinOnBehalf(CLINIC.ydernummer));
      await client.outcome(id);
      const consultationId = id as string as ConsultationId;
      await client.ask({ type: 'leaveQueue', clinicId: CLINIC.id, consultationId });
    }
  });

/** Requests of one silent check. */
const ROUNDS = 3;

/**
 * A silent check that ends while one is on this screen. It begins at the choice of the clinic: so
 * one goes there and comes back while the network takes its time.
 */
export async function makeChecked(
  world: TabletWorld,
  { check }: Of<'CHECKED'>,
  before: TabletSnapshot,
): Promise<void> {
  const { page, press, heading } = world;
  const { health } = world.network;
  const named = before.context.draft.way === 'withCpr' ? 'Log ind på borgerens vegne' : 'Fortsæt';
  // The browser's settings: camera and microphone are forbidden to the page, or not yet asked for.
  if (check.camera === 'failed') await page.context().grantPermissions([]);
  else await page.context().clearPermissions();

  const step = stepOf(before);
  const toClinic: Partial<Record<typeof step, readonly string[]>> = {
    profile: ['Gem oplysninger', named],
    citizen: [named],
    withoutCpr: [named],
    clinic: ['Tilbage', named],
    check: ['Tilbage'],
    reason: ['Tilbage'],
  };
  const back: Partial<Record<typeof step, readonly string[]>> = {
    profile: ['Tilbage', 'Ret stilling eller arbejdssted'],
    citizen: ['Tilbage'],
    withoutCpr: ['Tilbage'],
    check: ['Fortsæt', 'Tjek udstyret'],
    reason: ['Fortsæt'],
  };
  health.hold();
  const passed = health.passed;
  for (const name of toClinic[step] ?? []) await press(name);
  await shows(heading(TITLES.clinic));
  await until(
    'the check',
    () => health.waiting,
    (count) => count > 0,
    PATIENCE,
  );
  for (const name of back[step] ?? []) await press(name);
  await health.let();
  await until(
    'its end',
    () => health.passed - passed,
    (count) => count >= ROUNDS,
    PATIENCE,
  );
}
