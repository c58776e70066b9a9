import { For, Show } from 'solid-js';
import type { CheckResult, DeviceCheck as Check } from '@naervaer/machines/protocol';
import { Icon, type IconName } from '@naervaer/kit/components';
import { checkResultTexts, deviceTexts, texts } from '@naervaer/kit/texts';

const DEVICES = ['camera', 'microphone', 'speaker', 'network'] as const;
const MARKS: Record<CheckResult, IconName | undefined> = {
  ok: 'check',
  weak: 'warning',
  failed: 'close',
  unknown: undefined,
};
const words = texts({
  da: { equipment: 'Udstyr', unchecked: 'Udstyr ikke tjekket' },
  en: { equipment: 'Equipment', unchecked: 'Equipment not checked' },
});

/** The waiter's device check (B2): every device as icon and mark, and in words what is not well. */
export function DeviceCheck(props: { check: Check }) {
  const says = (device: (typeof DEVICES)[number]): string =>
    `${deviceTexts()[device]} ${checkResultTexts()[props.check[device]]}`;
  const isUnchecked = () => DEVICES.every((device) => props.check[device] === 'unknown');
  return (
    <Show when={!isUnchecked()} fallback={<p class="check-none">{words().unchecked}</p>}>
      <ul class="check" aria-label={words().equipment}>
        <For each={DEVICES}>
          {(device) => (
            <li class="check-device" data-result={props.check[device]} title={says(device)}>
              <Icon name={device} />
              <Show when={MARKS[props.check[device]]}>
                {(mark) => (
                  <span class="check-mark">
                    <Icon name={mark()} />
                  </span>
                )}
              </Show>
              <span
                classList={{
                  'visually-hidden':
                    props.check[device] === 'ok' || props.check[device] === 'unknown',
                }}
              >
                {says(device)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
