import { isClinicShut, stepOf } from '@naervaer/machines/tablet';
import type { tabletMachine, TabletSnapshot } from '@naervaer/machines/tablet';
import { eventually } from '../../support/eventually.ts';
import { until } from '../../support/until.ts';
import type { AnyStep, EventTypeOf, Level, LevelOptions, Step } from '../level.ts';
import { tabletWalk } from '../walks/index.ts';
import { CLINIC, NURSE } from './crew.ts';
import { PATIENCE } from './patience.ts';
import { expectCalm, watched, worldsOf } from './stage.ts';
import { makeChecked, makeOutcome, makeView } from './tablet-causes.ts';
import { alsoRefusing } from './refusals.ts';
import { expectNotOffered, expectRefused } from './tablet-refused.ts';
import { expectClinic, expectDesk, expectDraft, shows, TITLES } from './tablet-screens.ts';
import { tabletUnreachable } from './tablet-unreachable.ts';
import { STORIES, tabletBrowserWalk } from './tablet-walk.ts';
import { NURSE_ID, openTablet, reset } from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

type Machine = typeof tabletMachine;
type Do<T extends EventTypeOf<Machine>> = (
  world: TabletWorld,
  step: Step<Machine, T>,
) => Promise<void>;

/** What is no touch of the tablet: the idle time runs on. */
const UNTOUCHED: readonly string[] = ['DEADLINE', 'LOBBY_CHANGED', 'CHECKED'];

/** What is refused is looked at and not done. */
const taken =
  <T extends EventTypeOf<Machine>>(act: Do<T>): Do<T> =>
  async (world, step) => {
    // The same step, seen as one whose event may be any.
    if (step.isRefused) return expectRefused(world, step as unknown as AnyStep<Machine>);
    await act(world, step);
    if (!UNTOUCHED.includes(step.event.type)) world.idle = 0;
    // Whoever forgets a clinic that was closed comes to an open one the next time.
    if (isClinicShut(step.before.context) && !isClinicShut(step.after.context))
      await world.crew.setOpen(true);
  };

const pressing =
  (name: string) =>
  (world: TabletWorld): Promise<void> =>
    world.press(name);

/** Holds the disk of the browser: a transaction that goes on until it is let go. */
const HOLD_DISK = `(async () => {
  const [{ name }] = await indexedDB.databases();
  const open = indexedDB.open(name);
  await new Promise((done) => { open.onsuccess = done; });
  const store = open.result.transaction('sealed', 'readwrite').objectStore('sealed');
  window.__isDiskHeld = true;
  const hold = () => {
    if (window.__isDiskHeld) store.get('x').onsuccess = hold;
    else open.result.close();
  };
  hold();
})()`;
const LET_DISK_GO = 'window.__isDiskHeld = false';

