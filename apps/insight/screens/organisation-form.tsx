import { Show } from 'solid-js';
import {
  ORGANISATION_KINDS,
  isCvr,
  type OrganisationId,
  type OrganisationKind,
} from '@naervaer/machines/protocol';
import { Field, Select } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { createForm, unlessFilled } from '../form.ts';
import { newId } from '../new-id.ts';
import { FormFrame } from '../parts/form-frame.tsx';
import { Fact, Facts, Page } from '../parts/page.tsx';
import type { Route } from '../route.ts';
import type { OrganisationView } from '../types.ts';
import { organisationKindTexts } from '../words.ts';

const words = texts({
  da: {
    overview: 'Overblik',
    titleNew: 'Ny organisation',
    title: 'Ret oplysninger',
    name: 'Navn',
    nameHint: 'Som medarbejderne kender det, fx “Aabjerg Kommune”.',
    nameError: 'Skriv organisationens navn.',
    kind: 'Type',
    choose: 'Vælg type',
    kindError: 'Vælg, hvad organisationen er.',
    cvr: 'CVR-nummer',
    cvrHint: 'Otte cifre. Medarbejdernes roller skal gælde for dette nummer.',
    cvrError: 'CVR-nummeret passer ikke. Tjek de otte cifre.',
    support: 'Hvem kan hjælpe',
    supportHint:
      'Navn og telefonnummer. Det står på hver fejlside, så skriv det, som det skal læses.',
    supportError: 'Skriv, hvem medarbejderne skal kontakte.',
    fixed: 'Type og CVR-nummer kan kun rettes af den, der driver systemet.',
    create: 'Opret organisationen',
    created: 'Organisationen er oprettet. Sæt nu log-in op.',
  },
  en: {
    overview: 'Overview',
    titleNew: 'New organisation',
    title: 'Edit details',
    name: 'Name',
    nameHint: 'As its staff know it, e.g. “Aabjerg Kommune”.',
    nameError: 'Write the organisation’s name.',
    kind: 'Kind',
    choose: 'Choose a kind',
    kindError: 'Choose what the organisation is.',
    cvr: 'CVR number',
    cvrHint: 'Eight digits. The roles of its staff must be given for this number.',
    cvrError: 'The CVR number is not right. Check the eight digits.',
    support: 'Who can help',
    supportHint: 'Name and telephone number. It stands on every error page, as you write it.',
    supportError: 'Write whom the staff should contact.',
    fixed: 'Kind and CVR number can only be changed by whoever runs the system.',
    create: 'Create the organisation',
    created: 'The organisation is created. Now set its sign-in up.',
  },
});

/** A new organisation, or what an old one is called and whom it asks for help (I4). */
export function OrganisationForm(props: { organisation?: OrganisationView | undefined }) {
  const { administration, state } = useOffice();
  const before = props.organisation;
  let id = before?.organisationId;
  const form = createForm(
    {
      name: before?.name ?? '',
      kind: (before?.kind ?? '') as OrganisationKind | '',
      cvr: before?.cvr ?? '',
      support: before?.support ?? '',
    },
    ({ name, kind, cvr, support }) => ({
      name: unlessFilled(name, words().nameError),
      kind: unlessFilled(kind, words().kindError),
      cvr: isCvr(cvr.replaceAll(' ', '')) ? undefined : words().cvrError,
      support: unlessFilled(support, words().supportError),
    }),
  );
  const above = (): Route =>
    before === undefined
      ? { page: 'overview' }
      : { page: 'organisation', organisationId: before.organisationId };
  const after = (): Route =>
    id === undefined ? above() : { page: 'organisation', organisationId: id };

  return (
    <Page
      isNarrow
      title={before === undefined ? words().titleNew : words().title}
      back={{ to: above(), title: before?.name ?? words().overview }}
    >
      <FormFrame
        form={form}
        after={after()}
        cancel={above()}
        save={before === undefined ? words().create : undefined}
        saved={before === undefined ? words().created : undefined}
        send={async ({ name, kind, cvr, support }) => {
          if (kind === '') return;
          id ??= newId(name) as OrganisationId;
          await administration.change({
            type: 'putOrganisation',
            organisationId: id,
            name: name.trim(),
            kind,
            cvr: cvr.replaceAll(' ', ''),
            support: support.trim(),
          });
        }}
      >
        <Field
          label={words().name}
          hint={words().nameHint}
          required
          maxLength={120}
          {...form.field('name')}
        />
        <Show
          when={state().isOperator}
          fallback={
            <>
              <Facts>
                <Fact name={words().kind}>
                  {before === undefined ? '' : organisationKindTexts()[before.kind]}
                </Fact>
                <Fact name={words().cvr}>{before?.cvr}</Fact>
              </Facts>
              <p class="field-hint">{words().fixed}</p>
            </>
          }
        >
          <Show
            when={before}
            fallback={
              <Select
                label={words().kind}
                required
                placeholder={words().choose}
                options={ORGANISATION_KINDS.map((value) => ({
                  value,
                  label: organisationKindTexts()[value],
                }))}
                {...form.field('kind')}
                value={form.values().kind === '' ? null : form.values().kind}
              />
            }
          >
            {(before) => (
              <Facts>
                <Fact name={words().kind}>{organisationKindTexts()[before().kind]}</Fact>
              </Facts>
            )}
          </Show>
          <Field
            label={words().cvr}
            hint={words().cvrHint}
            required
            inputMode="numeric"
            maxLength={11}
            {...form.field('cvr')}
          />
        </Show>
        <Field
          label={words().support}
          hint={words().supportHint}
          required
          maxLength={300}
          {...form.field('support')}
        />
      </FormFrame>
    </Page>
  );
}
