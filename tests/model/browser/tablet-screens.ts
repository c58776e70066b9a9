import { isClinicShut, stepOf } from '@naervaer/machines/tablet';
import type { TabletSnapshot } from '@naervaer/machines/tablet';
import type { Locator } from 'playwright-core';
import { until } from '../../support/until.ts';
import { CLINIC } from './crew.ts';
import { PATIENCE } from './patience.ts';
import { COUNTDOWN } from './tablet-world.ts';
import type { TabletWorld } from './tablet-world.ts';

/** The large title of each screen, as the care worker reads it. */
export const TITLES = {
  profile: 'Fortæl, hvem du er',
  citizen: 'Hvem er borgeren?',
  withoutCpr: 'Videokonsultation uden borgerens CPR-nummer',
  clinic: 'Hvilken klinik?',
  check: 'Tjek lyd og billede',
  reason: 'Hvad drejer konsultationen sig om?',
  leaving: 'I forlader køen',
  call: 'Det er jeres tur. Lægen er klar',
  done: 'Konsultationen er slut',
  rejected: 'Afvist videokonsultation',
  cancelled: 'I har forladt køen',
  expired: 'Jeres plads i køen er udløbet',
} as const;

export const shows = (locator: Locator): Promise<void> => locator.first().waitFor();

/** Waits until nothing of it can be seen. */
export const hides = async (locator: Locator): Promise<void> => {
  await until(
    'that it goes',
    () => locator.count(),
    (count) => count === 0,
    PATIENCE,
  );
};

const holds = async (field: Locator, value: string): Promise<void> => {
  await until(
    'what was typed',
    () => field.inputValue(),
    (typed) => typed === value,
    PATIENCE,
  );
};

/** What every screen at the desk says beside its title: the countdown, and why it was refused. */
export async function expectDesk(world: TabletWorld, snapshot: TabletSnapshot): Promise<void> {
  const { page } = world;
  const { countdown, refusal } = snapshot.context;
  const overlay = page.getByRole('button', { name: COUNTDOWN });
  if (countdown === null) await hides(overlay);
  else {
    const who = countdown.of === 'citizen' ? 'Borgeren' : 'Du';
    await shows(overlay.filter({ hasText: who }));
  }
  const explains = ['profile', 'citizen', 'withoutCpr', 'clinic', 'reason'];
  if (refusal !== null && explains.includes(stepOf(snapshot)))
    await shows(page.getByText(world.sentence));
}

/** The fields hold what was typed, and after a log-out nothing (T9). */
export async function expectDraft(world: TabletWorld, snapshot: TabletSnapshot): Promise<void> {
  const { page } = world;
  const { draft } = snapshot.context;
  switch (stepOf(snapshot)) {
    case 'citizen':
      await holds(page.getByLabel('CPR-nummer'), draft.number);
      return holds(page.getByLabel('Borgerens navn'), draft.name);
    case 'reason':
      return holds(page.getByLabel('Kort om årsagen'), draft.reason);
    default:
  }
}

/** Which clinic, and whether it takes anybody, where that is known (B3). */
export async function expectClinic(world: TabletWorld, snapshot: TabletSnapshot): Promise<void> {
  const { page } = world;
  const { clinic, clinicMode } = snapshot.context;
  if (clinic === null) return shows(page.getByLabel('Søg efter klinikken'));
  await shows(page.getByText(CLINIC.name));
  if (clinicMode === null) return;
  if (!isClinicShut(snapshot.context))
    return shows(page.getByText('Klinikken har åbent for video'));
  await shows(page.getByText('Klinikken har lukket for video lige nu'));
  const goOn = page.getByRole('button', { name: 'Fortsæt', exact: true });
  await until('that there is no way on', () => goOn.isDisabled(), Boolean, PATIENCE);
}
