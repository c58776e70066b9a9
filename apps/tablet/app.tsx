import { DemoBanner, ErrorScreen, Loading } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import { explainEdge } from '@naervaer/kit/texts';
import { NaervaerError } from '@naervaer/machines/protocol';
import type { ConsultationView } from '@naervaer/machines/protocol';
import type { LockSnapshot } from '@naervaer/machines/lock';
import { restoreTablet, type TabletSnapshot } from '@naervaer/machines/tablet';
import { Match, Show, Switch, createSignal, onCleanup, onMount } from 'solid-js';
import { refreshDirectory, useDirectory } from './directory.ts';
import { keptView } from './last-view.ts';
import { keptLock } from './lock.ts';
import { forgetWish, loginAddress, rememberedOrganisation, wantsLogin } from './organisation.ts';
import { NoLine } from './screens/no-line.tsx';
import { Practice } from './screens/practice.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { SignedIn } from './signed-in.tsx';
import { words } from './texts.ts';
import './tablet.css';
import './lock.css';

/** Where the course of this session is kept, encrypted, from one reload to the next. */
const COURSE = 'tablet.course';

/** How long a page without a line waits before it tries again by itself, in milliseconds. */
const AGAIN_MS = 5_000;

type Place =
  | { readonly kind: 'opening' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'signedOut'; readonly isOver: boolean }
  | {
      readonly kind: 'in';
      readonly session: Session;
      readonly restored: TabletSnapshot | undefined;
      readonly lastView: ConsultationView | undefined;
      readonly lock: LockSnapshot | undefined;
    };

export function App(props: { open: () => Promise<Session | 'signedOut' | 'offline'> }) {
  const [place, setPlace] = createSignal<Place>({ kind: 'opening' });
  // Not the screens' own: network that comes back meanwhile changes what is under it, and nothing else.
  const [isPractising, setPractising] = createSignal(false);
  const practise = () => setPractising(true);
  const isOutside = () => place().kind === 'offline' || place().kind === 'signedOut';
  let timer: ReturnType<typeof setTimeout> | undefined;

  let isEntering = false;

  /** Whatever is met on the way, it ends in a screen. Whoever taps twice opens one session. */
  function enter(): void {
    if (isEntering) return;
    isEntering = true;
    clearTimeout(timer);
    lookAround()
      .catch((error: unknown) => {
        const code = error instanceof NaervaerError ? error.code : 'internal';
        setPlace({ kind: 'failed', code });
      })
      .finally(() => {
        isEntering = false;
      });
  }

  async function lookAround(): Promise<void> {
    const refreshed = refreshDirectory();
    const opened = await props.open();
    // Whether this is a demo decides which numbers are welcome: not to be guessed.
    if (useDirectory() === undefined) await refreshed;
    if (opened === 'offline') {
      timer = setTimeout(enter, AGAIN_MS);
      return void setPlace({ kind: 'offline' });
    }
    const organisation = wantsLogin() ? rememberedOrganisation() : null;
    forgetWish();
    if (opened === 'signedOut') {
      // In a colleague's place: nothing was left to be chosen (T9).
      if (organisation !== null) location.replace(loginAddress(organisation));
      else setPlace({ kind: 'signedOut', isOver: false });
    } else {
      const kept = await opened.vault.get<unknown>(COURSE).catch(() => undefined);
      const lastView = await keptView(opened);
      const lock = await keptLock(opened.vault);
      setPlace({ kind: 'in', session: opened, restored: restoreTablet(kept), lastView, lock });
    }
  }

  const again = () => {
    if (place().kind === 'offline') enter();
    else void refreshDirectory();
  };
  onMount(() => {
    enter();
    window.addEventListener('online', again);
    onCleanup(() => {
      clearTimeout(timer);
      window.removeEventListener('online', again);
    });
  });

  const inside = () => {
    const now = place();
    return now.kind === 'in' ? now : undefined;
  };
  const outside = () => {
    const now = place();
    return now.kind === 'signedOut' ? now : undefined;
  };
  const failure = () => {
    const now = place();
    return now.kind === 'failed' ? now.code : undefined;
  };
  const keep = (session: Session) => (kept: unknown) =>
    kept === null ? session.vault.delete(COURSE) : session.vault.put(COURSE, kept);

  return (
    <>
      <Show when={useDirectory()?.mode === 'demo'}>
        <DemoBanner />
      </Show>
      <Switch
        fallback={
          <main class="alone">
            <h1 class="visually-hidden">{words().title}</h1>
            <Loading />
          </main>
        }
      >
        <Match when={isPractising() && isOutside()}>
          <Practice onClose={() => setPractising(false)} />
        </Match>
        <Match when={place().kind === 'offline'}>
          <NoLine onAgain={again} onPractise={practise} isEmptied={wantsLogin()} />
        </Match>
        <Match when={failure()}>
          {(code) => (
            <main class="alone">
              <ErrorScreen text={explainEdge(code())} onAgain={enter} />
            </main>
          )}
        </Match>
        <Match when={outside()}>
          {(now) => <SignIn isOver={now().isOver} onPractise={practise} />}
        </Match>
        <Match when={inside()} keyed>
          {({ session, restored, lastView, lock }) => (
            <SignedIn
              session={session}
              restored={restored}
              lastView={lastView}
              lock={lock}
              keep={keep(session)}
              onSignedOut={(isOver) => {
                session.close();
                setPlace({ kind: 'signedOut', isOver });
              }}
            />
          )}
        </Match>
      </Switch>
    </>
  );
}
