import { Match, Show, Switch, onCleanup } from 'solid-js';
import { createAdministration } from '@naervaer/kit/administration';
import { ErrorScreen, Frame, Loading, TopBar } from '@naervaer/kit/components';
import { createDirectory } from '@naervaer/kit/directory';
import { explainEdge, texts } from '@naervaer/kit/texts';
import { OfficeContext } from './context.ts';
import { OfficePage } from './office.tsx';
import { SignIn } from './sign-in.tsx';
// In this order: what is for all screens, then what is one screen's own.
import './styles/page.css';
import './styles/rows.css';
import './styles/form.css';
import './styles/provider-trial.css';
import './styles/access-log.css';
import './styles/signed-in.css';

const words = texts({
  da: {
    product: 'Indblik',
    detail: 'Nærvær til administration og opfølgning',
    opening: 'Åbner …',
    offlineTitle: 'Ingen forbindelse',
    offline: 'Vi kan ikke få fat i serveren. Tjek netværket. Siden prøver selv igen.',
  },
  en: {
    product: 'Insight',
    detail: 'Nærvær for administration and follow-up',
    opening: 'Opening …',
    offlineTitle: 'No connection',
    offline: 'We cannot reach the server. Check the network. The page tries again by itself.',
  },
});

/** The administrators' page (I4, I5): from opening to the office of whoever is signed in. */
export function App() {
  const directory = createDirectory('insight');
  const administration = createAdministration();
  onCleanup(() => administration.close());

  const standing = () => administration.standing();
  const open = () => {
    const now = standing();
    return now.kind === 'open' ? now : undefined;
  };
  const out = () => {
    const now = standing();
    return now.kind === 'signedOut' ? now : undefined;
  };
  const failure = () => {
    const now = standing();
    return now.kind === 'failed' ? now.code : undefined;
  };
  const isDemo = () => directory.directory()?.mode === 'demo';

  return (
    <Frame isDemo={isDemo()}>
      <Show
        when={open() && administration.state() ? open() : undefined}
        fallback={
          <>
            <TopBar title={words().product} detail={words().detail} />
            <main class="alone">
              <Switch>
                <Match when={standing().kind === 'opening'}>
                  <h1 class="visually-hidden">{words().product}</h1>
                  <Loading text={words().opening} />
                </Match>
                <Match when={out()}>
                  {(out) => <SignIn directory={directory} isOver={out().isOver} />}
                </Match>
                <Match when={standing().kind === 'offline'}>
                  <ErrorScreen
                    title={words().offlineTitle}
                    text={words().offline}
                    onAgain={() => administration.again()}
                  />
                </Match>
                <Match when={failure()}>
                  {(code) => (
                    <ErrorScreen
                      text={explainEdge(code())}
                      onAgain={() => administration.again()}
                    />
                  )}
                </Match>
              </Switch>
            </main>
          </>
        }
      >
        {(open) => (
          <OfficeContext.Provider
            value={{
              administration,
              info: open().info,
              // Shown only while there is one; the last look of a page that goes sees the first.
              state: () => administration.state() ?? NOTHING,
              isDemo,
            }}
          >
            <OfficePage />
          </OfficeContext.Provider>
        )}
      </Show>
    </Frame>
  );
}

const NOTHING = { isOperator: false, organisations: [], clinics: [], accessLogDays: 730 };
