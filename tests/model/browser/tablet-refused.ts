import { stepOf } from '@naervaer/machines/tablet';
import type { tabletMachine, TabletEvent } from '@naervaer/machines/tablet';
import type { Locator } from 'playwright-core';
import type { AnyStep } from '../level.ts';
import type { TabletWorld } from './tablet-world.ts';

/** The control that says an event; none for what the tablet is only told. */
function controlOf({ page }: TabletWorld, type: TabletEvent['type']): Locator | undefined {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  switch (type) {
    case 'SIGNED_IN':
      return page.getByTestId('sign-in');
    case 'SIGN_OUT':
      return button('Log ud');
    case 'PROFILE_SAVED':
      return button('Gem oplysninger');
    case 'EDIT_PROFILE':
      return button('Ret stilling eller arbejdssted');
    case 'WITHOUT_CPR':
      return button('Fortsæt uden CPR-nummer (kun efter aftale med lægen)');
    case 'CLINIC_CHOSEN':
      return page.getByTestId('clinic');
    case 'RECHECK':
      return button('Tjek udstyret');
    case 'CONTINUE':
      return button('Fortsæt').or(button('Log ind på borgerens vegne'));
    case 'BACK':
      return button('Tilbage');
    case 'SUBMITTED':
      return button('Start videokonsultation');
    case 'LEAVE':
      return button('Forlad køen');
    case 'HANG_UP':
      return page.getByTestId('call-hang-up');
    case 'NEXT_CITIZEN':
      return button('Næste borger');
    case 'LOG_CITIZEN_OUT':
      return button('Log borger ud');
    default:
      return undefined;
  }
}

const mayTry = (step: AnyStep<typeof tabletMachine>): boolean => {
  const { type } = step.event;
  const at = stepOf(step.before);
  if (type === 'CONTINUE') return at === 'citizen' || at === 'withoutCpr';
  return type === 'SUBMITTED' && at === 'reason';
};

async function offered(
  world: TabletWorld,
  step: AnyStep<typeof tabletMachine>,
): Promise<Locator | undefined> {
  const control = controlOf(world, step.event.type)?.first();
  if (control === undefined || (await control.count()) === 0) return undefined;
  return (await control.isDisabled()) ? undefined : control;
}

/** What the machine does not take, the screen does not offer; what is still missing is told there. */
export async function expectNotOffered(
  world: TabletWorld,
  step: AnyStep<typeof tabletMachine>,
): Promise<void> {
  if (mayTry(step) || (await offered(world, step)) === undefined) return;
  throw new Error(`${stepOf(step.before)} offers ${step.event.type}`);
}

/** The same; and where something is still missing, the button says what, and one stays. */
export async function expectRefused(
  world: TabletWorld,
  step: AnyStep<typeof tabletMachine>,
): Promise<void> {
  await expectNotOffered(world, step);
  const control = mayTry(step) ? await offered(world, step) : undefined;
  // With a countdown in front, the first touch is for that.
  if (control === undefined || step.before.context.countdown !== null) return;
  await control.click();
  await world.page.locator('[aria-invalid="true"]').first().waitFor();
}
