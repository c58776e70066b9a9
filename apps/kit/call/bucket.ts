export interface Rate {
  /** At once. */
  readonly burst: number;
  /** After that. */
  readonly perSecond: number;
}

/** @returns whether one more may pass now (SE3) */
export function createBucket(
  { burst, perSecond }: Rate,
  now: () => number = () => performance.now(),
): () => boolean {
  let left = burst;
  let at = now();
  return () => {
    left = Math.min(burst, left + ((now() - at) / 1000) * perSecond);
    at = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
