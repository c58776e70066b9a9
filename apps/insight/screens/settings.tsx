import { texts } from '@naervaer/kit/texts';
import { Field } from '@naervaer/kit/components';
import { useOffice } from '../context.ts';
import { createForm } from '../form.ts';
import { FormFrame } from '../parts/form-frame.tsx';
import { Page } from '../parts/page.tsx';

const LEAST = 30;
const MOST = 3650;

const words = texts({
  da: {
    title: 'Indstillinger',
    days: 'Dage, adgangsloggen gemmes',
    hint: 'Hvem der har set hvis oplysninger. Ældre linjer slettes. 730 dage er to år, som loven lægger op til.',
    error: 'Skriv et helt antal dage fra 30 til 3650.',
  },
  en: {
    title: 'Settings',
    days: 'Days that the access log is kept',
    hint: 'Who has seen whose data. Older lines are deleted. 730 days are two years, as the law suggests.',
    error: 'Write a whole number of days from 30 to 3650.',
  },
});

/** What holds for the whole installation. */
export function Settings() {
  const { administration, state } = useOffice();
  const form = createForm({ days: String(state().accessLogDays) }, ({ days }) => ({
    days:
      /^\d{2,4}$/.test(days.trim()) && Number(days) >= LEAST && Number(days) <= MOST
        ? undefined
        : words().error,
  }));
  return (
    <Page isNarrow title={words().title}>
      <FormFrame
        form={form}
        after={{ page: 'overview' }}
        stays
        send={({ days }) =>
          administration.change({ type: 'setAccessLogDays', days: Number(days.trim()) })
        }
      >
        <Field
          label={words().days}
          hint={words().hint}
          required
          inputMode="numeric"
          maxLength={4}
          {...form.field('days')}
        />
      </FormFrame>
    </Page>
  );
}
