import { For, createSignal } from 'solid-js';
import type { EmployeeRequest, PersonId } from '@naervaer/machines/protocol';
import { Button, notify } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { explain } from '../explain.ts';
import { dayAndTime } from '../instants.ts';
import { go } from '../navigation.ts';
import { Panel } from '../parts/page.tsx';
import type { ClinicView } from '../types.ts';

const words = texts({
  da: {
    title: 'Vil gerne ind',
    lead: 'De har logget ind med klinikkens CVR-nummer, men står ikke på listen. Giv kun adgang til folk, du kender.',
    at: (when: string) => `Forsøgte at logge ind ${when}`,
    give: 'Giv adgang',
    giveTo: (name: string) => `Giv adgang til ${name}`,
    decline: 'Afvis',
    declineOf: (name: string) => `Afvis ${name}`,
    declined: (name: string) => `Anmodningen fra ${name} er afvist.`,
  },
  en: {
    title: 'Would like to come in',
    lead: 'They signed in with the clinic’s CVR number, but are not on the list. Give access only to people you know.',
    at: (when: string) => `Tried to sign in ${when}`,
    give: 'Give access',
    giveTo: (name: string) => `Give access to ${name}`,
    decline: 'Decline',
    declineOf: (name: string) => `Decline ${name}`,
    declined: (name: string) => `The request of ${name} is declined.`,
  },
});

/** Who signed in for this clinic and is not on its list (B11). */
export function Requests(props: { clinic: ClinicView }) {
  const { administration } = useOffice();
  const [declining, setDeclining] = createSignal<PersonId>();
  const clinicId = () => props.clinic.clinicId;

  async function decline({ personId, name }: EmployeeRequest): Promise<void> {
    if (declining() !== undefined) return;
    setDeclining(personId);
    try {
      await administration.change({ type: 'declineRequest', clinicId: clinicId(), personId });
      notify('success', words().declined(name));
    } catch (error) {
      notify('warning', explain(error));
    } finally {
      setDeclining();
    }
  }

  return (
    <Panel title={words().title} lead={words().lead} isUrgent>
      <ul class="rows">
        <For each={props.clinic.requests}>
          {(request) => (
            <li class="person-row" data-testid="request">
              <span class="row-text">
                <strong>{request.name}</strong>
                <span>{words().at(dayAndTime(request.at))}</span>
              </span>
              <span class="person-row-actions">
                <Button
                  label={words().giveTo(request.name)}
                  onClick={() =>
                    go({ page: 'employee', clinicId: clinicId(), personId: request.personId })
                  }
                >
                  {words().give}
                </Button>
                <Button
                  variant="quiet"
                  label={words().declineOf(request.name)}
                  isPending={declining() === request.personId}
                  onClick={() => void decline(request)}
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
