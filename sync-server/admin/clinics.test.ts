import type { ClinicId, OrganisationId, PersonId, Ydernummer } from '@naervaer/machines/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { CLINIC, CLINICS } from '../demo/people.ts';
import { personIdOf } from '../directory/index.ts';
import { plan } from './plan.ts';
import { stateFor } from './state.ts';
import {
  as,
  busy,
  directory,
  facts,
  make,
  named,
  newTown,
  north,
  openOffice,
  operator,
  refusal,
  store,
} from './testing/office.ts';

beforeEach(openOffice);

describe('a clinic', () => {
  it('is given name, address and retention by its own administrator, and no other number', async () => {
    const own = as.clinic(CLINIC.north);
    await make({ ...own, name: 'Nyt navn', retentionHours: 6 }, north);
    expect(directory.clinic(CLINIC.north)?.name).toBe('Nyt navn');
    expect(directory.retentionOf(CLINIC.north)).toBe(6);
    expect(directory.publicDirectory('demo').clinics.map(({ name }) => name)).toContain('Nyt navn');
    const other = { ...own, ydernummer: '000999' as Ydernummer };
    expect(await refusal(other, north)).toBe('forbidden');
    expect(await refusal({ ...own, cvr: '99004053' }, north)).toBe('forbidden');
    expect(await refusal(as.clinic(CLINIC.harbour), north)).toBe('forbidden');
    expect(await refusal({ ...own, clinicId: 'new' as ClinicId }, north)).toBe('forbidden');
  });

  it('has a ydernummer of its own', async () => {
    const taken = { ...as.clinic(CLINIC.north), clinicId: 'new' as ClinicId };
    expect(await refusal(taken, operator)).toBe('alreadyExists');
    expect(await refusal({ ...taken, ydernummer: '000999' as Ydernummer }, operator)).toBe(
      'allowed',
    );
  });

  it('with another CVR puts out those who work there', async () => {
    const moved = { ...as.clinic(CLINIC.heath), cvr: '99003448' };
    const { leaving } = await plan(moved, operator, facts);
    expect(leaving).toEqual([{ personId: named('Marie Elmelund') }]);
  });

  it('stays while it is open or somebody waits, then goes with all who work there', async () => {
    const remove = { type: 'removeClinic', clinicId: CLINIC.harbour } as const;
    expect(await refusal(remove, north)).toBe('forbidden');
    busy.clinics.add(CLINIC.harbour);
    expect(await refusal(remove, operator)).toBe('stillInUse');
    busy.clinics.clear();
    const { changes, leaving } = await plan(remove, operator, facts);
    const people = leaving.map((one) => ('personId' in one ? one.personId : one.organisationId));
    const there = ['Sofie Granlund', 'Thomas Revsbæk', 'Nadia Østerhald'];
    expect(people.toSorted()).toEqual(there.map(named).toSorted());
    await directory.change(changes);
    expect(directory.clinicByYdernummer('012345')).toBeUndefined();
    const sofie = await directory.named(named('Sofie Granlund'));
    expect(sofie).toMatchObject({ clinics: [CLINIC.north], name: 'Sofie Granlund' });
    expect(await refusal(remove, operator)).toBe('unknownTarget');
  });
});

