import type { StateNameOf } from '../level.ts';
import type { MachineName, MachineOf } from '../walks/index.ts';
import type { TabletStep } from '@naervaer/machines/tablet';
import type { BeginningName } from './beginnings.ts';
import type { ChapterName } from './chapters.ts';
import type { Deed, MachineEvent } from './move.ts';
import type { Words } from './words.ts';

/** What follows of something else: no person does it, so there is no sentence for doing it. */
export const BY_ITSELF = [
  'clinic.JOIN',
  'clinic.CLAIM',
  'clinic.RELEASE',
  'clinic.REJECT',
  'clinic.LEAVE',
  'clinic.ENTER',
  'clinic.END',
  'clinic.TELL',
  'clinic.AWAY',
  'clinic.BACK',
  'clinic.DEADLINE',
  'consultation.LEAVE',
  'consultation.DEADLINE',
  'tablet.LOBBY_CHANGED',
  'tablet.OUTCOME',
  'tablet.VIEW_CHANGED',
  'tablet.WITHDRAWN',
  'call.READY_CHANGED',
  'call.PEER_CHANGED',
  'call.REACH_CHANGED',
  'call.CALL_CAME',
  'call.LEG_FLOWS',
  'call.LEG_STOPPED',
  'call.LEG_DIED',
  'call.MEASURED',
  'call.TOLD',
  'call.BUDGET_CHANGED',
  'call.WOKE',
  'call.CREDENTIALS',
  'call.DEADLINE',
  'call.ENDED',
  'room.TAKEN_ELSEWHERE',
  'room.TAKE_HERE',
  'room.DEVICE_LOST',
  'room.DEVICE_BACK',
  'room.ADMITTED_CHANGED',
  'room.PARTIES_CHANGED',
  'room.LIGHT',
  'room.LOUDNESS',
  'room.DEADLINE',
  'room.ENDED',
] as const satisfies readonly MachineEvent[];
/** What the script has a sentence for. An event that is in neither list does not compile. */
export type Said = Exclude<Deed, (typeof BY_ITSELF)[number]>;

/** What a sentence may need to know. */
export interface Scene {
  readonly words: Words;
  /** A text of a screen, in the language's quotation marks; it is checked that a screen says it. */
  readonly quote: (text: string) => string;
  /** Something that is typed or a name: quoted by its looks only. */
  readonly typed: (text: string) => string;
  /** The screen of the tablet that acts, before. */
  readonly step: TabletStep;
  readonly isOnline: boolean;
  readonly person: string;
  readonly organisation: string;
  readonly workplace: string;
  readonly citizen: { readonly number: string; readonly name: string };
  readonly other: { readonly number: string; readonly name: string };
  /** The name on the row that the doctor acts on. */
  readonly row: string;
  /** A clinic is chosen already. */
  readonly hasClinic: boolean;
  readonly isDoctor: boolean;
  /** The doctor's own call is in front, and not the rows. */
  readonly isHolding: boolean;
  readonly clinic: string;
  readonly search: string;
  readonly reason: string;
  /** How long nothing is done, in words. */
  readonly span: string;
}

/** What is seen besides words. */
export const SIGHTS = [
  'picture',
  'pictureAgain',
  'rowHere',
  'rowAway',
  'rowGone',
  'rowMessage',
  'nothing',
  'counting',
  'camera',
  'dialog',
  'hidden',
] as const;
export type Sight = (typeof SIGHTS)[number];

type StateNote = {
  [TName in MachineName]: `${TName}.${StateNameOf<MachineOf<TName>>}`;
}[MachineName];

/** One language of the script, keyed by the machines' own names: a missing one does not compile. */
export interface ScriptLanguage {
  readonly quotes: readonly [string, string];
  readonly and: string;
  readonly devices: Readonly<Record<'one' | 'two' | 'anne' | 'henrik' | 'all', string>>;
  readonly deeds: { readonly [D in Said]: (scene: Scene) => string };
  /** What each state is to a person, for the list of what is covered. */
  readonly states: { readonly [S in StateNote]: string };
  readonly sights: { readonly [S in Sight]: (name: string) => string };
  readonly says: (quoted: string) => string;
  readonly span: (milliseconds: number) => string;
  readonly chapters: {
    readonly [C in ChapterName]: { readonly title: string; readonly goal: string };
  };
  readonly beginnings: { readonly [B in BeginningName]: string };
  readonly labels: Readonly<
    Record<
      | 'title'
      | 'intro'
      | 'chapter'
      | 'goal'
      | 'begin'
      | 'number'
      | 'do'
      | 'see'
      | 'remark'
      | 'tester'
      | 'date'
      | 'result'
      | 'passed'
      | 'failed'
      | 'version'
      | 'prepare'
      | 'long'
      | 'longText'
      | 'covered'
      | 'byHand'
      | 'minutes'
      | 'steps'
      | 'devices'
      | 'contents'
      | 'needs',
      string
    >
  >;
  readonly needs: { readonly [N in 'one' | 'two' | 'henrik']: string };
  /** Lines of the chapter that prepares; Markdown without headings. */
  readonly prepare: (scene: Omit<Scene, 'step'>) => readonly string[];
  readonly total: (facts: {
    readonly steps: number;
    readonly minutes: number;
    readonly longMinutes: number;
    readonly covered: number;
    readonly all: number;
    readonly states: number;
  }) => string;
}
