/** Mixes numbers into one of 32 bits; a small change of one of them changes all of it. */
export function mix(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number | 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** A word as a number to mix. */
export function numberOf(word: string): number {
  let hash = 5381;
  for (let at = 0; at < word.length; at += 1)
    hash = (Math.imul(hash, 33) + word.charCodeAt(at)) | 0;
  return hash >>> 0;
}

/**
 * A chance from 0 up to 1 that depends on its keys and on nothing that happened elsewhere, so that
 * a step which is taken out of a story moves nothing but what depends on it.
 */
export const chance = (...keys: readonly number[]): number => mix(...keys) / 0x1_0000_0000;
