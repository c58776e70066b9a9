import type {
  ClinicId,
  CommandInput,
  ConsultationId,
  SessionId,
  SyncToken,
} from '@naervaer/machines/protocol';
import { consultationIdOf, joinIdOf, NaervaerError } from '@naervaer/machines/protocol';
import type { ShownView } from '../facts.ts';
import { mix } from '../kernel/chance.ts';
import type { Process } from '../kernel/process.ts';
import { openPage } from '../people/page.ts';
import type { Page } from '../people/page.ts';
import { startProgram } from '../people/program.ts';
import { caregiverWish, clinicianWish } from '../people/wishes.ts';
import type { Said, Wish } from '../people/wishes.ts';
import { wordsOf } from '../people/words.ts';
import type { Device } from './device.ts';
import { CLINICS } from './town.ts';
import type { World } from './types.ts';

/** What people do with their devices. Each runs as a task of the page that it is done on. */

const SIGN_OUT_MS = 10_000;
/** How often people do at all what they do by themselves. */
const HEEDED = 0.8;
/** Within which time a call that rings is heard. */
const HEED_MS = 30_000;
/** How long people talk at most; who has talked enough says so first. */
const TALK_MS = 15 * 60_000;
/** How long the screen of an ended consultation stands. */
const OVER_MS = 2 * 60_000;

export function openTab(world: World, device: Device, tab: number): void {
  const process = world.processOn(device, 'page');
  const fact = world.pageFact(device);
  const said = device.said.get(fact.sessionId) ?? [];
  device.said.set(fact.sessionId, said);
  const count = `${fact.sessionId}/${tab}`;
  world.kernel.post(process, 0, () => {
    const page = openPage({
      fact,
      process,
      tab,
      browser: device.browser,
      emit: world.emit,
      said: () => said,
      nextOrder() {
        const order = (device.orders.get(count) ?? 0) + 1;
        device.orders.set(count, order);
        return order;
      },
      syncToken: () => tokenOf(world, device, process),
      sessionHere: () => sessionOf(world, device, process),
      endSession() {
        endSession(world, device, fact.sessionId);
      },
      onReady: () => follow(device, page),
      onTold(id, outcome) {
        if (joinIdOf(device.memory.consultation?.id ?? ('' as never)) !== id) return;
        device.memory.isJoined = outcome.status === 'accepted';
        follow(device, page);
      },
      onShown(shown) {
        for (const { key, command, within } of ofThemselves(device, shown)) {
          if (device.memory.heard.has(key)) continue;
          device.memory.heard.add(key);
          if (process.random() < HEEDED) {
            const span = process.random() * within;
            process.after(span, () => fulfil(world, device, page, { kind: 'send', command }));
          }
        }
        if (shown.kind !== 'consultation' || !isOver(shown.view?.state)) return;
        process.after(OVER_MS, () => turnAway(device, page, shown.consultationId));
      },
    });
    device.tabs.set(tab, page);
    world.screens.set(process, page);
  });
}

interface OfItself {
  readonly key: string;
  readonly command: CommandInput;
  /** Some time within so many milliseconds. */
  readonly within: number;
}

/** What people do by themselves: go in when a call rings, and end it when they have talked. */
function ofThemselves(device: Device, shown: ShownView): readonly OfItself[] {
  const acts = (
    state: string | undefined,
    on: { readonly clinicId: ClinicId; readonly consultationId: ConsultationId },
    call: unknown,
  ): OfItself[] => {
    const key = `${state} ${on.consultationId} ${String(call)}`;
    if (state === 'called')
      return [{ key, command: { type: 'enterCall', ...on }, within: HEED_MS }];
    if (state === 'ongoing') return [{ key, command: { type: 'endCall', ...on }, within: TALK_MS }];
    return [];
  };
  if (shown.kind === 'consultation') {
    const { view, consultationId } = shown;
    return view === undefined
      ? []
      : acts(view.state, { clinicId: view.clinicId, consultationId }, view.roomId);
  }
  if (shown.kind !== 'board') return [];
  const { clinicId, view } = shown;
  const { personId } = device.owner.person;
  return (view?.rows ?? [])
    .filter(({ holder }) => holder?.personId === personId)
    .flatMap(({ state, consultationId, calledAt }) =>
      acts(state, { clinicId, consultationId }, calledAt),
    );
}

/** For whomever the browser's cookie stands now. */
const tokenOf = (world: World, device: Device, from: Process): Promise<SyncToken> =>
  world.ask(device, from, async (server) => {
    if (device.session === undefined) throw new NaervaerError('signedOut');
    return server.syncToken(device.session);
  });

/** Whether the session of the browser's cookie is still one, says the server. */
const sessionOf = (world: World, device: Device, from: Process): Promise<SessionId | undefined> =>
  world.ask(device, from, async (server) =>
    device.session !== undefined && (await server.hasSession(device.session))
      ? device.session
      : undefined,
  );

/** A sign-out without a network is kept, and said until the server has heard it. */
function endSession(world: World, device: Device, sessionId: SessionId): void {
  device.isSigningOut = true;
  const process = world.processOn(device, 'sign-out');
  const say = (): void =>
    void world
      .ask(device, process, async (server) => {
        await server.endSession(sessionId);
        return null;
      })
      .then(
        () => {
          process.kill();
          device.isSigningOut = false;
          if (device.session === sessionId) device.session = undefined;
        },
        () => process.after(SIGN_OUT_MS, say),
      );
  world.kernel.post(process, 0, say);
}

/** As on a tablet: a consultation is looked at from its acceptance to a while after its end. */
function follow({ memory }: Device, page: Page): void {
  if (memory.isJoined && memory.consultation !== undefined) {
    page.consultation(memory.consultation.id);
  }
}

