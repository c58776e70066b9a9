import { Match, Show, Switch, createSignal, onCleanup, onMount } from 'solid-js';
import { NaervaerError } from '@naervaer/machines/protocol';
import { ErrorScreen, Frame, Loading, TopBar } from '@naervaer/kit/components';
import { createDirectory } from '@naervaer/kit/directory';
import { openSession, type Session } from '@naervaer/kit/session';
import { explainEdge, texts } from '@naervaer/kit/texts';
import { ClinicBoard } from './clinic-board.tsx';
import { SignIn } from './sign-in.tsx';
import { WrongRole } from './wrong-role.tsx';
import './board.css';

type Phase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'open'; readonly session: Session };

const words = texts({
  da: {
    product: 'Venteværelse',
    detail: 'Nærvær til klinikken',
    opening: 'Åbner venteværelset …',
    offlineTitle: 'Ingen forbindelse',
    offline: 'Vi kan ikke få fat i serveren. Tjek netværket. Siden prøver selv igen.',
  },
  en: {
    product: 'Waiting room',
    detail: 'Nærvær for the clinic',
    opening: 'Opening the waiting room …',
    offlineTitle: 'No connection',
    offline: 'We cannot reach the server. Check the network. The page tries again by itself.',
  },
});

/** How long the offline page waits before it tries again, in milliseconds. */
const AGAIN_MS = 5000;

/** The board's page: from opening to the clinic's queue. */
export function App() {
  const directory = createDirectory();
  const [phase, setPhase] = createSignal<Phase>({ kind: 'opening' });
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function open(): Promise<void> {
    clearTimeout(timer);
    try {
      const session = await openSession({ app: 'board' });
      if (session === 'offline') {
        setPhase({ kind: 'offline' });
        timer = setTimeout(start, AGAIN_MS);
      } else if (session === 'signedOut') setPhase({ kind: 'signedOut' });
      else setPhase({ kind: 'open', session });
      if (session !== 'offline' && directory.hasFailed()) directory.again();
    } catch (error) {
      setPhase({ kind: 'failed', code: error instanceof NaervaerError ? error.code : 'internal' });
    }
  }
  function start(): void {
    open().catch(() => setPhase({ kind: 'failed', code: 'internal' }));
  }

  onMount(start);
  onCleanup(() => {
    clearTimeout(timer);
    const last = phase();
    if (last.kind === 'open') last.session.close();
  });

  const session = () => {
    const now = phase();
    return now.kind === 'open' ? now.session : undefined;
  };
  const failure = () => {
    const now = phase();
    return now.kind === 'failed' ? now.code : undefined;
  };
  const support = () =>
    directory.directory()?.organisations.find((each) => each.kind === 'clinics')?.support;

  return (
    <Frame isDemo={directory.directory()?.mode === 'demo'}>
      <Show
        when={session()}
        fallback={
          <>
            <TopBar title={words().product} detail={words().detail} />
            <main class="page">
              <Switch>
                <Match when={phase().kind === 'opening'}>
                  <h1 class="visually-hidden">{words().product}</h1>
                  <Loading text={words().opening} />
                </Match>
                <Match when={phase().kind === 'signedOut'}>
                  <SignIn directory={directory} />
                </Match>
                <Match when={phase().kind === 'offline'}>
                  <ErrorScreen
                    title={words().offlineTitle}
                    text={words().offline}
                    support={support()}
                    onAgain={start}
                  />
                </Match>
                <Match when={failure()}>
                  {(code) => (
                    <ErrorScreen text={explainEdge(code())} support={support()} onAgain={start} />
                  )}
                </Match>
              </Switch>
            </main>
          </>
        }
      >
        {(open) => (
          <Switch>
            <Match when={open().line().kind === 'signedOut'}>
              <TopBar title={words().product} detail={words().detail} />
              <main class="page">
                <SignIn directory={directory} isOver />
              </main>
            </Match>
            <Match when={open().info.clinics.length === 0}>
              <WrongRole session={open()} support={support()} />
            </Match>
            <Match when={open()}>
              {(session) => <ClinicBoard session={session()} support={support()} />}
            </Match>
          </Switch>
        )}
      </Show>
    </Frame>
  );
}