const events: Level<Machine, TabletWorld>['events'] = {
  SIGNED_IN: taken(async ({ crew, page, server }, { event }) => {
    if (event.hasProfile) await crew.saveProfile(NURSE);
    else await server.forgetProfile(NURSE_ID);
    if (event.open !== null) await crew.join(NURSE);
    // Another tablet of the house, which has not been through the check.
    await page.evaluate(`localStorage.removeItem('naervaer.device')`);
    const organisation = page.getByRole('link', { name: 'Aabjerg Kommune' });
    await page.getByTestId('sign-in').or(organisation).first().click();
    await page.getByRole('button', { name: NURSE }).click();
  }),
  SIGN_OUT: taken(async ({ network, press }) => {
    network.signOut.hold();
    await press('Log ud');
  }),
  SIGNED_OUT: taken(async (world, { before }) => {
    const { crew, network, server, signOutElsewhere } = world;
    // The page goes by itself, as soon as the server has answered.
    if (stepOf(before) === 'signingOut') return network.signOut.let();
    await signOutElsewhere();
    await server.letGo();
    await network.heal();
    await crew.sweep();
  }),
  PROFILE_SAVED: taken(async ({ page, press }) => {
    await page.getByText('Sygeplejerske', { exact: true }).click();
    const unit = page.getByLabel('Dit arbejdssted');
    const option = unit.locator('option', { hasText: 'Plejehjemmet Åhaven' });
    await unit.selectOption(await option.getAttribute('value'));
    await press('Gem oplysninger');
  }),
  EDIT_PROFILE: taken(pressing('Ret stilling eller arbejdssted')),
  TYPED: taken(async (world, { event: { draft } }) => {
    const { page } = world;
    await world.touch();
    if (draft.number !== undefined) await page.getByLabel('CPR-nummer').fill(draft.number);
    if (draft.name !== undefined) await page.getByLabel('Borgerens navn').fill(draft.name);
    if (draft.consented === true) await page.getByLabel('Jeg erklærer på tro og love').check();
    if (draft.agreed === true) await page.getByLabel('Klinikken har sagt ja').check();
    if (draft.reason !== undefined) await page.getByLabel('Kort om årsagen').fill(draft.reason);
  }),
  WITHOUT_CPR: taken(pressing('Fortsæt uden CPR-nummer (kun efter aftale med lægen)')),
  CLINIC_CHOSEN: taken(async (world, { event: { clinic } }) => {
    const { page, press } = world;
    if (clinic === null) return press('Vælg en anden klinik');
    await world.touch();
    await page.getByLabel('Søg efter klinikken').fill(clinic.ydernummer);
    await page.getByTestId('clinic').filter({ hasText: CLINIC.name }).click();
  }),
  LOBBY_CHANGED: taken(({ crew }, { event: { mode } }) => crew.setOpen(mode === 'open')),
  CHECKED: taken((world, { event, before }) => makeChecked(world, event, before)),
  RECHECK: taken(pressing('Tjek udstyret')),
  CONTINUE: taken(({ press }, { before }) => {
    const step = stepOf(before);
    if (step === 'citizen') return press('Log ind på borgerens vegne');
    return press(step === 'check' ? 'Spring over' : 'Fortsæt');
  }),
  BACK: taken(pressing('Tilbage')),
  SUBMITTED: taken(async ({ network, page, press, server }, { event }) => {
    const isSent = event.consultationId === STORIES.unanswered;
    if (isSent) await server.hold();
    else await network.cut();
    await press('Start videokonsultation');
    if (!isSent) return;
    await shows(page.getByText('Sendes til klinikken …'));
    await until('the join at the server', server.held, (count) => count > 0, PATIENCE);
    await network.cut();
  }),
  OUTCOME: taken((world, { event, before }) => makeOutcome(world, event, before)),
  VIEW_CHANGED: taken((world, { event, before }) => makeView(world, event, before)),
  LEAVE: taken(async ({ network, page, press }, { before }) => {
    const { consultation } = before.context;
    if (stepOf(before) === 'waiting') await network.cut();
    if (consultation?.consultationId === STORIES.takenBack) await page.evaluate(HOLD_DISK);
    await press('Forlad køen');
    await press('Ja, forlad køen');
  }),
  WITHDRAWN: taken(async ({ page }) => void (await page.evaluate(LET_DISK_GO))),
  HANG_UP: taken(async ({ page, press }) => {
    // Asked for once; later the browser knows, and one is taken in by itself.
    const enter = page.getByRole('button', { name: 'Gå ind til lægen' });
    const hangUp = page.getByTestId('call-hang-up');
    await shows(enter.or(hangUp));
    if ((await enter.count()) > 0) await press('Gå ind til lægen');
    await hangUp.click();
  }),
  NEXT_CITIZEN: taken(pressing('Næste borger')),
  LOG_CITIZEN_OUT: taken(async ({ crew, network, press }, { before }) => {
    await press('Log borger ud');
    if (stepOf(before) !== 'leaving') return;
    // What was said without network is still sent when it is back (T12).
    await network.heal();
    await eventually('nobody left', async () => (await crew.rows()).length === 0, PATIENCE);
  }),
  ACTIVITY: taken((world) => world.touch()),
  DEADLINE: taken(async (world, { event, before }) => {
    const idle = event.at - before.context.lastActivityAt;
    if (idle >= 300_000) world.network.signOut.hold();
    if (idle > world.idle) await world.sleep(idle - world.idle);
    world.idle = idle;
  }),
};

const titled =
  (step: keyof typeof TITLES) =>
  async (world: TabletWorld, snapshot: TabletSnapshot): Promise<void> => {
    await shows(world.heading(TITLES[step]));
    await expectDesk(world, snapshot);
    await expectDraft(world, snapshot);
  };

const states: Level<Machine, TabletWorld>['states'] = {
  signedOut: ({ page }) =>
    shows(page.getByTestId('sign-in').or(page.getByText('Vælg din organisation'))),
  signingOut: ({ page }) => shows(page.getByText('Logger ud …')),
  'desk.profile': titled('profile'),
  'desk.citizen': titled('citizen'),
  'desk.withoutCpr': titled('withoutCpr'),
  'desk.clinic': async (world, snapshot) => {
    await titled('clinic')(world, snapshot);
    await expectClinic(world, snapshot);
  },
  'desk.check': titled('check'),
  'desk.reason': titled('reason'),
  'desk.done': titled('done'),
  'desk.rejected': async (world, snapshot) => {
    await titled('rejected')(world, snapshot);
    await shows(world.page.getByText('Lægen ringer til jer.'));
  },
  'desk.cancelled': titled('cancelled'),
  'desk.expired': titled('expired'),
  'attended.sending': ({ page }) =>
    shows(page.getByRole('heading', { name: 'Gemt, sendes når der er net', exact: true })),
  'attended.waiting': async (world, { context }) => {
    await world.page.getByText('I er nummer 1 i køen').first().waitFor({ state: 'attached' });
    if (context.refusal !== null) await shows(world.page.getByText(world.sentence));
  },
  'attended.leaving': ({ heading }) => shows(heading(TITLES.leaving)),
  'attended.call': ({ heading, page }) =>
    shows(heading(TITLES.call).or(page.getByTestId('call-hang-up'))),
};

const onScreen = ({ page }: TabletWorld) => ({ tablet: page });

/** The care worker's tablet in Chromium (T1–T12). The others are people off the stage: see `Crew`. */
export function tabletLevel(options: LevelOptions): Level<Machine, TabletWorld> {
  const worlds = worldsOf(options, { open: openTablet, reset });
  return {
    walk: tabletBrowserWalk,
    unreachable: tabletUnreachable,
    begin: worlds.begin,
    events: watched(events, onScreen),
    states: watched(alsoRefusing(tabletWalk, states, expectNotOffered), onScreen),
    async end(world) {
      worlds.end(world);
      expectCalm(world.tablet);
    },
    close: worlds.close,
  };
}
