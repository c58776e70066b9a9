import { For, Show } from 'solid-js';
import type { CheckResult, DeviceCheck as Check } from '@naervaer/machines/protocol';
import { Verdict } from '@naervaer/kit/check';
import { Icon, type IconName } from '@naervaer/kit/components';
import { checkResultTexts, deviceTexts, texts } from '@naervaer/kit/texts';

const DEVICES = ['camera', 'microphone', 'speaker', 'network'] as const;
type Device = (typeof DEVICES)[number];
const MARKS: Record<CheckResult, IconName | undefined> = {
  ok: 'check',
  weak: 'warning',
  failed: 'close',
  unknown: undefined,
};

/** What is not well, and what it means for the consultation. */
type Trouble = { readonly says: string; readonly why: string };
interface Words {
  readonly equipment: string;
  readonly unchecked: string;
  readonly weak: Readonly<Record<Device, Trouble>>;
  readonly failed: Readonly<Record<Device, Trouble>>;
}

const da: Words = {
  equipment: 'Udstyr',
  unchecked: 'Udstyr ikke tjekket',
  weak: {
    camera: {
      says: 'Billedet er mørkt',
      why: 'Der var for lidt lys ved tjekket. Bed dem tænde lys, før du vurderer hud eller sår.',
    },
    microphone: {
      says: 'Mikrofon ikke hørt',
      why: 'Mikrofonen er der, men ingen sagde noget ved tjekket. Regn med at skulle spørge, om I kan høres.',
    },
    speaker: { says: 'Højttaler svag', why: 'Bed dem skrue op for lyden.' },
    network: {
      says: 'Netværk svagt',
      why: 'Billedet kan blive uskarpt eller forsvinde; lyden går forud. Hav telefonen klar, og bed om et foto til sår og hud.',
    },
  },
  failed: {
    camera: {
      says: 'Kamera virker ikke',
      why: 'Du kan høre dem, men ikke se dem, medmindre de får det til at virke.',
    },
    microphone: {
      says: 'Mikrofon virker ikke',
      why: 'Du kan ikke høre dem, medmindre de får den til at virke. Hav telefonen klar, eller skriv.',
    },
    speaker: {
      says: 'Højttaler virker ikke',
      why: 'De kunne ikke høre lyden ved tjekket. Hav telefonen klar, eller skriv.',
    },
    network: {
      says: 'Netværk virker ikke',
      why: 'Der var ingen forbindelse til serveren ved tjekket. Det kan være bedre nu; hav telefonen klar.',
    },
  },
};

const en: Words = {
  equipment: 'Equipment',
  unchecked: 'Equipment not checked',
  weak: {
    camera: {
      says: 'Picture is dark',
      why: 'There was too little light at the check. Ask them for more light before you judge skin or wounds.',
    },
    microphone: {
      says: 'Microphone not heard',
      why: 'The microphone is there, but nobody spoke at the check. Be ready to ask whether you are heard.',
    },
    speaker: { says: 'Loudspeaker weak', why: 'Ask them to turn the volume up.' },
    network: {
      says: 'Network weak',
      why: 'The picture may blur or go; the sound goes first. Have the telephone ready, and ask for a photo of wounds and skin.',
    },
  },
  failed: {
    camera: {
      says: 'Camera does not work',
      why: 'You can hear them but not see them, unless they get it to work.',
    },
    microphone: {
      says: 'Microphone does not work',
      why: 'You cannot hear them, unless they get it to work. Have the telephone ready, or write.',
    },
    speaker: {
      says: 'Loudspeaker does not work',
      why: 'They did not hear the sound at the check. Have the telephone ready, or write.',
    },
    network: {
      says: 'Network does not work',
      why: 'There was no connection to the server at the check. It may be better now; have the telephone ready.',
    },
  },
};
const words = texts({ da, en });

/** The waiter's device check (B2): every device as icon and mark, and in words what is not well. */
export function DeviceCheck(props: { check: Check }) {
  const says = (device: Device): string =>
    `${deviceTexts()[device]} ${checkResultTexts()[props.check[device]]}`;
  const troubleOf = (device: Device): Trouble | undefined => {
    const result = props.check[device];
    return result === 'weak' || result === 'failed' ? words()[result][device] : undefined;
  };
  const isUnchecked = () => DEVICES.every((device) => props.check[device] === 'unknown');
  return (
    <Show when={!isUnchecked()} fallback={<p class="check-none">{words().unchecked}</p>}>
      <ul class="check" aria-label={words().equipment}>
        <For each={DEVICES}>
          {(device) => (
            <li class="check-device" data-result={props.check[device]}>
              <Icon name={device} />
              <Show when={MARKS[props.check[device]]}>
                {(mark) => (
                  <span class="check-mark">
                    <Icon name={mark()} />
                  </span>
                )}
              </Show>
              <Show
                when={troubleOf(device)}
                fallback={<span class="visually-hidden">{says(device)}</span>}
              >
                {(trouble) => <Verdict why={trouble().why}>{trouble().says}</Verdict>}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
