import { Button } from '@naervaer/kit/components';
import { Show, onMount, type JSX } from 'solid-js';
import { words } from '../texts.ts';

/** How far one is: the four steps before the queue. */
export type StepNumber = 1 | 2 | 3 | 4;
const STEPS = 4;

export interface StepProps {
  title: string;
  lead?: JSX.Element;
  number?: StepNumber | undefined;
  onBack?: (() => void) | undefined;
  /** The one main action; none where choosing is the action. */
  action?: string | undefined;
  isPending?: boolean | undefined;
  isActionOff?: boolean | undefined;
  onAction?: (() => void) | undefined;
  /** Further, quieter ways on, under the main one. */
  others?: JSX.Element;
  children?: JSX.Element;
}

/** One thing to do: a question, its fields, one large button. */
export function Step(props: StepProps) {
  let form: HTMLFormElement | undefined;
  let title: HTMLHeadingElement | undefined;
  onMount(() => {
    // A new screen begins at its top, for eyes and for screen readers.
    window.scrollTo(0, 0);
    title?.focus({ preventScroll: true });
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (props.isPending === true) return;
    props.onAction?.();
    // What is wrong is shown now; the first of it gets the hands.
    queueMicrotask(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <main class="step">
      <form
        class="step-form"
        novalidate
        autocomplete="off"
        ref={(element) => {
          form = element;
        }}
        onSubmit={submit}
      >
        <header class="step-head">
          <Show when={props.number}>
            {(number) => <p class="step-number">{words().step(number(), STEPS)}</p>}
          </Show>
          <h1
            tabindex="-1"
            ref={(element) => {
              title = element;
            }}
          >
            {props.title}
          </h1>
          <Show when={props.lead}>{(lead) => <p class="step-lead">{lead()}</p>}</Show>
        </header>
        {props.children}
        <footer class="step-actions">
          <Show when={props.action}>
            <Button
              type="submit"
              variant="primary"
              size="large"
              isWide
              isPending={props.isPending}
              disabled={props.isActionOff}
            >
              {props.action}
            </Button>
          </Show>
          {props.others}
          <Show when={props.onBack}>
            {(back) => (
              <Button variant="quiet" icon="arrowLeft" onClick={() => back()()}>
                {words().back}
              </Button>
            )}
          </Show>
        </footer>
      </form>
    </main>
  );
}
