import { Show, createSignal, onCleanup } from 'solid-js';
import type { JSX } from 'solid-js';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import type { IconName } from '../components/icon.tsx';
import { OtherPicture, SelfPicture } from './picture.tsx';
import { callTexts } from './texts.ts';
import type { Call } from './types.ts';
import { keepAwake } from './wake-lock.ts';
import './call.css';

export interface CallStageProps {
  readonly call: Call;
  /** Say `endCall` here; the stage only asks. */
  readonly onHangUp: () => void;
  /** What the one button that ends it says, where ending is more than hanging up. */
  readonly hangUpText?: string;
  /** The hang-up is on its way and not yet answered. */
  readonly isEnding?: boolean;
  /**
   * In the hands of somebody who only looks and talks (T10): no hang-up, and of the controls only
   * what turns a withheld microphone or camera on again.
   */
  readonly isBare?: boolean;
  /** Beside the picture, e.g. who it is. */
  readonly children?: JSX.Element;
}

interface ControlProps {
  readonly label: string;
  readonly icon: IconName;
  readonly isPressed?: boolean;
  /** Something of one's own that the other side does not get now: it stands out. */
  readonly isWithheld?: boolean;
  readonly disabled?: boolean;
  readonly testId: string;
  readonly onClick: () => void;
}

function Control(props: ControlProps) {
  return (
    <button
      type="button"
      class="call-control"
      classList={{ 'call-control-off': props.isWithheld === true }}
      aria-pressed={props.isPressed}
      disabled={props.disabled}
      data-testid={props.testId}
      onClick={() => props.onClick()}
    >
      <Icon name={props.icon} />
      <span class="call-control-label">{props.label}</span>
    </button>
  );
}

/**
 * The call's screen (C1, C8): the other side large, oneself small, what is going on in a sentence,
 * and the controls. It fills the box that it is given.
 */
export function CallStage(props: CallStageProps) {
  keepAwake();
  const [isFull, setFull] = createSignal(document.fullscreenElement !== null);
  let stage: HTMLElement | undefined;
  const other = (): 'clinician' | 'waiter' =>
    props.call.side === 'clinician' ? 'waiter' : 'clinician';
  const devices = (): Call['devices'] => props.call.devices;

  const noteFull = (): void => {
    setFull(document.fullscreenElement !== null);
  };
  document.addEventListener('fullscreenchange', noteFull);
  onCleanup(() => {
    document.removeEventListener('fullscreenchange', noteFull);
    if (document.fullscreenElement === stage && stage) {
      document.exitFullscreen().catch(() => undefined);
    }
  });

  function toggleFull(): void {
    const change = isFull() ? document.exitFullscreen() : stage?.requestFullscreen();
    change?.catch(() => undefined);
  }

  const sentence = (): string => {
    const words = callTexts();
    switch (props.call.state()) {
      case 'acquiring':
        return words.acquiring;
      case 'denied':
        return '';
      case 'connecting':
        return props.call.isPeerPresent() ? words.connecting : words.absent[other()];
      case 'connected':
        return '';
      case 'recovering':
        return props.call.isPeerPresent() ? words.recovering : words.away[other()];
      case 'failed':
        return props.call.isPeerPresent() ? words.failed : words.away[other()];
      case 'ended':
        return words.ended;
    }
  };
  const deviceProblem = (): string => {
    const words = callTexts();
    if (devices().problem() === undefined || devices().stream() === undefined) return '';
    if (!devices().hasCamera()) return words.noCamera;
    return devices().hasMicrophone() ? '' : words.noMicrophone;
  };

  const isFree = (): boolean => props.isBare !== true;
  const isMicrophoneOff = (): boolean => devices().hasMicrophone() && !devices().isMicrophoneOn();
  const isCameraOff = (): boolean => devices().hasCamera() && !devices().isCameraOn();

  return (
    <section
      ref={(element) => {
        stage = element;
      }}
      class="call-stage"
      aria-label={callTexts().stage}
    >
      <div class="call-scene" data-state={props.call.state()}>
        <OtherPicture stream={props.call.remote()} label={callTexts().other[other()]} />
        <div class="call-self">
          <SelfPicture stream={props.call.local()} isMirrored={devices().isFacingUser()} />
          <Show when={!devices().isCameraOn()}>
            <p class="call-self-off">
              <Icon name="cameraOff" />
              {callTexts().cameraIsOff}
            </p>
          </Show>
        </div>
        <div class="call-says">
          {props.children}
          <p class="call-sentence" role="status" data-testid="call-sentence">
            {sentence()}
          </p>
          <p class="call-sentence call-sentence-warning" role="status">
            {deviceProblem()}
          </p>
          <Show when={props.call.state() === 'failed'}>
            <Button variant="primary" onClick={() => props.call.retry()}>
              {callTexts().retry}
            </Button>
          </Show>
        </div>
        <Show when={props.call.state() === 'denied'}>
          <div class="call-denied" role="alert">
            <h2>{callTexts().deniedTitle}</h2>
            <p>{callTexts().denied[devices().problem() ?? 'unknown']}</p>
            <Button variant="primary" size="large" onClick={() => props.call.retry()}>
              {callTexts().retry}
            </Button>
          </div>
        </Show>
      </div>
      <Show when={isFree() || isMicrophoneOff() || isCameraOff()}>
        <div class="call-controls" role="group" aria-label={callTexts().controls}>
          <Show when={isFree() || isMicrophoneOff()}>
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
          <Show when={isFree() || isCameraOff()}>
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
          <Show when={isFree() && devices().canFlip()}>
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
          <Show when={isFree() && document.fullscreenEnabled}>
            <Control
              testId="call-full-screen"
              label={callTexts().fullScreen}
              icon="fullScreen"
              isPressed={isFull()}
              onClick={toggleFull}
            />
          </Show>
          <Show when={isFree()}>
            <button
              type="button"
              class="call-control call-hang-up"
              data-testid="call-hang-up"
              aria-busy={props.isEnding === true ? 'true' : undefined}
              onClick={() => {
                if (props.isEnding !== true) props.onHangUp();
              }}
            >
              <Icon name="hangUp" />
              <span class="call-control-label">{props.hangUpText ?? callTexts().hangUp}</span>
            </button>
          </Show>
        </div>
      </Show>
    </section>
  );
}
