import type { OrganisationId } from '@naervaer/machines/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { CARE_HOME, CLINICS, demoIdOf, MUNICIPALITY, OPERATOR, REGION } from '../demo/people.ts';
import { plan } from './plan.ts';
import { stateFor } from './state.ts';
import {
  as,
  busy,
  directory,
  facts,
  inProduction,
  make,
  newTown,
  north,
  openOffice,
  operator,
  refusal,
  store,
  town,
  unitId,
} from './testing/office.ts';

beforeEach(openOffice);

describe('an organisation', () => {
  it('is made by the operator, has no way in yet, and goes again', async () => {
    await make(newTown, operator);
    expect(directory.organisation('nyby')?.providers).toEqual({});
    expect(directory.publicDirectory('demo').organisations.map(({ id }) => id)).toContain('nyby');
    await make({ type: 'removeOrganisation', organisationId: newTown.organisationId }, operator);
    expect(directory.organisation('nyby')).toBeUndefined();
    expect(
      await refusal(
        { type: 'removeOrganisation', organisationId: newTown.organisationId },
        operator,
      ),
    ).toBe('unknownTarget');
  });

  it('is given another name and support by its own administrator, and nothing else', async () => {
    const own = as.organisation(MUNICIPALITY);
    await make({ ...own, support: 'Ask Ida' }, town);
    const told = directory.publicDirectory('demo').organisations;
    expect(told.find(({ id }) => id === MUNICIPALITY)?.support).toBe('Ask Ida');
    expect(await refusal({ ...own, kind: 'region' }, town)).toBe('forbidden');
    expect(await refusal({ ...own, cvr: '99001615' }, town)).toBe('forbidden');
    expect(await refusal(as.organisation(REGION), town)).toBe('forbidden');
    expect(await refusal(newTown, town)).toBe('forbidden');
  });

  it('keeps its kind: the same id with another kind is another organisation', async () => {
    const change = { ...as.organisation(MUNICIPALITY), kind: 'region' } as const;
    expect(await refusal(change, operator)).toBe('alreadyExists');
  });

  it('with another CVR puts out everybody of it', async () => {
    const change = { ...as.organisation(MUNICIPALITY), cvr: '99001615' };
    const { leaving } = await plan(change, operator, facts);
    expect(leaving).toEqual([
      { organisationId: MUNICIPALITY, kinds: ['caregiver', 'clinician', 'administrator'] },
    ]);
  });

  it('stays while units, people or consultations hang on it', async () => {
    const remove = (organisationId: OrganisationId): Promise<unknown> =>
      refusal({ type: 'removeOrganisation', organisationId }, operator);
    expect(await remove(MUNICIPALITY)).toBe('stillInUse');
    expect(await remove(CLINICS)).toBe('stillInUse');
    for (const { id } of directory.unitsOf(CARE_HOME)) {
      await make({ type: 'removeUnit', unitId: id }, operator);
    }
    busy.organisations.add(CARE_HOME);
    expect(await remove(CARE_HOME)).toBe('stillInUse');
    busy.organisations.clear();
    expect(await remove(CARE_HOME)).toBe('allowed');
  });

  it('never is the one whose administrator asks: nobody takes away the own way in', async () => {
    const organisationId = OPERATOR;
    expect(await refusal({ type: 'removeOrganisation', organisationId }, operator)).toBe(
      'stillInUse',
    );
    expect(await refusal({ ...as.organisation(OPERATOR), cvr: '99001615' }, operator)).toBe(
      'stillInUse',
    );
    const kind = 'administrator';
    expect(await refusal({ type: 'removeProvider', organisationId, kind }, operator)).toBe(
      'stillInUse',
    );
    const own = { type: 'removeProvider', organisationId: MUNICIPALITY, kind } as const;
    expect(await refusal(own, town)).toBe('stillInUse');
    expect(await refusal(own, operator)).toBe('allowed');
  });
});

