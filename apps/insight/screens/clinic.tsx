import { Show, createSignal } from 'solid-js';
import { Button } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { go } from '../navigation.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Fact, Facts, Page, Panel } from '../parts/page.tsx';
import { retentionWords } from '../retention.ts';
import type { ClinicView } from '../types.ts';
import { Employees } from './employees.tsx';
import { Requests } from './requests.tsx';

const words = texts({
  da: {
    overview: 'Overblik',
    about: 'Om klinikken',
    ydernummer: 'Ydernummer',
    cvr: 'CVR-nummer',
    address: 'Adresse',
    retention: 'Sletning',
    edit: 'Ret oplysninger',
    remove: 'Fjern klinikken',
    removeTitle: (name: string) => `Fjern ${name}?`,
    removeText:
      'Klinikken forsvinder fra listen, og dens medarbejdere mister adgangen til den med det samme. Adgangsloggen bliver stående.',
    removed: 'Klinikken er fjernet.',
  },
  en: {
    overview: 'Overview',
    about: 'About the clinic',
    ydernummer: 'Provider number',
    cvr: 'CVR number',
    address: 'Address',
    retention: 'Deletion',
    edit: 'Edit details',
    remove: 'Remove the clinic',
    removeTitle: (name: string) => `Remove ${name}?`,
    removeText:
      'The clinic disappears from the list, and its employees lose access to it at once. The access log stays.',
    removed: 'The clinic is removed.',
  },
});

/** One clinic: who asks to come in, who works here, and what it is (I4, B11). */
export function ClinicPage(props: { clinic: ClinicView }) {
  const { administration, state } = useOffice();
  const [isRemoving, setRemoving] = createSignal(false);
  const clinic = () => props.clinic;
  const hasMore = () =>
    state().isOperator || state().clinics.length + state().organisations.length > 1;

  return (
    <Page
      title={clinic().name}
      back={hasMore() ? { to: { page: 'overview' }, title: words().overview } : undefined}
    >
      <Show when={clinic().requests.length > 0}>
        <Requests clinic={clinic()} />
      </Show>
      <Employees clinic={clinic()} />
      <Panel
        title={words().about}
        action={
          <Button onClick={() => go({ page: 'editClinic', clinicId: clinic().clinicId })}>
            {words().edit}
          </Button>
        }
      >
        <Facts>
          <Fact name={words().ydernummer}>{clinic().ydernummer}</Fact>
          <Fact name={words().cvr}>{clinic().cvr}</Fact>
          <Fact name={words().address}>{clinic().address}</Fact>
          <Fact name={words().retention}>{retentionWords(String(clinic().retentionHours))}</Fact>
        </Facts>
      </Panel>
      <Show when={state().isOperator}>
        <div class="office-end">
          <Button variant="quiet" class="button-removes" onClick={() => setRemoving(true)}>
            {words().remove}
          </Button>
        </div>
      </Show>
      <Show when={isRemoving()}>
        <Confirm
          title={words().removeTitle(clinic().name)}
          yes={words().remove}
          done={words().removed}
          act={(stored) =>
            administration.change({ type: 'removeClinic', clinicId: clinic().clinicId }, stored)
          }
          onDone={() => go({ page: 'overview' })}
          onClose={() => setRemoving(false)}
        >
          {words().removeText}
        </Confirm>
      </Show>
    </Page>
  );
}
