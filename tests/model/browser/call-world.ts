import type { CDPSession, Locator, WebSocketRoute } from 'playwright-core';
import { boardDriver } from '../../support/board-driver.ts';
import { SIZES } from '../../support/browser.ts';
import { mediaStats } from '../../support/stats.ts';
import { until } from '../../support/until.ts';
import { request } from '../people.ts';
import { DOCTOR, NURSE } from './crew.ts';
import { goIn, join, rowOf } from './happenings.ts';
import { INSECURE, openSeat, toTheCitizen } from './house.ts';
import type { Seat } from './house.ts';
import { PATIENCE } from './patience.ts';
import type { Stage } from './stage.ts';

/**
 * The tab that is looked at is the doctor's, who leads the call; the care worker's tablet is the
 * other side. Sound and picture between them can be cut and healed apart from everything else.
 */
export interface CallWorld extends Stage {
  readonly doctor: Seat;
  readonly nurse: Seat;
  readonly broker: BrokerLine;
  readonly sentence: Locator;
  /** Whether the other side has been in the call. */
  isIn: boolean;
  /** Drops so many of a hundred packets of sound and picture: Chromium's own emulation, on real sockets. */
  lose(percent: number): Promise<void>;
  /** The other side comes into the call, loses its line to the broker, or has it again. */
  setPeer(isPresent: boolean): Promise<void>;
  /** The doctor's page is opened at an address that is not secure, or at the right one again. */
  open(isSecure: boolean): Promise<void>;
  /** Pictures of the other side arrive. */
  flows(): Promise<void>;
}

/** The button that a call offers once it failed, or when the camera was denied. */
export const tryAgain = ({ doctor: { page } }: CallWorld): Locator =>
  page.getByRole('button', { name: 'Prøv igen', exact: true });

/** @throws when it does not go within the patience */
export const isAbsent = async (control: Locator): Promise<void> => {
  await until(
    'that it is not offered',
    () => control.count(),
    (count) => count === 0,
    PATIENCE,
  );
};

interface Tried {
  readonly event: { readonly type: string };
  readonly isRefused: boolean;
}

/** What a machine refuses is offered by no button of the call's screen. */
export const notOffered = async (
  world: CallWorld,
  { event: { type } }: Pick<Tried, 'event'>,
): Promise<void> => {
  if (type === 'RETRY') await isAbsent(tryAgain(world));
  if (type === 'ENDED') await isAbsent(world.doctor.page.getByTestId('call-hang-up'));
};

/** What is refused is offered by no button; the rest is told by devices and is not made. */
export const taken =
  <TStep extends Tried>(act: (world: CallWorld, step: TStep) => Promise<void>) =>
  (world: CallWorld, step: TStep): Promise<void> =>
    step.isRefused ? notOffered(world, step) : act(world, step);

/** Comes by itself, as a consequence of what was done before, or never in a walk here. */
export const byItself = taken<Tried>(async () => undefined);

export const hangUp = ({ doctor }: CallWorld): Promise<void> =>
  doctor.page.getByTestId('call-hang-up').click();

export const says = ({ sentence }: CallWorld, words: string): Promise<void> =>
  sentence.filter({ hasText: words }).waitFor();

/** The doctor's page goes back to the queue, where nobody is. */
export const expectEnded = async ({ doctor: { page } }: CallWorld): Promise<void> => {
  await isAbsent(page.getByTestId('other-video'));
  await page.getByRole('heading', { name: 'Ingen venter' }).waitFor();
};

/** Without loss there is still a rule: one that is made later does not reach a running call. */
const rule = (packetLoss: number) => ({
  matchedNetworkConditions: [
    { urlPattern: '', latency: 0, downloadThroughput: -1, uploadThroughput: -1, packetLoss },
  ],
});

/** A tab's line to the broker, which can be cut while sound, picture and all else go on. */
interface BrokerLine {
  cut(): void;
  heal(): void;
}

async function brokerLine({ device }: Seat): Promise<BrokerLine> {
  const live = new Set<WebSocketRoute>();
  /** As a network that takes everything and brings nothing. */
  const parked = new Set<WebSocketRoute>();
  let isCut = false;
  await device.context.routeWebSocket(/\/peer/, (socket) => {
    if (isCut) parked.add(socket);
    else {
      socket.connectToServer();
      live.add(socket);
    }
  });
  const closeAll = (sockets: Set<WebSocketRoute>): void => {
    // One that is closed already rejects; it is gone either way.
    for (const socket of sockets) void socket.close().catch(() => undefined);
    sockets.clear();
  };
  return {
    cut() {
      isCut = true;
      closeAll(live);
    },
    heal() {
      isCut = false;
      closeAll(parked);
    },
  };
}

async function tapOf({ page }: Seat): Promise<CDPSession> {
  // No relay for this network: what is lost by UDP must not find its way round by TCP.
  await page.context().route(/\/api\/media/, async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const grant = (await response.json()) as object;
    await route.fulfill({ response, json: { ...grant, iceServers: [] } });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditionsByRule', rule(0));
  return session;
}

const CITIZEN = request(1, 1, 1);

export async function openCall(stage: Stage): Promise<CallWorld> {
  const { crew, server } = stage;
  const doctor = await openSeat(stage, DOCTOR, { viewport: SIZES.desktop });
  const tablet = { viewport: SIZES.tablet, hasTouch: true };
  const nurse = await openSeat(stage, NURSE, tablet);
  await doctor.page.clock.install();
  const broker = await brokerLine(nurse);
  const ends = [await tapOf(doctor), await tapOf(nurse)];
  await boardDriver(doctor.page, server.origin).signIn(DOCTOR);
  await crew.saveProfile(NURSE);

  const world: CallWorld = {
    ...stage,
    doctor,
    nurse,
    broker,
    isIn: false,
    sentence: doctor.page.getByTestId('call-sentence'),
    async lose(percent) {
      for (const end of ends)
        await end.send('Network.emulateNetworkConditionsByRule', rule(percent));
    },
    async setPeer(isPresent) {
      if (!isPresent) return broker.cut();
      broker.heal();
      if (world.isIn) return;
      world.isIn = true;
      nurse.allowCamera();
      await goIn(nurse);
    },
    async open(isSecure) {
      await doctor.page.evaluate(`window.name = ${JSON.stringify(isSecure ? '' : INSECURE)}`);
      await doctor.page.reload();
    },
    async flows() {
      const before = await mediaStats(doctor.page);
      await until(
        'more frames',
        () => mediaStats(doctor.page),
        ({ framesDecoded }) => framesDecoded > before.framesDecoded + 3,
        PATIENCE,
      );
    },
  };
  return world;
}

/** Called, and neither camera is answered for: the call is about to begin. */
export async function beginCall(world: CallWorld): Promise<void> {
  const { crew, doctor, nurse, server } = world;
  world.broker.heal();
  await crew.sweep();
  await crew.setOpen(true);
  await world.open(true);
  await doctor.page.context().grantPermissions(['camera', 'microphone']);
  await doctor.page.getByTestId('clinic-mode').waitFor();
  await toTheCitizen(world, nurse);
  await join({ server }, nurse, CITIZEN);
  doctor.askForCamera();
  nurse.askForCamera();
  await world.lose(100);
  world.isIn = false;
  await rowOf(doctor, CITIZEN.citizen?.name ?? '')
    .getByRole('button', { name: /^Start/ })
    .click();
}
