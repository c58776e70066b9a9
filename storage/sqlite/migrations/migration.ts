import { createHash } from 'node:crypto';

/** One step of the file's form. Once released it never changes: files out there have run it. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** SHA-256, hex, of what a migration does; recorded in every file that ran it. */
export const checksumOf = ({ name, sql }: Migration): string =>
  createHash('sha256').update(`${name}\n${sql}`).digest('hex');
