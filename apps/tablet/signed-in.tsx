import { rememberedDevice } from '@naervaer/kit/check';
import { Button, Loading, NoticeRegion, TopBar } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import type { ConsultationView } from '@naervaer/machines/protocol';
import { hasCitizen, type TabletSnapshot } from '@naervaer/machines/tablet';
import { Match, Show, Switch, createEffect, on } from 'solid-js';
import { attend } from './attend.ts';
import { createCourse } from './course.ts';
import { DeskProvider, createDesk } from './desk.ts';
import { useDirectory } from './directory.ts';
import { Idle } from './screens/idle.tsx';
import { CallScreen } from './screens/call.tsx';
import { CheckScreen } from './screens/check.tsx';
import { CitizenScreen } from './screens/citizen.tsx';
import { ClinicScreen } from './screens/clinic.tsx';
import { LeavingScreen } from './screens/leaving.tsx';
import { OverScreen } from './screens/over.tsx';
import { ProfileScreen } from './screens/profile.tsx';
import { ReasonScreen } from './screens/reason.tsx';
import { SendingScreen } from './screens/sending.tsx';
import { Support } from './screens/support.tsx';
import { WaitingScreen } from './screens/waiting.tsx';
import { WithoutCprScreen } from './screens/without-cpr.tsx';
import { words } from './texts.ts';

export interface SignedInProps {
  session: Session;
  restored: TabletSnapshot | undefined;
  lastView: ConsultationView | undefined;
  keep: (kept: unknown) => Promise<void>;
  /** `isOver` when the session ended by itself. */
  onSignedOut: (isOver: boolean) => void;
}

/** Everything behind the sign-in: the course, what moves it, and one screen for each of its steps. */
export function SignedIn(props: SignedInProps) {
  const { session } = props;
  const course = createCourse(props.keep, props.restored);
  const { step, tell, context } = course;

  // A tablet that remembers goes on where it was; another device goes where its person is awaited.
  const [open = null] = session.info.open;
  const isFree = props.restored === undefined || !hasCitizen(context());
  if (props.restored === undefined || (isFree && open !== null && navigator.onLine)) {
    tell({ type: 'SIGNED_OUT' });
    tell({
      type: 'SIGNED_IN',
      isDemo: useDirectory()?.mode === 'demo',
      hasProfile: session.info.profile !== null,
      isDeviceKnown: rememberedDevice() !== undefined,
      open,
    });
  } else {
    // The time while the page was closed counts as idle time (T9).
    tell({ type: 'DEADLINE' });
  }

  const desk = createDesk(session, course, props.lastView);
  attend(desk);

  createEffect(
    on(
      step,
      (now, before) => {
        if (now === 'signedOut') props.onSignedOut(before !== 'signingOut');
      },
      { defer: true },
    ),
  );
  createEffect(() => {
    const position = desk.consultation()?.position;
    const isWaiting = step() === 'waiting' && typeof position === 'number';
    const title = isWaiting ? words().waiting.whole(position) : words().title;
    document.title = step() === 'call' ? `▶ ${words().call.ready}` : `${title} – Nærvær`;
  });

  const isAtDesk = () => course.snapshot().matches('desk');
  /** Then logging the citizen out is the screen's own large button, and is not offered twice. */
  const isOver = () => ['done', 'rejected', 'cancelled', 'expired'].includes(step());

  return (
    <DeskProvider value={desk}>
      <Show when={step() !== 'call'} fallback={<CallScreen />}>
        <TopBar title="Nærvær" detail={`${session.info.name}, ${session.info.organisation.name}`}>
          <Show when={isAtDesk() && !isOver()}>
            <Show
              when={hasCitizen(context())}
              fallback={
                <Button variant="quiet" icon="signOut" onClick={() => tell({ type: 'SIGN_OUT' })}>
                  {words().menu}
                </Button>
              }
            >
              <Button
                variant="quiet"
                icon="signOut"
                onClick={() => tell({ type: 'LOG_CITIZEN_OUT' })}
              >
                {words().shell.logCitizenOut}
              </Button>
            </Show>
          </Show>
        </TopBar>
        <Switch>
          <Match when={step() === 'signingOut'}>
            <main class="alone">
              <h1 class="visually-hidden">{words().title}</h1>
              <Loading text={words().signingOut} />
            </main>
          </Match>
          <Match when={step() === 'profile'}>
            <ProfileScreen />
          </Match>
          <Match when={step() === 'citizen'}>
            <CitizenScreen />
          </Match>
          <Match when={step() === 'withoutCpr'}>
            <WithoutCprScreen />
          </Match>
          <Match when={step() === 'clinic'}>
            <ClinicScreen />
          </Match>
          <Match when={step() === 'check'}>
            <CheckScreen />
          </Match>
          <Match when={step() === 'reason'}>
            <ReasonScreen />
          </Match>
          <Match when={step() === 'sending'}>
            <SendingScreen />
          </Match>
          <Match when={step() === 'waiting'}>
            <WaitingScreen />
          </Match>
          <Match when={step() === 'leaving'}>
            <LeavingScreen />
          </Match>
          <Match when={step() === 'done' && 'done'}>{(how) => <OverScreen how={how()} />}</Match>
          <Match when={step() === 'rejected' && 'rejected'}>
            {(how) => <OverScreen how={how()} />}
          </Match>
          <Match when={step() === 'cancelled' && 'cancelled'}>
            {(how) => <OverScreen how={how()} />}
          </Match>
          <Match when={step() === 'expired' && 'expired'}>
            {(how) => <OverScreen how={how()} />}
          </Match>
        </Switch>
        <Support organisationId={session.info.organisation.id} />
      </Show>
      <Idle />
      <NoticeRegion />
    </DeskProvider>
  );
}
