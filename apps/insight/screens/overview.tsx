import { For, Show, createMemo, createSignal } from 'solid-js';
import { Button, Field, Icon } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { go } from '../navigation.ts';
import { Link } from '../parts/link.tsx';
import { Page, Panel } from '../parts/page.tsx';
import type { Route } from '../route.ts';
import { byName, kindsOf } from '../types.ts';
import { organisationKindTexts } from '../words.ts';

const words = texts({
  da: {
    title: 'Overblik',
    organisations: 'Organisationer',
    noOrganisations: 'Der er ingen organisationer endnu.',
    newOrganisation: 'Ny organisation',
    clinics: 'Klinikker',
    noClinics: 'Der er ingen klinikker endnu.',
    newClinic: 'Ny klinik',
    search: 'Søg efter navn, ydernummer eller CVR-nummer',
    none: 'Intet passer til det, du skrev.',
    more: 'Vis flere',
    units: (count: number) => (count === 1 ? '1 enhed' : `${count} enheder`),
    employees: (count: number) => (count === 1 ? '1 medarbejder' : `${count} medarbejdere`),
    ydernummer: (digits: string) => `Ydernummer ${digits}`,
    requests: (count: number) => (count === 1 ? '1 anmodning' : `${count} anmodninger`),
    noSignIn: 'Log-in mangler',
    noAdministrator: 'Uden administrator',
    nothing: 'Du administrerer ikke noget endnu',
    nothingText:
      'Din konto har rollen, men ingen organisation eller klinik her hører til dit CVR-nummer. Kontakt den, der driver systemet.',
  },
  en: {
    title: 'Overview',
    organisations: 'Organisations',
    noOrganisations: 'There are no organisations yet.',
    newOrganisation: 'New organisation',
    clinics: 'Clinics',
    noClinics: 'There are no clinics yet.',
    newClinic: 'New clinic',
    search: 'Search by name, provider number or CVR number',
    none: 'Nothing matches what you typed.',
    more: 'Show more',
    units: (count: number) => (count === 1 ? '1 unit' : `${count} units`),
    employees: (count: number) => (count === 1 ? '1 employee' : `${count} employees`),
    ydernummer: (digits: string) => `Provider number ${digits}`,
    requests: (count: number) => (count === 1 ? '1 request' : `${count} requests`),
    noSignIn: 'Sign-in is missing',
    noAdministrator: 'No administrator',
    nothing: 'You administer nothing yet',
    nothingText:
      'Your account has the role, but no organisation or clinic here belongs to your CVR number. Contact whoever runs the system.',
  },
});

interface Row {
  readonly to: Route;
  readonly name: string;
  readonly detail: string;
  /** What somebody should look at; undefined for what is in order. */
  readonly alert: string | undefined;
  readonly searched: string;
}

/** A country has thousands: so many are shown at a time. */
const SHOWN = 40;
/** From here on one searches rather than looks. */
const MANY = 8;

function Rows(props: { rows: readonly Row[]; none: string; label: string }) {
  const [typed, setTyped] = createSignal('');
  const [shown, setShown] = createSignal(SHOWN);
  const found = createMemo(() => {
    const text = typed().trim().toLowerCase();
    return props.rows.filter(({ searched }) => searched.toLowerCase().includes(text));
  });
  return (
    <>
      <Show when={props.rows.length > MANY}>
        <Field type="search" label={words().search} value={typed()} onInput={setTyped} />
      </Show>
      <ul class="rows" aria-label={props.label}>
        <For
          each={found().slice(0, shown())}
          fallback={<li class="rows-none">{typed() === '' ? props.none : words().none}</li>}
        >
          {(row) => (
            <li>
              <Link to={row.to} class="row-link">
                <span class="row-text">
                  <strong>{row.name}</strong>
                  <span>{row.detail}</span>
                </span>
                <Show when={row.alert}>
                  {(alert) => (
                    <span class="mark mark-warning">
                      <Icon name="warning" />
                      {alert()}
                    </span>
                  )}
                </Show>
                <Icon name="arrowRight" />
              </Link>
            </li>
          )}
        </For>
      </ul>
      <Show when={found().length > shown()}>
        <Button onClick={() => setShown((count) => count + SHOWN)}>{words().more}</Button>
      </Show>
    </>
  );
}

/** All that this administrator looks after; what wants somebody's attention is marked. */
export function Overview() {
  const { state } = useOffice();
  const organisations = createMemo((): readonly Row[] =>
    byName(state().organisations).map((each) => {
      const has = new Set(each.providers.map(({ kind }) => kind));
      const missing = kindsOf(each).find((kind) => !has.has(kind));
      const alert = missing === 'administrator' ? words().noAdministrator : words().noSignIn;
      const units =
        each.kind === 'clinics' || each.kind === 'operator'
          ? ''
          : ` · ${words().units(each.units.length)}`;
      return {
        to: { page: 'organisation', organisationId: each.organisationId },
        name: each.name,
        detail: organisationKindTexts()[each.kind] + units,
        alert: missing === undefined ? undefined : alert,
        searched: `${each.name} ${each.cvr}`,
      };
    }),
  );
  const clinics = createMemo((): readonly Row[] => {
    const rows = byName(state().clinics).map((each) => ({
      to: { page: 'clinic', clinicId: each.clinicId } as const,
      name: each.name,
      detail: `${words().ydernummer(each.ydernummer)} · ${words().employees(each.employees.length)}`,
      alert: each.requests.length > 0 ? words().requests(each.requests.length) : undefined,
      searched: `${each.name} ${each.ydernummer} ${each.cvr} ${each.address}`,
    }));
    return [...rows.filter(({ alert }) => alert), ...rows.filter(({ alert }) => !alert)];
  });
  const isEmpty = () =>
    !state().isOperator && organisations().length === 0 && clinics().length === 0;

  return (
    <Page
      title={isEmpty() ? words().nothing : words().title}
      lead={isEmpty() ? words().nothingText : undefined}
    >
      <div class="overview">
        <Show when={state().isOperator || organisations().length > 0}>
          <Panel
            title={words().organisations}
            action={
              <Show when={state().isOperator}>
                <Button onClick={() => go({ page: 'newOrganisation' })}>
                  {words().newOrganisation}
                </Button>
              </Show>
            }
          >
            <Rows
              rows={organisations()}
              none={words().noOrganisations}
              label={words().organisations}
            />
          </Panel>
        </Show>
        <Show when={state().isOperator || clinics().length > 0}>
          <Panel
            title={words().clinics}
            action={
              <Show when={state().isOperator}>
                <Button onClick={() => go({ page: 'newClinic' })}>{words().newClinic}</Button>
              </Show>
            }
          >
            <Rows rows={clinics()} none={words().noClinics} label={words().clinics} />
          </Panel>
        </Show>
      </div>
    </Page>
  );
}
