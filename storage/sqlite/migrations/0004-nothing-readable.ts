import type { Migration } from './migration.ts';

/**
 * What 0.1 wrote as it was, before there were keys, goes (ST2): events keep their shape and say
 * nothing more, snapshots go, and refusals forget the colleague's name. Sealed ones stay.
 */
export const nothingReadable: Migration = {
  number: 4,
  name: 'nothing readable',
  sql: `
    UPDATE event SET sealed = zeroblob(0) WHERE substr(sealed, 1, 1) = x'7b';
    DELETE FROM snapshot WHERE CAST(sealed AS TEXT) NOT LIKE '{"frame":%';
    UPDATE outcome SET outcome = json_remove(outcome, '$.holder')
      WHERE outcome ->> '$.holder' NOT LIKE 'ey%';
  `,
};