describe('an identity provider', () => {
  it('keeps its secret for the same client, and tells it to no other issuer or client', async () => {
    const own = as.provider(MUNICIPALITY, 'caregiver');
    const secret = directory.organisation(MUNICIPALITY)?.providers.caregiver?.clientSecret;
    await make({ ...own, settings: { ...own.settings, role: 'another role' } }, town);
    const after = directory.organisation(MUNICIPALITY)?.providers.caregiver;
    expect(after).toMatchObject({ role: 'another role', clientSecret: secret });
    const elsewhere = { ...own.settings, issuer: 'https://evil.example' };
    expect(await refusal({ ...own, settings: elsewhere }, town)).toBe('badRequest');
    const other = { ...own.settings, clientId: 'other' };
    expect(await refusal({ ...own, settings: other }, town)).toBe('badRequest');
    const clientSecret = 'a secret of sixteen signs and more';
    expect(await refusal({ ...own, settings: elsewhere, clientSecret }, town)).toBe('allowed');
  });

  it('with another role or level puts out those who came in by it, and only them', async () => {
    const { settings, ...own } = as.provider(MUNICIPALITY, 'caregiver');
    for (const change of [{ role: 'another' }, { level: 'High' as const }]) {
      const next = { ...own, settings: { ...settings, ...change } };
      expect((await plan(next, town, facts)).leaving).toEqual([
        // Nobody comes in there as a clinician; the door would be the same one.
        { organisationId: MUNICIPALITY, kinds: ['caregiver', 'clinician'] },
      ]);
    }
    const clientSecret = 'a secret of sixteen signs and more';
    expect((await plan({ ...own, settings, clientSecret }, town, facts)).leaving).toEqual([]);
  });

  it('is for a kind of person that the organisation has, and a real one in production', async () => {
    const { settings, ...own } = as.provider(MUNICIPALITY, 'caregiver');
    expect(await refusal({ ...own, kind: 'clinician', settings }, town)).toBe('badRequest');
    inProduction();
    expect(await refusal({ ...own, settings }, town)).toBe('badRequest');
  });

  it('is nobody’s business but its own organisation’s and the operator’s', async () => {
    expect(await refusal(as.provider(REGION, 'caregiver'), town)).toBe('forbidden');
    // The clinics of one organisation share it: none of them may change it for the others.
    expect(await refusal(as.provider(CLINICS, 'clinician'), north)).toBe('forbidden');
    expect(await refusal(as.provider(CLINICS, 'clinician'), operator)).toBe('allowed');
  });

  it('never leaves the server with its secret', async () => {
    const state = await stateFor(operator, directory);
    const secrets = directory
      .organisations()
      .flatMap(({ providers }) => Object.values(providers).map((one) => one.clientSecret));
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(JSON.stringify(state)).not.toContain(secret);
    const kept = JSON.stringify(await store.records('organisation'));
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });
});

describe('a unit', () => {
  const unit = { type: 'putUnit', unitId, name: 'Team', careArea: 'acuteTeam' } as const;

  it('is put and removed by its organisation, once per id', async () => {
    await make({ ...unit, organisationId: MUNICIPALITY }, town);
    expect(directory.unit(unitId)?.name).toBe('Team');
    expect(await refusal({ ...unit, organisationId: REGION }, town)).toBe('forbidden');
    expect(await refusal({ ...unit, organisationId: REGION }, operator)).toBe('alreadyExists');
    const nowhere = 'nowhere' as OrganisationId;
    expect(await refusal({ ...unit, organisationId: nowhere }, operator)).toBe('unknownTarget');
    await make({ type: 'removeUnit', unitId }, town);
    expect(directory.unit(unitId)).toBeUndefined();
    expect(await refusal({ type: 'removeUnit', unitId }, operator)).toBe('unknownTarget');
  });

  it('that is gone leaves no profile behind: the workplace is asked for again', async () => {
    const id = demoIdOf(MUNICIPALITY, 'Mette Skovbjerg');
    const profile = directory.profileRecord(id, MUNICIPALITY, { jobRole: 'nurse', unitId });
    await store.putRecords(profile ? [profile] : []);
    expect(await directory.profileOf(id)).toMatchObject({ unitId });
    await make({ type: 'removeUnit', unitId }, town);
    expect(await directory.profileOf(id)).toBeUndefined();
  });
});
