import { For, Show, createSignal } from 'solid-js';
import type { Employee } from '@naervaer/machines/protocol';
import { Button } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { go } from '../navigation.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Panel, focusTitle } from '../parts/page.tsx';
import { byName, type ClinicView } from '../types.ts';
import { employeeRoleTexts } from '../words.ts';

const words = texts({
  da: {
    title: 'Medarbejdere',
    add: 'Tilføj medarbejder',
    none: 'Der er ingen medarbejdere endnu. Lad dem logge ind i venteværelset: så står de her og beder om adgang.',
    authorisation: (id: string) => `Autorisations-ID ${id}`,
    delegated: (name: string) => `Arbejder på delegation fra ${name}`,
    somebody: 'en, der ikke længere er her',
    neither: 'Autorisations-ID eller delegation mangler',
    edit: 'Ret',
    editOf: (name: string) => `Ret ${name}`,
    remove: 'Fjern',
    removeOf: (name: string) => `Fjern ${name}`,
    removeTitle: (name: string) => `Fjern ${name} fra klinikken?`,
    removeText: (name: string, clinic: string) =>
      `${name} mister adgang til ${clinic} med det samme: venteværelset lukkes på alle skærme, også midt i en samtale.`,
    removeDelegated: (names: string) =>
      ` ${names} arbejder på delegation herfra og skal have en ny.`,
    yes: 'Fjern medarbejderen',
    removed: (name: string) => `${name} er fjernet og har ikke længere adgang.`,
  },
  en: {
    title: 'Employees',
    add: 'Add an employee',
    none: 'There are no employees yet. Let them sign in to the waiting room: then they stand here and ask for access.',
    authorisation: (id: string) => `Authorisation ID ${id}`,
    delegated: (name: string) => `Works by delegation from ${name}`,
    somebody: 'somebody who is no longer here',
    neither: 'Authorisation ID or delegation is missing',
    edit: 'Edit',
    editOf: (name: string) => `Edit ${name}`,
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove ${name} from the clinic?`,
    removeText: (name: string, clinic: string) =>
      `${name} loses access to ${clinic} at once: the waiting room closes on every screen, even in the middle of a call.`,
    removeDelegated: (names: string) => ` ${names} works by this delegation and needs a new one.`,
    yes: 'Remove the employee',
    removed: (name: string) => `${name} is removed and no longer has access.`,
  },
});

/** Who works in the clinic, and as what (B11). */
export function Employees(props: { clinic: ClinicView }) {
  const { administration } = useOffice();
  const [leaving, setLeaving] = createSignal<Employee>();
  const clinicId = () => props.clinic.clinicId;
  /** Whose delegation goes with this colleague. */
  const delegatedOf = ({ personId }: Employee): string =>
    props.clinic.employees
      .filter(({ delegatedBy }) => delegatedBy === personId)
      .map(({ name }) => name)
      .join(', ');
  const basis = ({ authorisation, delegatedBy }: Employee): string => {
    if (authorisation !== null) return words().authorisation(authorisation);
    if (delegatedBy === null) return words().neither;
    const by = props.clinic.employees.find(({ personId }) => personId === delegatedBy);
    return words().delegated(by?.name ?? words().somebody);
  };

  return (
    <Panel
      title={words().title}
      action={
        <Button variant="primary" onClick={() => go({ page: 'newEmployee', clinicId: clinicId() })}>
          {words().add}
        </Button>
      }
    >
      <ul class="rows">
        <For
          each={byName(props.clinic.employees)}
          fallback={<li class="rows-none">{words().none}</li>}
        >
          {(employee) => (
            <li class="person-row" data-testid="employee">
              <span class="row-text">
                <strong>{employee.name}</strong>
                <span>
                  {employeeRoleTexts()[employee.role]} · {basis(employee)}
                </span>
              </span>
              <span class="person-row-actions">
                <Button
                  variant="quiet"
                  label={words().editOf(employee.name)}
                  onClick={() =>
                    go({ page: 'employee', clinicId: clinicId(), personId: employee.personId })
                  }
                >
                  {words().edit}
                </Button>
                <Button
                  variant="quiet"
                  class="button-removes"
                  label={words().removeOf(employee.name)}
                  onClick={() => setLeaving(employee)}
                >
                  {words().remove}
                </Button>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={leaving()}>
        {(employee) => (
          <Confirm
            title={words().removeTitle(employee().name)}
            yes={words().yes}
            done={words().removed(employee().name)}
            act={(stored) =>
              administration.change(
                { type: 'removeEmployee', clinicId: clinicId(), personId: employee().personId },
                stored,
              )
            }
            // The button that asked is gone with its row.
            onDone={focusTitle}
            onClose={() => setLeaving()}
          >
            {words().removeText(employee().name, props.clinic.name)}
            {delegatedOf(employee()) === '' ? '' : words().removeDelegated(delegatedOf(employee()))}
          </Confirm>
        )}
      </Show>
    </Panel>
  );
}
