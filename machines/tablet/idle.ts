/** Idle times of a shared tablet, in milliseconds (T9). */
export const IDLE = { citizen: 120_000, staff: 300_000, countdown: 30_000 } as const;
