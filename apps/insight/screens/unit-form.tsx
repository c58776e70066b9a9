import { Show, createSignal } from 'solid-js';
import { CARE_AREAS, type CareArea, type UnitId } from '@naervaer/machines/protocol';
import { Button, Field, RadioGroup } from '@naervaer/kit/components';
import { careAreaTexts, texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { createForm, unlessFilled } from '../form.ts';
import { goOn } from '../navigation.ts';
import { newId } from '../new-id.ts';
import { Confirm } from '../parts/confirm.tsx';
import { FormFrame } from '../parts/form-frame.tsx';
import { Page } from '../parts/page.tsx';
import type { OrganisationView, UnitView } from '../types.ts';

const words = texts({
  da: {
    titleNew: 'Ny enhed',
    title: 'Ret enhed',
    name: 'Navn',
    nameHint: 'Som personalet kender stedet, fx “Plejehjemmet Åhaven”. Lægen ser det.',
    nameError: 'Skriv enhedens navn.',
    area: 'Hvad er det for et sted?',
    areaError: 'Vælg, hvad det er for et sted.',
    create: 'Opret enheden',
    created: 'Enheden er oprettet. Personalet kan vælge den nu.',
    remove: 'Fjern enheden',
    removeTitle: (name: string) => `Fjern ${name}?`,
    removeText:
      'Personalet kan ikke længere vælge enheden. De, der har den i dag, bliver spurgt om en anden, næste gang de går i gang.',
    removed: 'Enheden er fjernet.',
  },
  en: {
    titleNew: 'New unit',
    title: 'Edit unit',
    name: 'Name',
    nameHint: 'As staff know the place, e.g. “Plejehjemmet Åhaven”. The doctor sees it.',
    nameError: 'Write the unit’s name.',
    area: 'What kind of place is it?',
    areaError: 'Choose what kind of place it is.',
    create: 'Create the unit',
    created: 'The unit is created. Staff can choose it now.',
    remove: 'Remove the unit',
    removeTitle: (name: string) => `Remove ${name}?`,
    removeText:
      'Staff can no longer choose the unit. Those who have it today are asked for another one the next time they begin.',
    removed: 'The unit is removed.',
  },
});

/** A place of an organisation: its name and its care area (I4). */
export function UnitForm(props: { organisation: OrganisationView; unit?: UnitView | undefined }) {
  const { administration } = useOffice();
  const [isRemoving, setRemoving] = createSignal(false);
  const before = props.unit;
  const { organisationId } = props.organisation;
  let id = before?.unitId;
  const after = { page: 'organisation', organisationId } as const;
  const form = createForm(
    { name: before?.name ?? '', careArea: (before?.careArea ?? '') as CareArea | '' },
    ({ name, careArea }) => ({
      name: unlessFilled(name, words().nameError),
      careArea: unlessFilled(careArea, words().areaError),
    }),
  );

  return (
    <Page
      isNarrow
      title={before === undefined ? words().titleNew : words().title}
      back={{ to: after, title: props.organisation.name }}
    >
      <FormFrame
        form={form}
        after={after}
        save={before === undefined ? words().create : undefined}
        saved={before === undefined ? words().created : undefined}
        send={async ({ name, careArea }) => {
          if (careArea === '') return;
          id ??= newId(name) as UnitId;
          await administration.change({
            type: 'putUnit',
            unitId: id,
            organisationId,
            name: name.trim(),
            careArea,
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
        <RadioGroup
          label={words().area}
          required
          isRow
          options={CARE_AREAS.map((value) => ({ value, label: careAreaTexts()[value] }))}
          {...form.field('careArea')}
          value={form.values().careArea === '' ? null : form.values().careArea}
        />
      </FormFrame>
      <Show when={before}>
        {(unit) => (
          <>
            <div class="office-end">
              <Button variant="quiet" class="button-removes" onClick={() => setRemoving(true)}>
                {words().remove}
              </Button>
            </div>
            <Show when={isRemoving()}>
              <Confirm
                title={words().removeTitle(unit().name)}
                yes={words().remove}
                done={words().removed}
                act={(stored) =>
                  administration.change({ type: 'removeUnit', unitId: unit().unitId }, stored)
                }
                onDone={() => goOn(after)}
                onClose={() => setRemoving(false)}
              >
                {words().removeText}
              </Confirm>
            </Show>
          </>
        )}
      </Show>
    </Page>
  );
}
