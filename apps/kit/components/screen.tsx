import { Show, type JSX } from 'solid-js';
import { texts } from '../texts/index.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import './screen.css';

/** One calm card in the middle of the page: one thing said, one thing to do. */
export function Screen(props: {
  title: string;
  icon?: IconName | undefined;
  isError?: boolean | undefined;
  children?: JSX.Element;
}) {
  return (
    <section class="screen" role={props.isError === true ? 'alert' : undefined}>
      <Show when={props.icon}>
        {(icon) => (
          <span class="screen-icon" classList={{ 'screen-icon-error': props.isError === true }}>
            <Icon name={icon()} />
          </span>
        )}
      </Show>
      <h1>{props.title}</h1>
      {props.children}
    </section>
  );
}

const words = texts({
  da: { title: 'Det gik ikke', again: 'Prøv igen', support: 'Brug for hjælp?' },
  en: { title: 'That did not work', again: 'Try again', support: 'Need help?' },
});

/** What went wrong, what to do, and whom to ask (T13). */
export function ErrorScreen(props: {
  title?: string | undefined;
  text: string;
  /** The organisation's support: words and a telephone number. */
  support?: string | undefined;
  onAgain?: (() => void) | undefined;
  children?: JSX.Element;
}) {
  return (
    <Screen title={props.title ?? words().title} icon="warning" isError>
      <p>{props.text}</p>
      {props.children}
      <Show when={props.onAgain}>
        {(again) => (
          <Button variant="primary" size="large" onClick={() => again()()}>
            {words().again}
          </Button>
        )}
      </Show>
      <Show when={props.support}>
        {(support) => (
          <p class="screen-support">
            <strong>{words().support}</strong> {support()}
          </p>
        )}
      </Show>
    </Screen>
  );
}
