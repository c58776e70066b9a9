import { Show, createEffect, onMount, type JSX } from 'solid-js';
import { Icon } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import type { Route } from '../route.ts';
import { Link } from './link.tsx';

const words = texts({ da: { product: 'Indblik' }, en: { product: 'Insight' } });

/** One screen: where it came from, what it is, and below it its panels. Takes the focus when shown. */
export function Page(props: {
  title: string;
  /** For the browser's tab and its history, where the title names a person. */
  tab?: string | undefined;
  lead?: string | undefined;
  /** The screen above this one, and what it is called. */
  back?: { readonly to: Route; readonly title: string } | undefined;
  /** The screen's one main action. */
  action?: JSX.Element;
  isNarrow?: boolean | undefined;
  children: JSX.Element;
}) {
  let heading: HTMLHeadingElement | undefined;
  createEffect(() => {
    document.title = `${props.tab ?? props.title} – ${words().product} – Nærvær`;
  });
  // Who reads by ear or by keyboard begins where the new screen begins.
  onMount(() => heading?.focus({ preventScroll: true }));
  return (
    <main class="office" classList={{ 'office-narrow': props.isNarrow === true }}>
      <header class="office-head">
        <Show when={props.back}>
          {(back) => (
            <Link to={back().to} class="office-back">
              <Icon name="arrowLeft" />
              {back().title}
            </Link>
          )}
        </Show>
        <div class="office-title">
          <h1 tabindex="-1" ref={(element) => (heading = element)}>
            {props.title}
          </h1>
          {props.action}
        </div>
        <Show when={props.lead}>{(lead) => <p class="office-lead">{lead()}</p>}</Show>
      </header>
      {props.children}
    </main>
  );
}

/** Where one goes on when what had the focus is no longer there. */
export const focusTitle = (): void => {
  document.querySelector<HTMLElement>('main h1')?.focus();
};

/** A part of a screen with a name of its own. */
export function Panel(props: {
  title: string;
  lead?: string | undefined;
  action?: JSX.Element;
  /** Somebody waits for it. */
  isUrgent?: boolean | undefined;
  children: JSX.Element;
}) {
  return (
    <section class="panel" classList={{ 'panel-urgent': props.isUrgent === true }}>
      <header class="panel-head">
        <h2>{props.title}</h2>
        {props.action}
      </header>
      <Show when={props.lead}>{(lead) => <p class="panel-lead">{lead()}</p>}</Show>
      {props.children}
    </section>
  );
}

/** What is known of something, a line each. */
export function Facts(props: { children: JSX.Element }) {
  return <dl class="facts">{props.children}</dl>;
}
export function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
