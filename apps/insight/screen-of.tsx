import { Match, Show, Switch } from 'solid-js';
import { Button, Screen } from '@naervaer/kit/components';
import { edgeTexts, texts } from '@naervaer/kit/texts';
import { useOffice } from './context.ts';
import { go } from './navigation.ts';
import type { Route } from './route.ts';
import { AccessLog } from './screens/access-log.tsx';
import { ClinicForm } from './screens/clinic-form.tsx';
import { ClinicPage } from './screens/clinic.tsx';
import { EmployeeForm } from './screens/employee-form.tsx';
import { OrganisationForm } from './screens/organisation-form.tsx';
import { OrganisationPage } from './screens/organisation.tsx';
import { Overview } from './screens/overview.tsx';
import { ProviderPage } from './screens/provider.tsx';
import { Settings } from './screens/settings.tsx';
import { SignedIn } from './screens/signed-in.tsx';
import { UnitForm } from './screens/unit-form.tsx';

const words = texts({
  da: { title: 'Siden findes ikke', toStart: 'Til overblikket' },
  en: { title: 'The page does not exist', toStart: 'To the overview' },
});

function Missing() {
  return (
    <main class="alone">
      <Screen title={words().title} icon="info">
        <p>{edgeTexts().unknownTarget}</p>
        <Button variant="primary" size="large" onClick={() => go({ page: 'overview' })}>
          {words().toStart}
        </Button>
      </Screen>
    </main>
  );
}

/** The screen of one address; what it names may have been removed meanwhile. */
export function ScreenOf(props: { route: Route }) {
  const { state } = useOffice();
  const at = () => props.route;
  const organisation = () => {
    const now = at();
    return 'organisationId' in now
      ? state().organisations.find((each) => each.organisationId === now.organisationId)
      : undefined;
  };
  const clinic = () => {
    const now = at();
    return 'clinicId' in now
      ? state().clinics.find((each) => each.clinicId === now.clinicId)
      : undefined;
  };
  const unit = () => {
    const now = at();
    return now.page === 'unit'
      ? organisation()?.units.find((each) => each.unitId === now.unitId)
      : undefined;
  };
  const employee = () => {
    const now = at();
    return now.page === 'employee'
      ? clinic()?.employees.find((each) => each.personId === now.personId)
      : undefined;
  };
  const request = () => {
    const now = at();
    return now.page === 'employee'
      ? clinic()?.requests.find((each) => each.personId === now.personId)
      : undefined;
  };
  const kind = () => {
    const now = at();
    return now.page === 'provider' ? now.kind : undefined;
  };
  const is = (page: Route['page']): boolean => at().page === page;
  /** Whoever has one thing only begins there. */
  const only = () => {
    const { isOperator, organisations, clinics } = state();
    return is('overview') && !isOperator && organisations.length + clinics.length === 1;
  };

  return (
    <Switch fallback={<Missing />}>
      <Match when={is('overview') && !only()}>
        <Overview />
      </Match>
      <Match when={is('newOrganisation') && state().isOperator}>
        <OrganisationForm />
      </Match>
      <Match when={is('newClinic') && state().isOperator}>
        <ClinicForm />
      </Match>
      <Match when={is('settings') && state().isOperator}>
        <Settings />
      </Match>
      <Match when={is('signedIn')}>
        <SignedIn />
      </Match>
      <Match when={is('accessLog')}>
        <AccessLog />
      </Match>
      <Match when={unit()}>
        {(unit) => (
          <Show when={organisation()}>
            {(organisation) => <UnitForm organisation={organisation()} unit={unit()} />}
          </Show>
        )}
      </Match>
      <Match when={(employee() ?? request()) === undefined ? undefined : clinic()}>
        {(clinic) => <EmployeeForm clinic={clinic()} employee={employee()} request={request()} />}
      </Match>
      <Match when={!is('unit') && (only() ? state().organisations[0] : organisation())}>
        {(organisation) => (
          <Switch>
            <Match when={kind()}>
              {(kind) => <ProviderPage organisation={organisation()} kind={kind()} />}
            </Match>
            <Match when={is('editOrganisation')}>
              <OrganisationForm organisation={organisation()} />
            </Match>
            <Match when={is('newUnit')}>
              <UnitForm organisation={organisation()} />
            </Match>
            <Match when={is('organisation') || is('overview')}>
              <OrganisationPage organisation={organisation()} />
            </Match>
          </Switch>
        )}
      </Match>
      <Match when={!is('employee') && (only() ? state().clinics[0] : clinic())}>
        {(clinic) => (
          <Switch>
            <Match when={is('editClinic')}>
              <ClinicForm clinic={clinic()} />
            </Match>
            <Match when={is('newEmployee')}>
              <EmployeeForm clinic={clinic()} />
            </Match>
            <Match when={is('clinic') || is('overview')}>
              <ClinicPage clinic={clinic()} />
            </Match>
          </Switch>
        )}
      </Match>
    </Switch>
  );
}
