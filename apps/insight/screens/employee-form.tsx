import { Show } from 'solid-js';
import {
  EMPLOYEE_ROLES,
  type Employee,
  type EmployeeRequest,
  type EmployeeRole,
  type PersonId,
} from '@naervaer/machines/protocol';
import { Field, RadioGroup, Select } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { createForm, unlessFilled } from '../form.ts';
import { FormFrame } from '../parts/form-frame.tsx';
import { Page } from '../parts/page.tsx';
import { byName, type ClinicView } from '../types.ts';
import { employeeRoleTexts } from '../words.ts';

type Basis = 'authorisation' | 'delegation';

const words = texts({
  da: {
    titleNew: 'Tilføj medarbejder',
    tab: 'Medarbejder',
    lead: 'Det letteste er at lade medarbejderen logge ind i venteværelset: så kommer navnet på klinikkens side, og du skal kun vælge en rolle.',
    subject: 'Bruger-ID hos log-in-tjenesten',
    subjectHint: 'Det, log-in-tjenesten kalder personen (feltet “sub”). Spørg jeres IT-support.',
    subjectError: 'Skriv personens bruger-ID.',
    name: 'Navn',
    nameHint: 'Bruges, indtil personen har logget ind første gang.',
    nameError: 'Skriv personens navn.',
    role: 'Rolle',
    roleError: 'Vælg en rolle.',
    basis: 'Arbejder på grundlag af',
    basisError: 'Vælg autorisation eller delegation.',
    bases: { authorisation: 'Egen autorisation', delegation: 'Delegation fra en kollega' },
    authorisation: 'Autorisations-ID',
    authorisationHint: 'Fem tegn, tal og store bogstaver, fx 0AB12.',
    authorisationError: 'Autorisations-ID er fem tegn: tal og store bogstaver.',
    delegatedBy: 'Delegeret af',
    choose: 'Vælg kollega',
    delegatedByError: 'Vælg den kollega, der har delegeret.',
    noDelegators: 'Ingen kollega med autorisation står på listen endnu.',
    add: 'Tilføj medarbejderen',
    added: (name: string) => `${name} er tilføjet og kan logge ind nu.`,
    give: 'Giv adgang',
    titleGive: (name: string) => `Giv adgang til ${name}`,
    given: (name: string) => `${name} har fået adgang og kan logge ind nu.`,
    saved: 'Gemt. Er medarbejderen logget ind, skal vedkommende logge ind igen.',
  },
  en: {
    titleNew: 'Add an employee',
    tab: 'Employee',
    lead: 'It is easiest to let the employee sign in to the waiting room: then they ask for access themselves, and you only choose a role.',
    subject: 'User ID at the sign-in service',
    subjectHint:
      'What the sign-in service calls the person (the field “sub”). Ask your IT support.',
    subjectError: 'Write the person’s user ID.',
    name: 'Name',
    nameHint: 'Used until the person has signed in for the first time.',
    nameError: 'Write the person’s name.',
    role: 'Role',
    roleError: 'Choose a role.',
    basis: 'Works on the basis of',
    basisError: 'Choose authorisation or delegation.',
    bases: { authorisation: 'Own authorisation', delegation: 'Delegation from a colleague' },
    authorisation: 'Authorisation ID',
    authorisationHint: 'Five signs, digits and capital letters, e.g. 0AB12.',
    authorisationError: 'An authorisation ID has five signs: digits and capital letters.',
    delegatedBy: 'Delegated by',
    choose: 'Choose a colleague',
    delegatedByError: 'Choose the colleague who delegated.',
    noDelegators: 'No colleague with an authorisation is on the list yet.',
    add: 'Add the employee',
    added: (name: string) => `${name} is added and can sign in now.`,
    give: 'Give access',
    titleGive: (name: string) => `Give access to ${name}`,
    given: (name: string) => `${name} has access and can sign in now.`,
    saved: 'Saved. If the employee is signed in, they have to sign in again.',
  },
});

const basisOf = (employee: Employee | undefined): Basis | '' => {
  if (employee?.authorisation != null) return 'authorisation';
  return employee?.delegatedBy == null ? '' : 'delegation';
};
const asId = (typed: string): string => typed.trim().toUpperCase();

/**
 * Somebody new by what their provider calls them, somebody who asked to come in, or an employee: the
 * role and what it stands on (B11). One click on a role is enough where the rest follows from it.
 */
