import { randomBytes } from 'node:crypto';

/** What a tab tells of its certificate; here there is no certificate behind it. */
export const anyFingerprint = (): string =>
  randomBytes(32)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:');
