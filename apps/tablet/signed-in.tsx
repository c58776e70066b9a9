import { rememberedDevice } from '@naervaer/kit/check';
import { Button, NoticeRegion, TopBar } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import type { ConsultationView } from '@naervaer/machines/protocol';
import type { LockSnapshot } from '@naervaer/machines/lock';
import { hasCitizen, type TabletSnapshot } from '@naervaer/machines/tablet';
import { Show, createEffect, createSignal, on } from 'solid-js';
import { attend } from './attend.ts';
import { createColleague } from './colleague.ts';
import { createCourse } from './course.ts';
import { DeskProvider, createDesk } from './desk.ts';
import { useDirectory } from './directory.ts';
import { createLock } from './lock.ts';
import { Idle } from './screens/idle.tsx';
import { LockedScreen, Unlock } from './screens/locked.tsx';
import { LockPad } from './screens/lock-pad.tsx';
import { CloseColleague, NotYou } from './screens/not-you.tsx';
import { CallScreen } from './screens/call.tsx';
import { Practice, TryPractice } from './screens/practice.tsx';
import { SigningOut } from './screens/signing-out.tsx';
import { StepScreen } from './screens/step-screen.tsx';
import { Support } from './screens/support.tsx';
import { words } from './texts.ts';

export interface SignedInProps {
  session: Session;
  restored: TabletSnapshot | undefined;
  lastView: ConsultationView | undefined;
  lock: LockSnapshot | undefined;
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

  const lock = createLock(session, props.lock);
  const colleague = createColleague(session);
  const desk = { ...createDesk(session, course, props.lastView), lock, colleague };
  attend(desk);

  // Also where it was over before this was on the screen.
  createEffect(
    on(step, (now, before) => {
      if (now === 'signedOut') props.onSignedOut(before !== 'signingOut');
    }),
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

  // Idleness goes on counting (T9): the tablet stands there as unattended as before.
  const [isPractising, setPractising] = createSignal(false);
  const mayPractise = () => isAtDesk() && !isOver() && !hasCitizen(context());

  const inHand = () => (
    <Show
      when={!(isPractising() && mayPractise())}
      fallback={<Practice onClose={() => setPractising(false)} />}
    >
      <TopBar
        title="Nærvær"
        detail={
          <>
            {session.info.name}, {session.info.organisation.name} <NotYou />
          </>
        }
      >
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
      <StepScreen />
      <Show when={mayPractise()}>
        <TryPractice onOpen={() => setPractising(true)} />
      </Show>
      <Support organisationId={session.info.organisation.id} />
    </Show>
  );
  // Signing out is nobody's to lock.
  const isInCitizensHands = () => lock.isLocked() && step() !== 'signingOut';

  return (
    <DeskProvider value={desk}>
      <Show when={!colleague.isGone()} fallback={<SigningOut />}>
        <Show when={step() !== 'call'} fallback={<CallScreen />}>
          <Show when={isInCitizensHands()} fallback={inHand()}>
            <LockedScreen />
          </Show>
        </Show>
        <Show when={isInCitizensHands()}>
          <Unlock />
        </Show>
        <Idle />
        <LockPad />
        <CloseColleague />
      </Show>
      <NoticeRegion />
    </DeskProvider>
  );
}
