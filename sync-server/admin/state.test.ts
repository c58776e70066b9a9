import { beforeEach, describe, expect, it } from 'vitest';
import { CLINIC, MUNICIPALITY } from '../demo/people.ts';
import { plan } from './plan.ts';
import { stateFor } from './state.ts';
import {
  as,
  directory,
  facts,
  make,
  north,
  openOffice,
  operator,
  refusal,
  store,
  town,
} from './testing/office.ts';
import type { Administrator, DirectoryAdminChange } from './types.ts';

beforeEach(openOffice);

describe('the page', () => {
  it('shows each administrator the own, and nothing of anybody else’s', async () => {
    const all = await stateFor(operator, directory);
    expect([all.organisations.length, all.clinics.length, all.isOperator]).toEqual([5, 4, true]);
    const own = await stateFor(town, directory);
    expect(own.organisations.map((one) => one.organisationId)).toEqual([MUNICIPALITY]);
    expect([own.clinics, own.isOperator]).toEqual([[], false]);
    const clinic = await stateFor(north, directory);
    expect(clinic.organisations).toEqual([]);
    expect(clinic.clinics.map(({ clinicId }) => clinicId)).toEqual([CLINIC.north]);
  });

  it('changes nothing, and writes no line, when all is so already', async () => {
    const same: readonly [DirectoryAdminChange, Administrator][] = [
      [as.organisation(MUNICIPALITY), town],
      [as.provider(MUNICIPALITY, 'caregiver'), town],
      [as.clinic(CLINIC.north), north],
      [{ type: 'setAccessLogDays', days: directory.accessLogDays() }, operator],
    ];
    for (const [change, by] of same) expect((await plan(change, by, facts)).changes).toEqual([]);
  });

  it('sets how long the access log is kept, for the operator only, over a restart', async () => {
    expect(await refusal({ type: 'setAccessLogDays', days: 400 }, town)).toBe('forbidden');
    await make({ type: 'setAccessLogDays', days: 400 }, operator);
    expect(directory.accessLogDays()).toBe(400);
    expect(await store.records('setting')).toMatchObject([{ id: 'accessLogDays', json: '400' }]);
  });
});
