/** Longer than anything takes on a machine that has other things to do as well, in milliseconds. */
export const PATIENCE = 30_000;
