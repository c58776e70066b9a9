import type { CommandId, ConsultationId, ClinicId, SessionId } from '@naervaer/machines/protocol';
import type { Process } from '../kernel/process.ts';
import type { Browser } from '../people/browser.ts';
import type { Page } from '../people/page.ts';
import type { Program } from '../people/program.ts';
import type { Said } from '../people/wishes.ts';
import type { Link } from './network.ts';
import type { Townsman } from './town.ts';

/** One thing that somebody holds in the hands, with all that outlives its pages. */
export interface Device {
  /** As a story calls it. */
  readonly name: string;
  readonly owner: Townsman;
  readonly link: Link;
  readonly browser: Browser;
  /** Its clock minus true time. */
  offset: number;
  readonly drift: number;
  session: SessionId | undefined;
  sessions: number;
  /** Somebody signed out and the server has not heard it: nobody else signs in before. */
  isSigningOut: boolean;
  /** Its open tabs, by number; a reload keeps the number. */
  readonly tabs: Map<number, Page>;
  program: Program | undefined;
  lives: number;
  /** Commands said so far in one tab of one session. */
  readonly orders: Map<string, number>;
  /** All that was said in a session. */
  readonly said: Map<SessionId, CommandId[]>;
  /** What its owner's screen remembers over a reload. */
  memory: {
    hasProfile: boolean;
    consultation: { readonly id: ConsultationId; readonly clinicId: ClinicId } | undefined;
    /** The clinic took the join: from then on there is something to look at. */
    isJoined: boolean;
    said: Said | undefined;
    /** The calls that its owner has heard ring. */
    readonly heard: Set<string>;
  };
}

export const freshMemory = (): Device['memory'] => ({
  hasProfile: false,
  consultation: undefined,
  isJoined: false,
  said: undefined,
  heard: new Set(),
});

export const processesOf = (device: Device): Process[] => [
  ...[...device.tabs.values()].map(({ process }) => process),
  ...(device.program === undefined ? [] : [device.program.process]),
];