describe('an employee (B11)', () => {
  const id = personIdOf(CLINICS, 'new.nurse');
  const byDelegation = { authorisation: null, role: 'secretary' } as const;

  it('is taken on by the subject that the provider will send, and is on the list at once', async () => {
    await make(as.newcomer('new.nurse'), north);
    expect(await directory.named(id)).toMatchObject({ clinics: [CLINIC.north], name: 'Newcomer' });
    const kept = await store.record('person', id);
    expect(kept?.json).not.toContain('Newcomer');
    const [clinic] = (await stateFor(north, directory)).clinics;
    expect(clinic?.employees.find(({ personId }) => personId === id)?.name).toBe('Newcomer');
    // The same again is the same; somebody who is there with another role is not new.
    expect((await plan(as.newcomer('new.nurse'), north, facts)).changes).toEqual([]);
    const again = { ...as.newcomer('new.nurse'), role: 'nurse' } as const;
    expect(await refusal(again, north)).toBe('alreadyExists');
  });

  it('works without an authorisation ID by delegation from a colleague who has one', async () => {
    const by = (delegatedBy: PersonId | null) => ({
      ...as.newcomer('new.nurse'),
      ...byDelegation,
      delegatedBy,
    });
    expect(await refusal(by(null), north)).toBe('badRequest');
    // Of another clinic; without one; nobody; the person's own.
    expect(await refusal(by(named('Thomas Revsbæk')), north)).toBe('unknownTarget');
    expect(await refusal(by(named('Vibeke Lundhede')), north)).toBe('unknownTarget');
    expect(await refusal(by('nobody' as PersonId), north)).toBe('unknownTarget');
    expect(await refusal(by(id), north)).toBe('unknownTarget');
    await make(by(named('Anne Klitgård')), north);
    expect((await directory.person(id))?.employments).toMatchObject([
      { role: 'secretary', delegatedBy: named('Anne Klitgård') },
    ]);
  });

  it('whose role changes is put out, and nobody else; who gets a second clinic stays', async () => {
    const nurse = { ...as.employee('Henrik Solvang'), role: 'nurse' } as const;
    expect((await plan(nurse, north, facts)).leaving).toEqual([
      { personId: named('Henrik Solvang') },
    ]);
    const second = as.newcomer('anne.klitgaard', CLINIC.harbour);
    const planned = await plan(second, operator, facts);
    expect(planned.leaving).toEqual([]);
    await directory.change(planned.changes);
    const anne = await directory.named(named('Anne Klitgård'));
    expect(anne).toMatchObject({ clinics: [CLINIC.north, CLINIC.harbour], name: 'Anne Klitgård' });
  });

  it('who is removed is out, and what they delegated stands open', async () => {
    const personId = named('Henrik Solvang');
    const planned = await plan(
      { type: 'removeEmployee', clinicId: CLINIC.north, personId },
      north,
      facts,
    );
    expect(planned.leaving).toEqual([{ personId }]);
    await directory.change(planned.changes);
    expect((await directory.person(personId))?.clinics).toEqual([]);
    const vibeke = await directory.named(named('Vibeke Lundhede'));
    expect(vibeke).toMatchObject({ clinics: [CLINIC.north], name: 'Vibeke Lundhede' });
    expect(vibeke?.employments[0]?.delegatedBy).toBeNull();
    expect(await refusal({ type: 'removeEmployee', clinicId: CLINIC.north, personId }, north)).toBe(
      'unknownTarget',
    );
  });

  it('leaves no record when nothing of them is left', async () => {
    await make(as.newcomer('new.nurse'), north);
    await make({ type: 'removeEmployee', clinicId: CLINIC.north, personId: id }, north);
    expect(await store.record('person', id)).toBeUndefined();
  });

  it('of another clinic is nobody that a clinic may take by their id', async () => {
    expect(await refusal(as.employee('Thomas Revsbæk'), north)).toBe('unknownTarget');
    expect(await refusal(as.employee('Anne Klitgård', CLINIC.harbour), north)).toBe('forbidden');
    const nowhere = 'nowhere' as ClinicId;
    expect(await refusal(as.employee('Anne Klitgård', nowhere), operator)).toBe('unknownTarget');
  });

  it('is of the one organisation of clinics that it can be, when the operator takes them on', async () => {
    const add = (clinicId: ClinicId) => as.newcomer('somebody', clinicId);
    const other = {
      ...newTown,
      organisationId: 'others' as OrganisationId,
      kind: 'clinics',
    } as const;
    await make(other, operator);
    const lone = { ...as.clinic(CLINIC.north), clinicId: 'lone' as ClinicId };
    await make({ ...lone, ydernummer: '000999' as Ydernummer }, operator);
    expect(await refusal(add(lone.clinicId), operator)).toBe('badRequest');
    expect((await plan(add(CLINIC.north), operator, facts)).target).toContain(`person/${CLINICS}.`);
  });
});

describe('somebody who asked to be taken in', () => {
  const id = personIdOf(CLINICS, 'ole.udenklinik');
  const ask = (clinics: readonly ClinicId[]): Promise<void> =>
    directory.change([
      { kind: 'request', put: { id, organisationId: CLINICS, name: 'Ole', clinics, at: 1 } },
    ]);

  it('is taken in by their id, and the request is done', async () => {
    await ask([CLINIC.north]);
    const [clinic] = (await stateFor(north, directory)).clinics;
    expect(clinic?.requests).toMatchObject([{ personId: id, name: 'Ole' }]);
    await make(as.employee('Ole Udenklinik'), north);
    expect((await directory.person(id))?.clinics).toEqual([CLINIC.north]);
    expect(await directory.requests()).toEqual([]);
  });

  it('is declined by one clinic, and still asks the other', async () => {
    await ask([CLINIC.north, CLINIC.harbour]);
    const decline = { type: 'declineRequest', clinicId: CLINIC.north, personId: id } as const;
    await make(decline, north);
    expect((await directory.request(id))?.clinics).toEqual([CLINIC.harbour]);
    expect(await refusal(decline, north)).toBe('unknownTarget');
    await make({ ...decline, clinicId: CLINIC.harbour }, operator);
    expect(await directory.request(id)).toBeUndefined();
  });

  it('at a clinic that is removed asks it no more', async () => {
    await ask([CLINIC.heath]);
    await make({ type: 'removeClinic', clinicId: CLINIC.heath }, operator);
    expect(await directory.requests()).toEqual([]);
  });
});
