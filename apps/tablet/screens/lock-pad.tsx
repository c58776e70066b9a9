import { Banner, Button, Dialog, Icon } from '@naervaer/kit/components';
import { PIN_LENGTH } from '@naervaer/machines/lock';
import { For, Match, Show, Switch, createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import { useDesk } from '../desk.ts';
import { lockWords, spanOf } from '../lock-texts.ts';
import { whenUnanswered } from '../unanswered.ts';
import { WhoIsIn } from './not-you.tsx';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** Digits as on a telephone, under fingers or keys; what was typed shows as dots only. */
function Digits(props: { onFour: (pin: string) => Promise<void> }) {
  const [typed, setTyped] = createSignal('');
  const add = (digit: string): void => {
    const next = typed() + digit;
    if (typed().length >= PIN_LENGTH) return;
    setTyped(next);
    if (next.length === PIN_LENGTH) void props.onFour(next).finally(() => setTyped(''));
  };
  const erase = (): void => void setTyped((digits) => digits.slice(0, -1));
  const key = (event: KeyboardEvent): void => {
    if (/^\d$/.test(event.key)) add(event.key);
    else if (event.key === 'Backspace') erase();
  };
  onMount(() => {
    document.addEventListener('keydown', key);
    onCleanup(() => document.removeEventListener('keydown', key));
  });
  return (
    <>
      <p class="pin-dots" role="status">
        <span class="visually-hidden">{lockWords().pin.digits(typed().length)}</span>
        <For each={Array.from({ length: PIN_LENGTH }, (_, at) => at)}>
          {(at) => (
            <span class="pin-dot" classList={{ 'pin-dot-on': at < typed().length }} aria-hidden />
          )}
        </For>
      </p>
      <div class="pin-keys">
        <For each={KEYS}>
          {(digit) => (
            <button type="button" class="pin-key" onClick={() => add(digit)}>
              {digit}
            </button>
          )}
        </For>
        <button
          type="button"
          class="pin-key pin-erase"
          aria-label={lockWords().pin.erase}
          onClick={erase}
        >
          <Icon name="back" />
        </button>
      </div>
    </>
  );
}

/** How long no code is taken: it counts itself down. */
function Pause(props: { until: number }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 500);
  onCleanup(() => clearInterval(timer));
  return (
    <Banner tone="warning" icon="clock">
      {lockWords().pin.paused(spanOf(props.until - now()))}
    </Banner>
  );
}

/** T10: the code is chosen twice, and asked for; four digits at a time. */
export function LockPad() {
  const { lock } = useDesk();
  const state = () => lock.snapshot().value;
  const isOpen = () => state() !== 'open' && state() !== 'locked';
  const isChosen = () => state() === 'choosing' || state() === 'repeating';
  const words = () => lockWords().pin;
  const title = () => {
    if (state() === 'choosing') return words().choose;
    return state() === 'repeating' ? words().repeat : words().ask;
  };
  const text = () => {
    if (state() === 'choosing') return words().chooseText;
    return state() === 'repeating' ? words().repeatText : words().askText;
  };
  // A pause may be waited for; when it is over, the question is there, and the time begins.
  whenUnanswered(
    () => state() === 'asking',
    () => lock.tell('BACK'),
  );
  createEffect(() => {
    // What fills the screen would hide the question.
    if (isOpen() && document.fullscreenElement) void document.exitFullscreen();
  });
  return (
    <Dialog
      isOpen={isOpen()}
      onClose={() => lock.tell('BACK')}
      title={title()}
      description={text()}
      actions={
        <Button variant="quiet" onClick={() => lock.tell('BACK')}>
          {lockWords().close.no}
        </Button>
      }
    >
      <Switch>
        <Match when={lock.snapshot().context.pausedUntil}>
          {(until) => <Pause until={until()} />}
        </Match>
        <Match when={lock.snapshot().context.problem}>
          {(problem) => (
            <Banner tone="warning" isLive>
              {words()[problem()]}
            </Banner>
          )}
        </Match>
      </Switch>
      <Show when={state() !== 'paused'}>
        <Show when={state()} keyed>
          <Digits onFour={lock.enter} />
        </Show>
      </Show>
      <Show when={!isChosen()}>
        <WhoIsIn text={words().forgotten} />
      </Show>
    </Dialog>
  );
}
