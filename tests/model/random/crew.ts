import type { LevelName } from '../level.ts';
import type { Walk } from '../coverage.ts';
import { clinicWalkOf } from '../walks/clinic.ts';
import { consultationWalkOf } from '../walks/consultation.ts';
import { WALKS } from '../walks/index.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';

/**
 * Who walks at random: several people in one world, or several people with a world of their own
 * whose turns are mixed, as with tablets.
 */
export interface Crew<TName extends MachineName> {
  readonly walk: Walk<MachineOf<TName>>;
  readonly worlds: number;
  /** As a line says them: `2 doctors and 2 care workers`. */
  readonly people: string;
}

interface Bounds {
  readonly usual: number;
  readonly least: number;
  readonly most: Readonly<Record<LevelName, number>>;
}

/**
 * The server and the browser know the four people of the written walks; the browser one care worker
 * whose tablet or call it is, the server as many as it may start servers.
 */
const BOUNDS: { readonly [TName in MachineName]: Bounds } = {
  clinic: { usual: 4, least: 2, most: { pure: 12, server: 4, browser: 4 } },
  consultation: { usual: 3, least: 2, most: { pure: 12, server: 3, browser: 3 } },
  tablet: { usual: 2, least: 1, most: { pure: 12, server: 4, browser: 1 } },
  call: { usual: 2, least: 1, most: { pure: 12, server: 4, browser: 1 } },
  room: { usual: 2, least: 1, most: { pure: 12, server: 4, browser: 1 } },
};

type Crews = { readonly [TName in MachineName]: (people: number) => Crew<TName> };
const several = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const CREWS: Crews = {
  clinic: (people) => {
    const doctors = Math.floor(people / 2);
    return {
      walk: clinicWalkOf(doctors, people - doctors),
      worlds: 1,
      people: `${several(doctors, 'doctor')} and ${several(people - doctors, 'care worker')}`,
    };
  },
  consultation: (people) => ({
    walk: consultationWalkOf(people - 1),
    worlds: 1,
    people: `a care worker and ${several(people - 1, 'doctor')}`,
  }),
  tablet: (people) => ({ walk: WALKS.tablet, worlds: people, people: several(people, 'tablet') }),
  call: (people) => ({ walk: WALKS.call, worlds: people, people: several(people, 'call') }),
  room: (people) => ({ walk: WALKS.room, worlds: people, people: several(people, 'room') }),
};

/**
 * As many people as are asked for, or as the machine and the level take.
 * @returns a sentence instead when `people` is a number that they do not take.
 */
export function crewOf<TName extends MachineName>(
  name: TName,
  level: LevelName,
  people: number = Math.min(BOUNDS[name].usual, BOUNDS[name].most[level]),
): Crew<TName> | string {
  const { least, most } = BOUNDS[name];
  const many = most[level];
  if (people < least || people > many)
    return many === 1
      ? `${name} at the ${level} level is for one person, not for ${people}.`
      : `${name} at the ${level} level is for ${least} to ${many} people, not for ${people}.`;
  return CREWS[name](people);
}
