import { clinicMachine, initialClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { consultationMachine, ConsultationEvent } from '@naervaer/machines/consultation';
import type { SnapshotFrom } from 'xstate';
import type { Level } from '../level.ts';
import { CLINIC } from '../people.ts';
import { consultationWalk } from '../walks/index.ts';
import { act } from './clinic-acts.ts';
import { isPossible } from './clinic-possible.ts';
import { clinicWorld, tidy } from './clinic-world.ts';
import type { ClinicWorld } from './clinic-world.ts';
import { poolOf } from './pool.ts';
import { openPractice } from './practice.ts';

type Machine = typeof consultationMachine;
type Consultation = SnapshotFrom<Machine>;

/** The open clinic in which it is the only consultation: what a server has of one. */
function clinicWith({ value, context }: Consultation): ClinicSnapshot {
  const { consultationId } = context.request;
  const stands = value === 'waiting' || value === 'called';
  return clinicMachine.resolveState({
    value: 'open',
    context: {
      ...initialClinic(CLINIC).context,
      queue: stands ? [consultationId] : [],
      consultations: { [consultationId]: { value, context } },
    },
  });
}

/** As the clinic's actor hears it, which hands it on. */
const atClinic = (event: ConsultationEvent): ClinicEvent =>
  event.type === 'DEADLINE' ? { type: 'DEADLINE', at: event.at } : event;

/** One consultation in a real clinic: what was joined when the path begins. */
export function consultationLevel(): Level<Machine, ClinicWorld> {
  const practices = poolOf(openPractice);

  const told = (
    world: ClinicWorld,
    { event, before }: { readonly event: ConsultationEvent; readonly before: Consultation },
  ): Promise<void> => act(world, { event: atClinic(event), before: clinicWith(before) });
  const shows = (world: ClinicWorld, snapshot: Consultation): Promise<void> =>
    world.shows(clinicWith(snapshot));

  return {
    walk: {
      ...consultationWalk,
      events: (snapshot) =>
        consultationWalk
          .events(snapshot)
          .filter((event) => isPossible(clinicWith(snapshot), atClinic(event))),
    },
    async begin() {
      const world = await clinicWorld(await practices.take());
      await tidy(world);
      const { request, at } = consultationWalk.input;
      const { context } = initialClinic(CLINIC);
      const before = clinicMachine.resolveState({ value: 'open', context });
      await world.observer.ask({ type: 'openClinic', clinicId: world.practice.clinicId });
      await act(world, { event: { type: 'JOIN', at, ...request }, before });
      return world;
    },
    events: {
      CLAIM: told,
      RELEASE: told,
      REJECT: told,
      LEAVE: told,
      ENTER: told,
      END: told,
      TELL: told,
      AWAY: told,
      BACK: told,
      DEADLINE: told,
    },
    states: {
      waiting: shows,
      called: shows,
      ongoing: shows,
      interrupted: shows,
      ended: shows,
      rejected: shows,
      cancelled: shows,
      expired: shows,
    },
    async end(world) {
      await tidy(world);
      practices.give(world.practice);
    },
    close: () => practices.close(),
  };
}
