import { For, createSignal } from 'solid-js';
import {
  EMPLOYEE_ROLES,
  type EmployeeRequest,
  type EmployeeRole,
  type PersonId,
} from '@naervaer/machines/protocol';
import { Button, Select, notify } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { explain } from '../explain.ts';
import { dayAndTime } from '../instants.ts';
import { Panel } from '../parts/page.tsx';
import type { ClinicView } from '../types.ts';
import { employeeRoleTexts } from '../words.ts';

const words = texts({
  da: {
    title: 'Vil gerne ind',
    lead: 'De har logget ind med klinikkens CVR-nummer, men står ikke på listen. Giv kun adgang til folk, du kender.',
    at: (when: string) => `Forsøgte at logge ind ${when}`,
    role: (name: string) => `Rolle til ${name}`,
    choose: 'Vælg rolle',
    chooseFirst: 'Vælg først en rolle.',
    give: 'Giv adgang',
    giveTo: (name: string) => `Giv adgang til ${name}`,
    given: (name: string) => `${name} har fået adgang og kan logge ind nu.`,
    decline: 'Afvis',
    declineOf: (name: string) => `Afvis ${name}`,
    declined: (name: string) => `Anmodningen fra ${name} er afvist.`,
  },
  en: {
    title: 'Would like to come in',
    lead: 'They signed in with the clinic’s CVR number, but are not on the list. Give access only to people you know.',
    at: (when: string) => `Tried to sign in ${when}`,
    role: (name: string) => `Role for ${name}`,
    choose: 'Choose a role',
    chooseFirst: 'Choose a role first.',
    give: 'Give access',
    giveTo: (name: string) => `Give access to ${name}`,
    given: (name: string) => `${name} has access and can sign in now.`,
    decline: 'Decline',
    declineOf: (name: string) => `Decline ${name}`,
    declined: (name: string) => `The request of ${name} is declined.`,
  },
});

/** Who signed in for this clinic and is not on its list: one click with a role lets them in (B11). */
export function Requests(props: { clinic: ClinicView }) {
  const { administration } = useOffice();
  // By person, so that news from the server never gives one person's role to another.
  const [roles, setRoles] = createSignal<ReadonlyMap<PersonId, EmployeeRole>>(new Map());
  const [missing, setMissing] = createSignal<PersonId>();
  const [pending, setPending] = createSignal<PersonId>();

  async function settle(
    { personId, name }: EmployeeRequest,
    role: EmployeeRole | undefined,
  ): Promise<void> {
    if (pending() !== undefined) return;
    setPending(personId);
    const { clinicId } = props.clinic;
    try {
      if (role === undefined) {
        await administration.change({ type: 'declineRequest', clinicId, personId });
        notify('success', words().declined(name));
      } else {
        await administration.change({
          type: 'putEmployee',
          clinicId,
          person: { by: 'id', personId },
          role,
          authorisation: null,
          delegatedBy: null,
        });
        notify('success', words().given(name));
      }
    } catch (error) {
      notify('warning', explain(error));
    } finally {
      setPending();
    }
  }
  const give = (request: EmployeeRequest) => {
    const role = roles().get(request.personId);
    setMissing(role === undefined ? request.personId : undefined);
    if (role !== undefined) void settle(request, role);
  };

  return (
    <Panel title={words().title} lead={words().lead}>
      <ul class="rows">
        <For each={props.clinic.requests}>
          {(request) => (
            <li class="request" data-testid="request">
              <span class="row-text">
                <strong>{request.name}</strong>
                <span>{words().at(dayAndTime(request.at))}</span>
              </span>
              <Select
                label={words().role(request.name)}
                placeholder={words().choose}
                value={roles().get(request.personId) ?? null}
                options={EMPLOYEE_ROLES.map((value) => ({
                  value,
                  label: employeeRoleTexts()[value],
                }))}
                onChange={(role) => {
                  setRoles((all) => new Map(all).set(request.personId, role));
                  setMissing();
                }}
                error={missing() === request.personId ? words().chooseFirst : undefined}
              />
              <span class="request-actions">
                <Button
                  variant="primary"
                  label={words().giveTo(request.name)}
                  isPending={pending() === request.personId}
                  onClick={() => give(request)}
                >
                  {words().give}
                </Button>
                <Button
                  variant="quiet"
                  label={words().declineOf(request.name)}
                  onClick={() => void settle(request, undefined)}
                >
                  {words().decline}
                </Button>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Panel>
  );
}
