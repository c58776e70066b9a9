import { Show, createEffect, on, type JSX } from 'solid-js';
import { Banner, Button, notify } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { explain } from '../explain.ts';
import type { Form } from '../form.ts';
import { goOn, leave } from '../navigation.ts';
import type { Route } from '../route.ts';

const words = texts({
  da: { save: 'Gem', cancel: 'Fortryd', saved: 'Gemt.' },
  en: { save: 'Save', cancel: 'Cancel', saved: 'Saved.' },
});

/** The buttons and the ways out of every form; what was refused is told above the buttons. */
export function FormFrame<V extends Record<string, string>>(props: {
  form: Form<V>;
  send: (values: V) => Promise<void>;
  /** Where saving leads, and cancelling too unless it says otherwise. */
  after: Route;
  cancel?: Route | undefined;
  /** Stays on the screen after saving. */
  stays?: boolean | undefined;
  save?: string | undefined;
  saved?: string | undefined;
  children: JSX.Element;
}) {
  let element: HTMLFormElement | undefined;
  let failed: HTMLDivElement | undefined;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (props.form.isPending()) return;
    const isDone = await props.form.submit(props.send);
    if (isDone) {
      if (props.stays !== true) goOn(props.after);
      notify('success', props.saved ?? words().saved);
      return;
    }
    const invalid = element?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const control = invalid?.matches('fieldset') ? invalid.querySelector('input') : invalid;
    control?.focus();
  };
  createEffect(
    on(
      () => props.form.failure(),
      (failure) => {
        if (failure !== undefined) failed?.scrollIntoView({ block: 'nearest' });
      },
    ),
  );

  return (
    <form class="form" novalidate ref={(form) => (element = form)} onSubmit={submit}>
      {props.children}
      <div role="alert" ref={(place) => (failed = place)}>
        <Show when={props.form.failure()}>
          {(failure) => <Banner tone="danger">{explain(failure())}</Banner>}
        </Show>
      </div>
      <div class="form-actions">
        <Button type="submit" variant="primary" isPending={props.form.isPending()}>
          {props.save ?? words().save}
        </Button>
        <Button variant="quiet" onClick={() => leave(() => goOn(props.cancel ?? props.after))}>
          {words().cancel}
        </Button>
      </div>
    </form>
  );
}
