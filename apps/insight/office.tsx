import { Show, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { Banner, Button, Icon, TopBar, clearNotices, notify } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { useOffice } from './context.ts';
import { explain } from './explain.ts';
import { answer, leave, route } from './navigation.ts';
import { Link } from './parts/link.tsx';
import { Unsaved } from './parts/unsaved.tsx';
import type { Route } from './route.ts';
import { ScreenOf } from './screen-of.tsx';

const words = texts({
  da: {
    product: 'Indblik',
    nav: 'Sider',
    overview: 'Overblik',
    organisation: 'Organisation',
    clinic: 'Klinik',
    signedIn: 'Hvem er logget ind',
    accessLog: 'Adgangslog',
    settings: 'Indstillinger',
    signOut: 'Log ud',
    offline:
      'Ingen forbindelse til serveren. Det, du ser, kan være gammelt. Siden prøver selv igen.',
  },
  en: {
    product: 'Insight',
    nav: 'Pages',
    overview: 'Overview',
    organisation: 'Organisation',
    clinic: 'Clinic',
    signedIn: 'Who is signed in',
    accessLog: 'Access log',
    settings: 'Settings',
    signOut: 'Sign out',
    offline:
      'No connection to the server. What you see may be old. The page tries again by itself.',
  },
});

/** The head, the ways to the screens, and the screen of the address. */
export function OfficePage() {
  const { administration, state, info } = useOffice();
  const [isLeaving, setLeaving] = createSignal(false);
  // What was asked and said of one person is not left for the next.
  onCleanup(() => {
    clearNotices();
    answer(false);
  });

  // Good news of one screen would lie over the buttons of the next.
  createEffect(on(route, clearNotices, { defer: true }));

  const signOut = async () => {
    setLeaving(true);
    try {
      await administration.signOut();
    } catch (error) {
      setLeaving(false);
      notify('warning', explain(error));
    }
  };

  const home = () => {
    const { isOperator, organisations, clinics } = state();
    if (isOperator || organisations.length + clinics.length !== 1) return words().overview;
    return clinics.length === 1 ? words().clinic : words().organisation;
  };
  const isAt = (pages: readonly Route['page'][]): boolean => pages.includes(route().page);
  const isAside = () => isAt(['signedIn', 'accessLog', 'settings', 'unknown']);
  return (
    <>
      <TopBar title={words().product} detail={info.organisation.name}>
        <span class="me">
          <Icon name="citizen" />
          {info.name}
        </span>
        <Button
          variant="quiet"
          icon="signOut"
          isPending={isLeaving()}
          onClick={() => leave(() => void signOut())}
        >
          {words().signOut}
        </Button>
      </TopBar>
      <nav class="office-nav" aria-label={words().nav}>
        <Link to={{ page: 'overview' }} isCurrent={!isAside()}>
          {home()}
        </Link>
        <Link to={{ page: 'signedIn' }} isCurrent={isAt(['signedIn'])}>
          {words().signedIn}
        </Link>
        <Link to={{ page: 'accessLog' }} isCurrent={isAt(['accessLog'])}>
          {words().accessLog}
        </Link>
        <Show when={state().isOperator}>
          <Link to={{ page: 'settings' }} isCurrent={isAt(['settings'])}>
            {words().settings}
          </Link>
        </Show>
      </nav>
      <div role="status" class="office-line">
        <Show when={!administration.isReachable()}>
          <Banner tone="warning" icon="offline">
            {words().offline}
          </Banner>
        </Show>
      </div>
      <Show when={route()} keyed>
        {(route) => <ScreenOf route={route} />}
      </Show>
      <Unsaved />
    </>
  );
}
