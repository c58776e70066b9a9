import type * as callModule from '@naervaer/kit/call';
import { isCallPermitted } from '@naervaer/kit/check';
import { Button, Icon } from '@naervaer/kit/components';
import { Match, Show, Switch, createResource, createSignal, onCleanup, onMount } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { Calm } from './calm.tsx';
import { HandOver } from './hand-over.tsx';
import { WhoIsIn } from './not-you.tsx';

/** Long enough to look up and read it, short enough not to be waited for. */
const CALM_MS = 1800;

type CallModule = typeof callModule;

function Stage(props: { module: CallModule }) {
  const { session, course, consultation, lock } = useDesk();
  const ids = course.context().consultation;
  if (ids === null) return null;
  const call = props.module.createCall({ session, ...ids, view: consultation, side: 'waiter' });
  const photos = props.module.createPhotos({
    call,
    consultationId: ids.consultationId,
    app: 'tablet',
  });
  const hangUp = () => {
    void session.send({ type: 'endCall', ...ids });
    course.tell({ type: 'HANG_UP' });
  };
  return (
    <main class="in-call">
      <h1 class="visually-hidden">{words().title}</h1>
      <props.module.CallStage
        call={call}
        photos={photos}
        onHangUp={hangUp}
        isBare={lock.isLocked()}
      >
        <Show when={consultation()?.clinician}>
          {(name) => <p class="in-call-name">{name()}</p>}
        </Show>
      </props.module.CallStage>
    </main>
  );
}

/**
 * T8: one is taken in by itself where camera and microphone are allowed already; a page that nobody
 * looks at opens no camera.
 */
export function CallScreen() {
  const { consultation, lock } = useDesk();
  const [isCalm, setCalm] = createSignal(true);
  const [isSeen, setSeen] = createSignal(!document.hidden);
  const [isAgreed, setAgreed] = createSignal(false);
  const [isPermitted] = createResource(isCallPermitted);
  const [module, { refetch }] = createResource(() =>
    import('@naervaer/kit/call').catch(() => undefined),
  );
  onMount(() => {
    const timer = setTimeout(() => setCalm(false), CALM_MS);
    const see = () => {
      if (!document.hidden) setSeen(true);
    };
    document.addEventListener('visibilitychange', see);
    onCleanup(() => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', see);
    });
  });
  const mayEnter = () => !isCalm() && isSeen() && (isAgreed() || isPermitted() === true);

  return (
    <>
      <Show when={!lock.isLocked()}>
        <header class="call-bar">
          <WhoIsIn />
          <HandOver />
        </header>
      </Show>
      <Show
        when={mayEnter() && module()}
        keyed
        fallback={
          <Calm title={words().call.ready}>
            <span class="calm-icon calm-icon-go">
              <Icon name="doorOpen" />
            </span>
            <Show when={consultation()?.clinician}>
              {(name) => <p class="calm-text">{words().call.with(name())}</p>}
            </Show>
            <Switch fallback={<p class="calm-text">{words().call.entering}</p>}>
              <Match when={!module.loading && module() === undefined}>
                <p class="calm-text" role="alert">
                  {words().call.failed}
                </p>
                <Button variant="primary" size="large" onClick={() => void refetch()}>
                  {words().call.again}
                </Button>
              </Match>
              <Match when={isPermitted() === false && !isAgreed()}>
                <p class="calm-text">{words().call.permit}</p>
                <Button
                  variant="primary"
                  size="large"
                  onClick={() => {
                    setCalm(false);
                    setAgreed(true);
                  }}
                >
                  {words().call.enter}
                </Button>
              </Match>
            </Switch>
          </Calm>
        }
      >
        {(loaded) => <Stage module={loaded} />}
      </Show>
    </>
  );
}
