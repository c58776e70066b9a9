import { Show } from 'solid-js';
import { Icon } from '../../components/icon.tsx';
import { SelfPicture } from '../picture.tsx';
import { callTexts } from '../texts.ts';
import type { RoomCall } from '../types.ts';

/** Oneself, small, and whether it goes out to the others. */
export function OwnPicture(props: { call: RoomCall; place: number }) {
  const devices = () => props.call.devices;
  const isWithheld = () => props.call.parties().some((party) => party.isPictureWithheld());
  const note = (): string | undefined => {
    if (!devices().isCameraOn()) return callTexts().cameraIsOff;
    return isWithheld() ? callTexts().withheld : undefined;
  };
  return (
    <div
      class="call-self"
      classList={{
        'call-self-none': props.call.local() === undefined,
        'call-self-dimmed': devices().isCameraOn() && isWithheld(),
      }}
      style={{ '--place': String(props.place + 1) }}
    >
      <SelfPicture stream={props.call.local()} isMirrored={devices().isFacingUser()} />
      <Show when={note()}>
        {(text) => (
          <p class="call-self-off">
            <Icon name="cameraOff" />
            {text()}
          </p>
        )}
      </Show>
    </div>
  );
}