function turnAway(device: Device, page: Page, id: ConsultationId): void {
  page.forget(`consultation/${id}`);
  if (device.memory.consultation?.id === id) device.memory.isJoined = false;
}

const isOver = (state: string | undefined): boolean =>
  state !== undefined && ['ended', 'rejected', 'cancelled', 'expired'].includes(state);

/** Page and locks are gone; what is on the device's disk stays. */
export function endTab(world: World, device: Device, tab: number): void {
  const page = device.tabs.get(tab);
  if (page === undefined) return;
  device.tabs.delete(tab);
  page.process.kill();
  page.died();
  device.browser.died(page.process);
  device.link.died(page.process);
}

function runProgram(world: World, device: Device): void {
  const process = world.processOn(device, 'run');
  const fact = world.pageFact(device);
  const clinicId = device.owner.person.clinics[0] as ClinicId;
  world.kernel.post(process, 0, () => {
    device.program = startProgram({
      fact,
      process,
      clinicId,
      emit: world.emit,
      syncToken: () => world.ask(device, process, (server) => server.syncToken(fact.sessionId)),
      onSignedOut() {
        endProgram(world, device);
        device.session = undefined;
      },
    });
  });
}

export function endProgram(world: World, device: Device): void {
  const { program } = device;
  if (program === undefined) return;
  device.program = undefined;
  program.process.kill();
  device.link.died(program.process);
}

/** Somebody takes the device in hand: signs in, opens a page, or does what the screen offers. */
export async function act(world: World, device: Device, choice: number): Promise<void> {
  const { person, way } = device.owner;
  if (device.isSigningOut) return;
  if (device.session === undefined) {
    await world.signIn(device);
    world.tell(`${person.name} signs in on ${device.name}`);
  }
  if (way === 'program' || way === 'forger') {
    const { program } = device;
    if (program === undefined) {
      world.tell(`${device.name} starts to read`);
      return runProgram(world, device);
    }
    if (way === 'program') return;
    world.kernel.post(program.process, 0, () => {
      const key = program.forge(choice);
      if (key !== undefined) world.tell(`${device.name} writes ${key} into the board`);
    });
    return;
  }
  const tabs = [...device.tabs.keys()];
  const tab = tabs[mix(choice, 51) % Math.max(1, tabs.length)];
  const page = tab === undefined ? undefined : device.tabs.get(tab);
  if (page === undefined) {
    world.tell(`${device.name} opens the page`);
    openTab(world, device, 0);
    return;
  }
  if (page.isSignedOut && tab !== undefined) {
    endTab(world, device, tab);
    if (device.session === page.fact.sessionId) device.session = undefined;
    return;
  }
  world.kernel.post(page.process, 0, () => {
    if (page.outbox === undefined) return;
    const wish =
      way === 'caregiver' ? caregiver(device, page, choice) : clinician(device, page, choice);
    if (wish !== undefined) fulfil(world, device, page, wish);
  });
}

function caregiver(device: Device, page: Page, choice: number): Wish | undefined {
  const { memory } = device;
  page.lobby(CLINICS[0].clinicId);
  const consultation = memory.consultation;
  const view =
    consultation === undefined || !memory.isJoined ? undefined : page.consultation(consultation.id);
  const last = page.outbox?.isHeld(memory.said?.id ?? ('' as never)) ?? false;
  const said = last || mix(choice, 52) % 6 === 0 ? memory.said : undefined;
  return caregiverWish({ hasProfile: memory.hasProfile, consultation, view, said }, choice);
}

function clinician(device: Device, page: Page, choice: number): Wish | undefined {
  const { personId, clinics } = device.owner.person;
  const clinicId = clinics[mix(choice, 53) % 4 === 0 ? clinics.length - 1 : 0];
  if (clinicId === undefined) return undefined;
  const board = page.board(clinicId);
  return clinicianWish(personId, clinicId, board, choice);
}

function fulfil(world: World, device: Device, page: Page, wish: Wish): void {
  const who = device.name;
  switch (wish.kind) {
    case 'withdraw':
      world.tell(`${who} takes back what was said last`);
      // Whoever wants it after all says it as something new, as the tablet does.
      device.memory.said = undefined;
      return page.withdraw(wish.id);
    case 'again':
      world.tell(`${who} says again: ${wordsOf(wish.command)}`);
      return void page.send(wish.command, wish.id);
    case 'twice':
      world.tell(`${who} clicks twice: ${wordsOf(wish.command)}`);
      remember(device, page, page.send(wish.command), wish.command);
      return remember(device, page, page.send(wish.command), wish.command);
    case 'send': {
      const id = page.send(wish.command);
      world.tell(`${who} ${wordsOf(wish.command)}${id === undefined ? '' : ` (…${id.slice(-4)})`}`);
      return remember(device, page, id, wish.command);
    }
  }
}

function remember(
  device: Device,
  page: Page,
  id: Said['id'] | undefined,
  command: Said['command'],
): void {
  if (id === undefined) return;
  const { memory } = device;
  memory.said = { id, command };
  if (command.type === 'saveProfile') memory.hasProfile = true;
  if (command.type !== 'joinOnBehalf' && command.type !== 'joinWithoutCpr') return;
  const clinicId = CLINICS.find(({ ydernummer }) => ydernummer === command.ydernummer)?.clinicId;
  if (clinicId === undefined) return;
  const before = memory.consultation;
  memory.consultation = { id: consultationIdOf(id), clinicId };
  memory.isJoined = false;
  if (before !== undefined) page.forget(`consultation/${before.id}`);
}