export function EmployeeForm(props: {
  clinic: ClinicView;
  employee?: Employee | undefined;
  request?: EmployeeRequest | undefined;
}) {
  const { administration } = useOffice();
  const before = props.employee;
  // As it was when the form was opened: once it is saved, a request is an employee.
  const known = before ?? props.request;
  const { clinicId } = props.clinic;
  const after = { page: 'clinic', clinicId } as const;
  const form = createForm(
    {
      subject: '',
      name: known?.name ?? '',
      role: (before?.role ?? '') as EmployeeRole | '',
      basis: basisOf(before),
      authorisation: before?.authorisation ?? '',
      delegatedBy: (before?.delegatedBy ?? '') as string,
    },
    ({ subject, name, role, basis, authorisation, delegatedBy }) => ({
      subject: known === undefined ? unlessFilled(subject, words().subjectError) : undefined,
      name: known === undefined ? unlessFilled(name, words().nameError) : undefined,
      role: unlessFilled(role, words().roleError),
      basis: unlessFilled(basis, words().basisError),
      authorisation:
        basis === 'authorisation' && !/^[0-9A-Z]{5}$/.test(asId(authorisation))
          ? words().authorisationError
          : undefined,
      delegatedBy:
        basis === 'delegation' ? unlessFilled(delegatedBy, words().delegatedByError) : undefined,
    }),
  );
  const delegators = () =>
    byName(props.clinic.employees).filter(
      ({ personId, authorisation }) => authorisation !== null && personId !== known?.personId,
    );

  /** What usually follows from a role, as long as nobody said otherwise. */
  function chooseRole(role: EmployeeRole | ''): void {
    form.set({ role });
    if (form.values().basis !== '') return;
    const [first, second] = delegators();
    if (role === 'doctor' || first === undefined) form.set({ basis: 'authorisation' });
    else form.set({ basis: 'delegation', delegatedBy: second === undefined ? first.personId : '' });
  }
  const title = (): string => {
    if (before !== undefined) return before.name;
    return known === undefined ? words().titleNew : words().titleGive(known.name);
  };
  const buttons = (): { readonly save?: string; readonly saved: string } => {
    if (before !== undefined) return { saved: words().saved };
    if (known !== undefined) return { save: words().give, saved: words().given(known.name) };
    return { save: words().add, saved: words().added(form.values().name.trim()) };
  };

  return (
    <Page
      isNarrow
      title={title()}
      tab={known === undefined ? undefined : words().tab}
      lead={known === undefined ? words().lead : undefined}
      back={{ to: after, title: props.clinic.name }}
    >
      <FormFrame
        form={form}
        after={after}
        {...buttons()}
        send={async ({ subject, name, role, basis, authorisation, delegatedBy }) => {
          if (role === '') return;
          await administration.change({
            type: 'putEmployee',
            clinicId,
            person:
              known === undefined
                ? { by: 'subject', subject: subject.trim(), name: name.trim() }
                : { by: 'id', personId: known.personId },
            role,
            authorisation: basis === 'authorisation' ? asId(authorisation) : null,
            delegatedBy: basis === 'delegation' ? (delegatedBy as PersonId) : null,
          });
        }}
      >
        <Show when={known === undefined}>
          <Field
            label={words().subject}
            hint={words().subjectHint}
            required
            maxLength={255}
            {...form.field('subject')}
          />
          <Field
            label={words().name}
            hint={words().nameHint}
            required
            maxLength={120}
            {...form.field('name')}
          />
        </Show>
        <RadioGroup
          label={words().role}
          required
          isRow
          options={EMPLOYEE_ROLES.map((value) => ({ value, label: employeeRoleTexts()[value] }))}
          {...form.field('role')}
          onChange={chooseRole}
          value={form.values().role === '' ? null : form.values().role}
        />
        <RadioGroup
          label={words().basis}
          required
          isRow
          options={(['authorisation', 'delegation'] as const).map((value) => ({
            value,
            label: words().bases[value],
          }))}
          {...form.field('basis')}
          value={form.values().basis === '' ? null : form.values().basis}
        />
        <Show when={form.values().basis === 'authorisation'}>
          <Field
            label={words().authorisation}
            hint={words().authorisationHint}
            required
            maxLength={5}
            {...form.field('authorisation')}
          />
        </Show>
        <Show when={form.values().basis === 'delegation'}>
          <Select
            label={words().delegatedBy}
            hint={delegators().length === 0 ? words().noDelegators : undefined}
            required
            placeholder={words().choose}
            options={delegators().map(({ personId, name }) => ({
              value: personId as string,
              label: name,
            }))}
            {...form.field('delegatedBy')}
            value={form.values().delegatedBy === '' ? null : form.values().delegatedBy}
          />
        </Show>
      </FormFrame>
    </Page>
  );
}
