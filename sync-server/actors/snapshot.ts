import { entriesOf, restoreClinic } from '@naervaer/machines/clinic';
import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { Instant } from '@naervaer/machines/protocol';
import type { Stream } from '@naervaer/storage';
import * as v from 'valibot';
import { CLINICS_SUBJECT, clinicDay } from '../keys/index.ts';
import type { Sealer } from '../keys/index.ts';

/** A clinic at one moment, and the time of the last event that is in it. */
export interface Moment {
  readonly snapshot: ClinicSnapshot;
  readonly at: Instant;
}

/**
 * A snapshot on disk. Each part is sealed under the key that its matter has in the journal too, so
 * that a deleted key takes it out of the snapshot as well (ST2). Only ids stand in the clear.
 */
const Kept = v.object({
  /** The clinic without what is below: the server's own key. */
  frame: v.string(),
  /** To all who wait: the key of the day on which it was said. */
  message: v.nullable(v.tuple([v.string(), v.string()])),
  /** Each one's own key; in order of arrival. */
  consultations: v.array(v.tuple([v.string(), v.string()])),
});
const Frame = v.looseObject({
  at: v.number(),
  value: v.string(),
  context: v.looseObject({ queue: v.array(v.string()) }),
});

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export async function sealSnapshot(
  sealer: Sealer,
  stream: Stream,
  { snapshot: { value, context }, at }: Moment,
): Promise<Uint8Array> {
  // Never under a new key: what was deleted meanwhile must not come back.
  const sealed = async (subject: string, part: unknown): Promise<[string, string] | null> => {
    const bytes = await sealer.sealAgain(subject, part);
    return bytes === undefined ? null : [subject, decoder.decode(bytes)];
  };
  const { message } = context;
  const frame = { at, value, context: { ...context, message: null, consultations: {} } };
  const [clinic, said, ...consultations] = await Promise.all([
    sealed(CLINICS_SUBJECT, frame),
    message && sealed(clinicDay(stream, message.at).subject, message),
    ...entriesOf(context).map(([id, consultation]) => sealed(id, consultation)),
  ]);
  if (clinic === null) throw new NaervaerError('internal', 'the key of clinics is gone');
  const kept: v.InferInput<typeof Kept> = {
    frame: clinic[1],
    message: said,
    consultations: consultations.filter((one) => one !== null),
  };
  return encoder.encode(JSON.stringify(kept));
}

/** @throws {v.ValiError} when it is not what `sealSnapshot` wrote · {ConfigError} `wrongKeys` */
export async function openSnapshot(sealer: Sealer, bytes: Uint8Array): Promise<Moment> {
  const kept = v.parse(Kept, JSON.parse(decoder.decode(bytes)));
  const opened = ([subject, sealed]: readonly [string, string]): Promise<unknown> =>
    sealer.open(subject, encoder.encode(sealed));
  const [clinic, message, ...found] = await Promise.all([
    opened([CLINICS_SUBJECT, kept.frame]),
    kept.message && opened(kept.message),
    ...kept.consultations.map(opened),
  ]);
  const { at, value, context } = v.parse(Frame, clinic);
  const consultations = Object.fromEntries(
    kept.consultations.flatMap(([id], index) =>
      found[index] === undefined ? [] : [[id, found[index]]],
    ),
  );
  const queue = context.queue.filter((id) => Object.hasOwn(consultations, id));
  const whole = { ...context, queue, consultations, message: message ?? null };
  return { snapshot: restoreClinic({ value, context: whole }), at };
}
