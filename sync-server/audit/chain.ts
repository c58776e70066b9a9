import type { Store } from '@naervaer/storage';
import type { Keyring } from '../keys/index.ts';
import type { Log } from '../log.ts';
import { endRecord, readBegin, readEnd } from './ends.ts';
import { bodyText } from './line.ts';
import { createMacs } from './macs.ts';
import type { Macs, Place } from './macs.ts';
import type { AccessChain, AccessFact, Linked } from './types.ts';

interface Deps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly log: Log;
}

/** The chain, and where it ends now. */
export interface OpenChain extends AccessChain {
  /** Of what is stored. */
  readonly end: Place;
}

/** Names kept sealed, so that one person's hundred lines are sealed once. */
const NAMES = 5_000;

const NOTHING: Linked = { lines: [], head: [] };

/**
 * Takes the log on where the store has it. A log that was cut off or whose kept end is not ours is
 * written on with a number left out: the gap stays for `verify` to find.
 */
export async function openAccessChain({ store, keyring, log }: Deps): Promise<OpenChain> {
  const macs = createMacs(keyring);
  const { from, isBroken } = await findEnd(store, macs);
  if (isBroken) log.error({ code: 'accessLogBroken', seq: from.seq }, 'access log is not whole');
  let end = from;

  const names = new Map<string, { readonly name: string; readonly sealed: Promise<string> }>();
  function sealedName({ personId, name }: NonNullable<AccessFact['by']>): Promise<string> {
    const known = names.get(personId);
    if (known?.name === name) return known.sealed;
    const sealed = keyring.sealText(name);
    sealed.catch(() => names.delete(personId));
    names.set(personId, { name, sealed });
    const oldest = names.size > NAMES ? names.keys().next().value : undefined;
    if (oldest !== undefined) names.delete(oldest);
    return sealed;
  }

  const pseudonymOf = (citizen: AccessFact['citizen']): string | null =>
    typeof citizen === 'string'
      ? keyring.pseudonymOf('citizen', citizen)
      : (citizen?.pseudonym ?? null);

  return {
    get end() {
      return end;
    },
    async link(facts) {
      if (facts.length === 0) return NOTHING;
      const sealed = await Promise.all(facts.map(({ by }) => by && sealedName(by)));
      let { seq, mac } = end;
      const lines = facts.map((fact, index) => {
        const json = bodyText(fact, {
          name: sealed[index] ?? null,
          citizen: pseudonymOf(fact.citizen),
        });
        seq += 1;
        mac = macs.line(mac, { seq, at: fact.at, json });
        return { seq, at: fact.at, json, mac };
      });
      return { lines, head: [endRecord(macs, { seq, mac })] };
    },
    stored({ lines }) {
      const last = lines.at(-1);
      if (last !== undefined) end = { seq: last.seq, mac: last.mac };
    },
  };
}

/** Where to go on, so that no trace of a hand in the log is written over. */
async function findEnd(store: Store, macs: Macs): Promise<{ from: Place; isBroken: boolean }> {
  const kept = await readEnd(store, macs);
  const begin = await readBegin(store, macs);
  const last = await store.accessHead();
  const begun = typeof begin === 'object' ? begin : undefined;

  if (kept === undefined && last === undefined && begun?.seq === 0) {
    return { from: begun, isBroken: false };
  }
  // All that there was may have been dropped, with its retention.
  const there = last ?? begun ?? { seq: 0, mac: '' };
  if (typeof kept === 'object' && kept.seq >= there.seq) {
    const isCut = kept.seq > there.seq;
    return { from: isCut ? kept : there, isBroken: isCut || kept.mac !== there.mac };
  }
  // The end is gone or another's, or somebody wrote lines behind it.
  return { from: { seq: there.seq + 1, mac: there.mac }, isBroken: true };
}
