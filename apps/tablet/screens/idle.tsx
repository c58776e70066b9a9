import { Show, createSignal, onCleanup, onMount } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { WhoIsIn } from './not-you.tsx';

function Countdown(props: { of: 'citizen' | 'staff'; endsAt: number }) {
  const left = () => Math.max(0, Math.ceil((props.endsAt - Date.now()) / 1000));
  const [seconds, setSeconds] = createSignal(left());
  const first = seconds();
  let button: HTMLButtonElement | undefined;
  onMount(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    onCleanup(() => clearInterval(timer));
    button?.focus();
  });
  return (
    // Any touch and any key resets it, so that the button needs no handler of its own.
    <div class="idle" role="alertdialog" aria-label={words().idle[props.of](first)}>
      <button
        type="button"
        class="idle-button"
        ref={(element) => {
          button = element;
        }}
      >
        {words().idle[props.of](seconds())}
      </button>
      <WhoIsIn />
    </div>
  );
}

/** T9: thirty seconds before anybody is logged out. */
export function Idle() {
  const { course } = useDesk();
  return (
    <Show when={course.context().countdown} keyed>
      {(countdown) => <Countdown of={countdown.of} endsAt={countdown.endsAt} />}
    </Show>
  );
}
