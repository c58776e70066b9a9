import { Show, type JSX } from 'solid-js';
import { Icon } from '../../components/icon.tsx';
import { callTexts } from '../texts.ts';
import type { Devices } from '../types.ts';
import { Control } from './control.tsx';
import type { FullScreen } from './full-screen.ts';

export interface ControlsProps {
  readonly devices: Devices;
  readonly isBare: boolean;
  /** Somebody writes: `children` are for everybody then. */
  readonly hasNews: boolean;
  readonly full: FullScreen;
  readonly hangUpText: string | undefined;
  readonly isEnding: boolean;
  readonly onHangUp: () => void;
  /** Further controls, before full screen. */
  readonly children?: JSX.Element;
}

/** C1, T10: in a citizen's hands only what turns a withheld microphone or camera on again. */
export function Controls(props: ControlsProps) {
  const devices = () => props.devices;
  const isMicrophoneOff = () => devices().hasMicrophone() && !devices().isMicrophoneOn();
  const isCameraOff = () => devices().hasCamera() && !devices().isCameraOn();
  return (
    <Show when={!props.isBare || props.hasNews || isMicrophoneOff() || isCameraOff()}>
      <div class="call-controls" role="group" aria-label={callTexts().controls}>
        <Show when={!props.isBare || isMicrophoneOff()}>
          <Control
            testId="call-microphone"
            label={callTexts().microphone}
            icon={devices().isMicrophoneOn() ? 'microphone' : 'microphoneOff'}
            isPressed={devices().isMicrophoneOn()}
            isWithheld={!devices().isMicrophoneOn()}
            disabled={!devices().hasMicrophone()}
            onClick={() => devices().toggleMicrophone()}
          />
        </Show>
        <Show when={!props.isBare || isCameraOff()}>
          <Control
            testId="call-camera"
            label={callTexts().camera}
            icon={devices().isCameraOn() ? 'camera' : 'cameraOff'}
            isPressed={devices().isCameraOn()}
            isWithheld={!devices().isCameraOn()}
            disabled={!devices().hasCamera()}
            onClick={() => devices().toggleCamera()}
          />
        </Show>
        <Show when={!props.isBare && devices().canFlip()}>
          <Control
            testId="call-flip"
            label={callTexts().flip}
            icon="flip"
            onClick={() => {
              devices()
                .flip()
                .catch(() => undefined);
            }}
          />
        </Show>
        <Show when={!props.isBare || props.hasNews}>{props.children}</Show>
        <Show when={!props.isBare}>
          <Show when={document.fullscreenEnabled}>
            <Control
              testId="call-full-screen"
              label={callTexts().fullScreen}
              icon="fullScreen"
              isPressed={props.full.isFull()}
              onClick={() => props.full.toggle()}
            />
          </Show>
          <button
            type="button"
            class="call-control call-hang-up"
            data-testid="call-hang-up"
            aria-busy={props.isEnding ? 'true' : undefined}
            onClick={() => {
              if (!props.isEnding) props.onHangUp();
            }}
          >
            <Icon name="hangUp" />
            <span class="call-control-label">{props.hangUpText ?? callTexts().hangUp}</span>
          </button>
        </Show>
      </div>
    </Show>
  );
}
