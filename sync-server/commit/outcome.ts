import type { StoredOutcome } from '@naervaer/storage';
import { OUTCOMES_SUBJECT } from '../keys/index.ts';
import type { Sealer } from '../keys/index.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * An outcome as the store keeps it: the colleague's name in it is sealed (ST2), and the rest is a
 * shape. The key is the server's own, for an outcome is remembered longer than its consultation.
 */
export async function sealOutcome(sealer: Sealer, stored: StoredOutcome): Promise<StoredOutcome> {
  const { outcome } = stored;
  if (!('holder' in outcome)) return stored;
  const sealed = await sealer.sealAgain(OUTCOMES_SUBJECT, outcome.holder);
  const { holder: _, ...rest } = outcome;
  return {
    ...stored,
    outcome: sealed === undefined ? rest : { ...rest, holder: decoder.decode(sealed) },
  };
}

/** CM2: the same outcome to the same command, the colleague's name too. */
export async function openOutcome(sealer: Sealer, stored: StoredOutcome): Promise<StoredOutcome> {
  const { outcome } = stored;
  if (!('holder' in outcome) || outcome.holder === undefined) return stored;
  const { holder, ...rest } = outcome;
  const name = await sealer.open(OUTCOMES_SUBJECT, encoder.encode(holder));
  return { ...stored, outcome: typeof name === 'string' ? { ...rest, holder: name } : rest };
}
