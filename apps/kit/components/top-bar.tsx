import { Show, type JSX } from 'solid-js';
import { LanguageSwitch } from './language-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import './top-bar.css';

/** The head of every page: where I am, then what is the page's own, then language and theme. */
export function TopBar(props: {
  /** The clinic, the organisation or the product. */
  title: string;
  detail?: JSX.Element;
  children?: JSX.Element;
}) {
  return (
    <header class="top-bar">
      <div class="top-bar-title">
        <span class="top-bar-name">{props.title}</span>
        <Show when={props.detail}>
          {(detail) => <span class="top-bar-detail">{detail()}</span>}
        </Show>
      </div>
      <div class="top-bar-tools">
        {props.children}
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}
