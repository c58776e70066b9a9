import type { clinicMachine } from '@naervaer/machines/clinic';
import type { Level } from '../level.ts';
import { clinicWalk } from '../walks/index.ts';
import { act } from './clinic-acts.ts';
import { isPossible } from './clinic-possible.ts';
import { clinicWorld, tidy } from './clinic-world.ts';
import type { ClinicWorld } from './clinic-world.ts';
import { poolOf } from './pool.ts';
import { openPractice } from './practice.ts';

type Machine = typeof clinicMachine;

/** A clinic with two doctors and two care workers, each a real client of one real server. */
export function clinicLevel(): Level<Machine, ClinicWorld> {
  const practices = poolOf(openPractice);

  const shows: Level<Machine, ClinicWorld>['states']['open'] = (world, snapshot) =>
    world.shows(snapshot);

  return {
    walk: {
      ...clinicWalk,
      events: (snapshot) =>
        clinicWalk.events(snapshot).filter((event) => isPossible(snapshot, event)),
    },
    async begin() {
      const world = await clinicWorld(await practices.take());
      await tidy(world);
      return world;
    },
    events: {
      OPEN: act,
      CLOSE: act,
      JOIN: act,
      TELL_ALL: act,
      CLAIM: act,
      RELEASE: act,
      REJECT: act,
      LEAVE: act,
      ENTER: act,
      END: act,
      TELL: act,
      AWAY: act,
      BACK: act,
      DEADLINE: act,
    },
    states: { closed: shows, open: shows, closing: shows },
    async end(world) {
      await tidy(world);
      practices.give(world.practice);
    },
    close: () => practices.close(),
  };
}
