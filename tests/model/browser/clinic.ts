import { consultationIn, entriesOf, waitingIn } from '@naervaer/machines/clinic';
import type { clinicMachine, ClinicSnapshot } from '@naervaer/machines/clinic';
import { isOver } from '@naervaer/machines/consultation';
import type { ClinicMode } from '@naervaer/machines/protocol';
import type { EventTypeOf, Level, Step } from '../level.ts';
import { clinicBrowserWalk, nowIn } from './clinic-walk.ts';
import { expectInCall, expectOver, expectWaiting } from './consultation-screens.ts';
import { MARGIN, onWard } from './consultation.ts';
import { expectNotOffered } from './happenings-refused.ts';
import { happen, join, openWard, tellAll } from './happenings.ts';
import type { Ward } from './happenings.ts';
import { expectAllCalm, tidy } from './house.ts';
import type { Seat } from './house.ts';
import { watched, worldsOf } from './stage.ts';
import type { BrowserOptions } from './stage.ts';

type Machine = typeof clinicMachine;
type Own = 'OPEN' | 'CLOSE' | 'JOIN' | 'TELL_ALL' | 'DEADLINE';
type People = Exclude<EventTypeOf<Machine>, Own>;

const boardOf = ({ boards: [first, second] }: Ward, { name }: { readonly name: string }): Seat =>
  name === 'Læge 2' ? second : first;

const byPeople = async <T extends People>(ward: Ward, step: Step<Machine, T>): Promise<void> => {
  // The event of one type is one of any; TypeScript does not see it through the generic.
  const event = step.event as Step<Machine, People>['event'];
  const before = consultationIn(step.before.context, event.consultationId);
  // Nobody sees a consultation that is not there, so nobody can do anything to it.
  if (before === undefined) return;
  if (step.isRefused) return expectNotOffered(ward, event, before);
  await happen(ward, event, before);
};

/** Sessions of care staff end after an hour, and a page that is looked at asks for its token anew. */
const AT_ONCE = 30 * 60_000;

const events: Level<Machine, Ward>['events'] = {
  async OPEN(ward, { event, isRefused }) {
    const button = boardOf(ward, event.by).page.getByRole('button', { name: /^Åbn (for|igen)/ });
    if (isRefused) return button.waitFor({ state: 'detached' });
    await button.click();
  },
  async CLOSE(ward, { event, isRefused }) {
    const button = boardOf(ward, event.by).page.getByRole('button', { name: 'Luk for video' });
    if (isRefused) return button.waitFor({ state: 'detached' });
    await button.click();
  },
  async JOIN(ward, { event, isRefused }) {
    // A clinic that takes nobody says so before anything is typed; here one does not even begin.
    if (isRefused) return;
    await join(ward, ward.tablets[event.waiter.name === 'Plejer 2' ? 1 : 0], event);
  },
  async TELL_ALL(ward, { event, isRefused }) {
    const board = boardOf(ward, event.by);
    if (!isRefused) return tellAll(board, event.late ?? 0);
    await board.page
      .getByRole('button', { name: 'Besked til alle' })
      .waitFor({ state: 'detached' });
  },
  async DEADLINE(ward, { event, before }) {
    const passes = event.at - nowIn(before);
    for (let left = passes; left > 0; left -= AT_ONCE)
      await ward.later(Math.min(left, AT_ONCE) + MARGIN);
  },
  CLAIM: byPeople,
  RELEASE: byPeople,
  REJECT: byPeople,
  LEAVE: byPeople,
  ENTER: byPeople,
  END: byPeople,
  TELL: byPeople,
  AWAY: byPeople,
  BACK: byPeople,
};

const MODES: Record<ClinicMode, string> = {
  open: 'Åbent for video',
  closing: 'Lukker',
  closed: 'Lukket for video',
};

/** Both boards say how the clinic stands, and everybody in it is where the model says. */
const mode =
  (mode: ClinicMode) =>
  async (ward: Ward, { context }: ClinicSnapshot): Promise<void> => {
    for (const { page, isOnline } of ward.boards) {
      if (!isOnline) continue;
      const word = page.getByTestId('clinic-mode').getByText(MODES[mode], { exact: true });
      await word.waitFor({ state: 'attached' });
      if (context.message !== null)
        await page.getByText(/^Sagt til alle/).waitFor({ state: 'attached' });
    }
    const places = waitingIn(context);
    for (const [id, consultation] of entriesOf(context)) {
      if (consultation.value === 'waiting')
        await expectWaiting(ward, consultation, places.indexOf(id) + 1);
      else if (!isOver(consultation.value)) await expectInCall(ward, consultation);
      // Whoever was here before is on no screen any more, once the same tablet has joined again.
      else if (id === newestOf(context, consultation)) await expectOver(ward, consultation);
    }
  };

function newestOf(
  context: ClinicSnapshot['context'],
  { context: { request } }: Parameters<typeof expectOver>[1],
): string | undefined {
  const mine = entriesOf(context).filter(
    ([, other]) => other.context.request.waiter.personId === request.waiter.personId,
  );
  return mine.at(-1)?.[0];
}

/** A clinic with two doctors and two care workers, each at a screen of their own (B1–B6). */
export function clinicLevel(options: BrowserOptions): Level<Machine, Ward> {
  const worlds = worldsOf(options, {
    open: (stage) => openWard(stage, false),
    reset: (ward) => tidy(ward, false),
  });
  return {
    walk: clinicBrowserWalk,
    begin: worlds.begin,
    events: watched(events, onWard),
    states: watched(
      { closed: mode('closed'), open: mode('open'), closing: mode('closing') },
      onWard,
    ),
    async end(ward) {
      worlds.end(ward);
      expectAllCalm(ward);
    },
    close: worlds.close,
  };
}
