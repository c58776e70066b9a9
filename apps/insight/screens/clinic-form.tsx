import { Show } from 'solid-js';
import { isCvr, type ClinicId, type Ydernummer } from '@naervaer/machines/protocol';
import { Field } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from '../context.ts';
import { createForm, unlessFilled } from '../form.ts';
import { newId } from '../new-id.ts';
import { FormFrame } from '../parts/form-frame.tsx';
import { Fact, Facts, Page } from '../parts/page.tsx';
import { isRetention, retentionWords } from '../retention.ts';
import type { Route } from '../route.ts';
import type { ClinicView } from '../types.ts';

const words = texts({
  da: {
    overview: 'Overblik',
    titleNew: 'Ny klinik',
    title: 'Ret oplysninger',
    name: 'Klinikkens navn',
    nameError: 'Skriv klinikkens navn.',
    address: 'Adresse',
    addressHint: 'Personalet finder klinikken på navn, ydernummer eller adresse.',
    addressError: 'Skriv klinikkens adresse.',
    ydernummer: 'Ydernummer',
    ydernummerHint: 'Op til seks cifre.',
    ydernummerError: 'Ydernummeret skal være et til seks cifre.',
    cvr: 'CVR-nummer',
    cvrHint: 'Otte cifre. Medarbejdernes roller skal gælde for dette nummer.',
    cvrError: 'CVR-nummeret passer ikke. Tjek de otte cifre.',
    hours: 'Timer, før personoplysninger slettes',
    hoursError: 'Skriv et helt antal timer fra 1 til 720.',
    fixed: 'Ydernummer og CVR-nummer kan kun rettes af den, der driver systemet.',
    create: 'Opret klinikken',
    created: 'Klinikken er oprettet.',
  },
  en: {
    overview: 'Overview',
    titleNew: 'New clinic',
    title: 'Edit details',
    name: 'The clinic’s name',
    nameError: 'Write the clinic’s name.',
    address: 'Address',
    addressHint: 'Staff find the clinic by name, provider number or address.',
    addressError: 'Write the clinic’s address.',
    ydernummer: 'Provider number',
    ydernummerHint: 'Up to six digits.',
    ydernummerError: 'The provider number has one to six digits.',
    cvr: 'CVR number',
    cvrHint: 'Eight digits. The roles of its staff must be given for this number.',
    cvrError: 'The CVR number is not right. Check the eight digits.',
    hours: 'Hours until personal data are deleted',
    hoursError: 'Write a whole number of hours from 1 to 720.',
    fixed: 'Provider number and CVR number can only be changed by whoever runs the system.',
    create: 'Create the clinic',
    created: 'The clinic is created.',
  },
});

/** A new clinic, or an old one's name, address and retention (I4, P2). */
export function ClinicForm(props: { clinic?: ClinicView | undefined }) {
  const { administration, state } = useOffice();
  const before = props.clinic;
  let id = before?.clinicId;
  const form = createForm(
    {
      name: before?.name ?? '',
      address: before?.address ?? '',
      ydernummer: before?.ydernummer ?? '',
      cvr: before?.cvr ?? '',
      hours: String(before?.retentionHours ?? 24),
    },
    ({ name, address, ydernummer, cvr, hours }) => ({
      name: unlessFilled(name, words().nameError),
      address: unlessFilled(address, words().addressError),
      ydernummer: /^\d{1,6}$/.test(ydernummer.trim()) ? undefined : words().ydernummerError,
      cvr: isCvr(cvr.replaceAll(' ', '')) ? undefined : words().cvrError,
      hours: isRetention(hours) ? undefined : words().hoursError,
    }),
  );
  const above = (): Route =>
    before === undefined ? { page: 'overview' } : { page: 'clinic', clinicId: before.clinicId };

  return (
    <Page
      isNarrow
      title={before === undefined ? words().titleNew : words().title}
      back={{ to: above(), title: before?.name ?? words().overview }}
    >
      <FormFrame
        form={form}
        after={id === undefined ? above() : { page: 'clinic', clinicId: id }}
        cancel={above()}
        save={before === undefined ? words().create : undefined}
        saved={before === undefined ? words().created : undefined}
        send={async ({ name, address, ydernummer, cvr, hours }) => {
          id ??= newId(name) as ClinicId;
          await administration.change({
            type: 'putClinic',
            clinicId: id,
            name: name.trim(),
            address: address.trim(),
            ydernummer: ydernummer.trim().padStart(6, '0') as Ydernummer,
            cvr: cvr.replaceAll(' ', ''),
            retentionHours: Number(hours.trim()),
          });
        }}
      >
        <Field label={words().name} required maxLength={120} {...form.field('name')} />
        <Field
          label={words().address}
          hint={words().addressHint}
          required
          maxLength={200}
          {...form.field('address')}
        />
        <Show
          when={state().isOperator}
          fallback={
            <>
              <Facts>
                <Fact name={words().ydernummer}>{before?.ydernummer}</Fact>
                <Fact name={words().cvr}>{before?.cvr}</Fact>
              </Facts>
              <p class="field-hint">{words().fixed}</p>
            </>
          }
        >
          <Field
            label={words().ydernummer}
            hint={words().ydernummerHint}
            required
            inputMode="numeric"
            maxLength={6}
            {...form.field('ydernummer')}
          />
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
          label={words().hours}
          hint={retentionWords(form.values().hours)}
          required
          inputMode="numeric"
          maxLength={3}
          {...form.field('hours')}
        />
      </FormFrame>
    </Page>
  );
}
