import type { DirectoryRecord, Store } from '@naervaer/storage';
import * as v from 'valibot';
import { BEGINNING, isSame } from './macs.ts';
import type { Macs, Place } from './macs.ts';

/** Where the log begins and ends, kept beside it: lines cannot tell that others are missing. */

const Kept = v.strictObject({ seq: v.number(), mac: v.string(), tag: v.string() });

/** `spoiled`: it says something, and this server did not write it. */
export type KeptPlace = Place | 'spoiled' | undefined;

const END = { kind: 'log', id: 'end' } as const;
const BEGIN = 'access-log-begin';

const textOf = (macs: Macs, which: 'begin' | 'end', { seq, mac }: Place): string =>
  JSON.stringify({ seq, mac, tag: macs.place(which, { seq, mac }) });

function read(macs: Macs, which: 'begin' | 'end', text: string | undefined): KeptPlace {
  if (text === undefined) return undefined;
  try {
    const { tag, ...place } = v.parse(Kept, JSON.parse(text));
    return isSame(tag, macs.place(which, place)) ? place : 'spoiled';
  } catch {
    return 'spoiled';
  }
}

/** Stored with the line itself, in one transaction. */
export const endRecord = (macs: Macs, place: Place): DirectoryRecord => ({
  ...END,
  json: textOf(macs, 'end', place),
});

export const readEnd = async (store: Pick<Store, 'record'>, macs: Macs): Promise<KeptPlace> =>
  read(macs, 'end', (await store.record(END.kind, END.id))?.json);

/** The last line that retention took; all up to it is no part of the log any more. */
export const readBegin = async (store: Pick<Store, 'setting'>, macs: Macs): Promise<KeptPlace> =>
  read(macs, 'begin', await store.setting(BEGIN)) ?? BEGINNING;

export const keepBegin = (store: Store, macs: Macs, place: Place): Promise<void> =>
  store.putSetting(BEGIN, textOf(macs, 'begin', place));
