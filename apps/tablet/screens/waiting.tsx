import { keepAwake } from '@naervaer/kit/awake';
import { Banner, Button, Loading } from '@naervaer/kit/components';
import { minuteSpan, refusalTexts, timeOfDay } from '@naervaer/kit/texts';
import { PLACE_IS_KEPT } from '@naervaer/machines/consultation';
import type { WaiterMessage } from '@naervaer/machines/protocol';
import { Show, createSignal, onCleanup, onMount } from 'solid-js';
import { useDesk } from '../desk.ts';
import { askToNotify, notifyPermit } from '../summon.ts';
import { words } from '../texts.ts';
import { startedAt } from '../waited.ts';
import { Calm } from './calm.tsx';
import { HandOver } from './hand-over.tsx';
import { Leave } from './leave.tsx';
import { Place, Wait } from './place.tsx';

function Message(props: { message: WaiterMessage; clinic: string }) {
  return (
    <Banner tone="warning" icon="message" isLive>
      <Show when={props.message.late}>
        {(minutes) => <p class="message-text">{words().waiting.late(minutes())}</p>}
      </Show>
      <Show when={props.message.text}>{(text) => <p class="message-text">{text()}</p>}</Show>
      <small>{words().waiting.from(props.clinic, timeOfDay(props.message.at))}</small>
    </Banner>
  );
}

function Notify() {
  const [permit, setPermit] = createSignal(notifyPermit());
  return (
    <Show when={permit() !== 'unsupported'}>
      <Show
        when={permit() === 'default'}
        fallback={
          <p class="hush">
            {permit() === 'granted' ? words().waiting.notifyOn : words().waiting.notifyOff}
          </p>
        }
      >
        <Button onClick={() => void askToNotify().then(setPermit)}>{words().waiting.notify}</Button>
      </Show>
    </Show>
  );
}

/** T7: the place in the queue fills the screen. */
export function WaitingScreen() {
  keepAwake();
  const { session, lastConsultation, isOnline, course } = useDesk();
  const [now, setNow] = createSignal(Date.now());
  onMount(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    onCleanup(() => clearInterval(timer));
    // The call must not wait for its code, nor need a network twice.
    void import('@naervaer/kit/call').catch(() => undefined);
  });
  const waited = () => {
    const id = course.context().consultation?.consultationId;
    return id === undefined ? undefined : minuteSpan(now() - startedAt(id));
  };
  const offline = () => {
    const line = session.line();
    return line.kind === 'offline' ? line : undefined;
  };

  return (
    <Show
      when={lastConsultation()}
      fallback={
        <Calm title={words().title}>
          <Show when={!isOnline()} fallback={<Loading text={words().waiting.loading} />}>
            <Banner tone="warning" icon="offline" isLive>
              {words().waiting.offline}
            </Banner>
          </Show>
        </Calm>
      }
    >
      {(view) => (
        <Calm title={view().clinicName}>
          <Show when={!isOnline()}>
            <p class="hush">{words().waiting.lastKnown}</p>
          </Show>
          <Place of={view()} isStale={!isOnline()} />
          <Wait of={view()} />
          <Show when={offline()}>
            {(line) => (
              <Banner tone="warning" icon="offline" isLive>
                {words().waiting.offlineUntil(timeOfDay(line().since + PLACE_IS_KEPT))}
              </Banner>
            )}
          </Show>
          <Show when={course.context().refusal}>
            {(code) => (
              <Banner tone="warning" isLive>
                {refusalTexts()[code()]}
              </Banner>
            )}
          </Show>
          <Show when={view().message}>
            {(message) => <Message message={message()} clinic={view().clinicName} />}
          </Show>
          <Show when={isOnline()}>
            <Show
              when={view().mode === 'open'}
              fallback={
                <Banner tone="info" icon="doorClosed" isLive>
                  {words().waiting.closing}
                </Banner>
              }
            >
              <Banner tone="success" icon="doorOpen">
                {words().clinic.open}
              </Banner>
            </Show>
          </Show>
          <p class="calm-text">{words().waiting.keep}</p>
          <Notify />
          <p class="hush">{words().waiting.waited(waited() ?? '')}</p>
          <div class="calm-row">
            <HandOver />
            <Leave />
          </div>
        </Calm>
      )}
    </Show>
  );
}
