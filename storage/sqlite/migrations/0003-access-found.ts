import type { Migration } from './migration.ts';

/**
 * By what the access log is searched. The columns are read out of `json`, so that they can say
 * nothing else than what the line's `mac` covers.
 */
export const accessFound: Migration = {
  number: 3,
  name: 'access found',
  sql: `
    ALTER TABLE access ADD COLUMN citizen TEXT
      GENERATED ALWAYS AS (iif(json_valid(json), json ->> '$.citizen', NULL)) VIRTUAL;
    ALTER TABLE access ADD COLUMN clinic TEXT
      GENERATED ALWAYS AS (iif(json_valid(json), json ->> '$.clinicId', NULL)) VIRTUAL;
    ALTER TABLE access ADD COLUMN organisation TEXT
      GENERATED ALWAYS AS (iif(json_valid(json), json ->> '$.organisationId', NULL)) VIRTUAL;
    CREATE INDEX access_at ON access (at);
    CREATE INDEX access_citizen ON access (citizen, at) WHERE citizen IS NOT NULL;
    CREATE INDEX access_clinic ON access (clinic, at) WHERE clinic IS NOT NULL;
    CREATE INDEX access_organisation ON access (organisation, at) WHERE organisation IS NOT NULL;
  `,
};
