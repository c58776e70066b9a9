import { For, createEffect, type JSX } from 'solid-js';
import { createDirectory } from '../directory/index.ts';
import { texts } from '../texts/index.ts';
import { Frame } from './frame.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Screen } from './screen.tsx';
import { TopBar } from './top-bar.tsx';
import './coming-page.css';

const words = texts({
  da: { coming: 'Det kommer', now: 'Det kan du i dag', start: 'Til forsiden' },
  en: { coming: 'What comes here', now: 'What you can do today', start: 'To the start page' },
});

export interface ComingPageProps {
  /** Also the browser tab's title. */
  product: string;
  detail: string;
  title: string;
  icon: IconName;
  children: JSX.Element;
  /** What will be possible here. */
  coming: readonly string[];
  /** What to do until then. */
  today: string;
}

/** The page of an app that is not built yet: says calmly what it will be, and where to go now. */
export function ComingPage(props: ComingPageProps) {
  const { directory } = createDirectory();
  createEffect(() => {
    document.title = `${props.product} – Nærvær`;
  });
  return (
    <Frame isDemo={directory()?.mode === 'demo'}>
      <TopBar title={props.product} detail={props.detail} />
      <main class="coming-page">
        <Screen title={props.title} icon={props.icon}>
          <p>{props.children}</p>
          <h2>{words().coming}</h2>
          <ul class="coming-list">
            <For each={props.coming}>
              {(each) => (
                <li>
                  <Icon name="clock" />
                  <span>{each}</span>
                </li>
              )}
            </For>
          </ul>
          <h2>{words().now}</h2>
          <p>{props.today}</p>
          <a class="button button-primary button-large" href="/">
            {words().start}
            <Icon name="arrowRight" />
          </a>
        </Screen>
      </main>
    </Frame>
  );
}
