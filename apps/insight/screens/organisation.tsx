import { For, Show, createSignal } from 'solid-js';
import { Button, Icon } from '@naervaer/kit/components';
import { careAreaTexts, texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { go } from '../navigation.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Link } from '../parts/link.tsx';
import { Fact, Facts, Page, Panel } from '../parts/page.tsx';
import { byName, kindsOf, type OrganisationView } from '../types.ts';
import { organisationKindTexts, personKindTexts } from '../words.ts';

const words = texts({
  da: {
    overview: 'Overblik',
    about: 'Om organisationen',
    kind: 'Type',
    cvr: 'CVR-nummer',
    support: 'Hvem kan hjælpe',
    edit: 'Ret oplysninger',
    signIn: 'Log-in',
    signInLead: 'Hvor organisationens folk logger ind, og hvilken rolle der lukker dem ind.',
    isMissing: 'Ikke sat op. Ingen kan logge ind.',
    isMissingMark: 'Mangler',
    units: 'Enheder',
    unitsLead: 'Plejehjem, distrikter og teams. Personalet vælger sin enhed første gang.',
    noUnits: 'Der er ingen enheder endnu. Uden en enhed kan personalet ikke komme i gang.',
    newUnit: 'Ny enhed',
    remove: 'Fjern organisationen',
    removeTitle: (name: string) => `Fjern ${name}?`,
    removeText:
      'Organisationens folk kan ikke længere logge ind og mister adgangen med det samme. Adgangsloggen bliver stående.',
    yes: 'Fjern organisationen',
    removed: 'Organisationen er fjernet.',
  },
  en: {
    overview: 'Overview',
    about: 'About the organisation',
    kind: 'Kind',
    cvr: 'CVR number',
    support: 'Who can help',
    edit: 'Edit details',
    signIn: 'Sign-in',
    signInLead: 'Where the organisation’s people sign in, and which role lets them in.',
    isMissing: 'Not set up. Nobody can sign in.',
    isMissingMark: 'Missing',
    units: 'Units',
    unitsLead: 'Nursing homes, districts and teams. Staff choose theirs the first time.',
    noUnits: 'There are no units yet. Without one, staff cannot begin.',
    newUnit: 'New unit',
    remove: 'Remove the organisation',
    removeTitle: (name: string) => `Remove ${name}?`,
    removeText:
      'The organisation’s people can no longer sign in, and lose access at once. The access log stays.',
    yes: 'Remove the organisation',
    removed: 'The organisation is removed.',
  },
});

/** One organisation: what it is, where its people sign in, and its units (I4). */
export function OrganisationPage(props: { organisation: OrganisationView }) {
  const { administration, state, info } = useOffice();
  const [isRemoving, setRemoving] = createSignal(false);
  const organisation = () => props.organisation;
  const organisationId = () => organisation().organisationId;
  const hasUnits = () => organisation().kind !== 'clinics' && organisation().kind !== 'operator';
  const hasMore = () => state().isOperator || state().organisations.length > 1;

  return (
    <Page
      title={organisation().name}
      back={hasMore() ? { to: { page: 'overview' }, title: words().overview } : undefined}
    >
      <Panel
        title={words().about}
        action={
          <Button
            onClick={() => go({ page: 'editOrganisation', organisationId: organisationId() })}
          >
            {words().edit}
          </Button>
        }
      >
        <Facts>
          <Fact name={words().kind}>{organisationKindTexts()[organisation().kind]}</Fact>
          <Fact name={words().cvr}>{organisation().cvr}</Fact>
          <Fact name={words().support}>{organisation().support}</Fact>
        </Facts>
      </Panel>

      <Panel title={words().signIn} lead={words().signInLead}>
        <ul class="rows">
          <For each={kindsOf(organisation())}>
            {(kind) => {
              const provider = () => organisation().providers.find((each) => each.kind === kind);
              return (
                <li>
                  <Link
                    to={{ page: 'provider', organisationId: organisationId(), kind }}
                    class="row-link"
                  >
                    <span class="row-text">
                      <strong>{personKindTexts()[kind]}</strong>
                      <span class="row-long">
                        {provider()?.settings.issuer ?? words().isMissing}
                      </span>
                    </span>
                    <Show when={provider() === undefined}>
                      <span class="mark mark-warning">
                        <Icon name="warning" />
                        {words().isMissingMark}
                      </span>
                    </Show>
                    <Icon name="arrowRight" />
                  </Link>
                </li>
              );
            }}
          </For>
        </ul>
      </Panel>

      <Show when={hasUnits()}>
        <Panel
          title={words().units}
          lead={words().unitsLead}
          action={
            <Button onClick={() => go({ page: 'newUnit', organisationId: organisationId() })}>
              {words().newUnit}
            </Button>
          }
        >
          <ul class="rows">
            <For
              each={byName(organisation().units)}
              fallback={<li class="rows-none">{words().noUnits}</li>}
            >
              {(unit) => (
                <li>
                  <Link
                    to={{ page: 'unit', organisationId: organisationId(), unitId: unit.unitId }}
                    class="row-link"
                  >
                    <span class="row-text">
                      <strong>{unit.name}</strong>
                      <span>{careAreaTexts()[unit.careArea]}</span>
                    </span>
                    <Icon name="arrowRight" />
                  </Link>
                </li>
              )}
            </For>
          </ul>
        </Panel>
      </Show>

      <Show when={state().isOperator && organisationId() !== info.organisation.id}>
        <div class="office-end">
          <Button variant="quiet" class="button-removes" onClick={() => setRemoving(true)}>
            {words().remove}
          </Button>
        </div>
      </Show>
      <Show when={isRemoving()}>
        <Confirm
          title={words().removeTitle(organisation().name)}
          yes={words().yes}
          done={words().removed}
          act={(stored) =>
            administration.change(
              { type: 'removeOrganisation', organisationId: organisationId() },
              stored,
            )
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
