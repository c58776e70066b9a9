import { Show, type JSX } from 'solid-js';
import { PhotoButton, Photos } from '../photo/index.ts';
import type { PhotosOfCall } from '../photo/index.ts';
import { RealTimeText, TextButton } from '../real-time-text/index.ts';
import { Button } from '../components/button.tsx';
import { Controls } from './stage/controls.tsx';
import { createFullScreen } from './stage/full-screen.ts';
import { Says } from './stage/says.tsx';
import { createText, isWritten } from './stage/text.ts';
import { Tiles } from './stage/tiles.tsx';
import { callTexts } from './texts.ts';
import type { RoomCall } from './types.ts';
import { keepAwake } from './wake-lock.ts';
import './call.css';

export interface CallStageProps {
  readonly call: RoomCall;
  /** Say `endCall` here; the stage only asks. */
  readonly onHangUp: () => void;
  /** What the one button that ends it says, where ending is more than hanging up. */
  readonly hangUpText?: string;
  /** The hang-up is on its way and not yet answered. */
  readonly isEnding?: boolean;
  /**
   * In the hands of somebody who only looks and talks (T10): no hang-up, and of the controls only
   * what turns a withheld microphone or camera on again, and the text once somebody writes (C6).
   */
  readonly isBare?: boolean;
  /** The still photos of this call (C5); without, none are taken. */
  readonly photos?: PhotosOfCall;
  /** Under the picture, e.g. what a practice call leads through; seen in full screen too. */
  readonly guide?: JSX.Element;
  /** Beside the picture, e.g. who it is. */
  readonly children?: JSX.Element;
}

/**
 * The call's screen (C1, C2, C8, V4): the others' pictures and oneself, the sign, what is going on
 * in one sentence, and the controls. It fills the box that it is given, and nothing that happens in
 * a call moves its controls.
 */
export function CallStage(props: CallStageProps) {
  keepAwake();
  let stage: HTMLElement | undefined;
  const full = createFullScreen(() => stage);
  const text = createText(() => props.call);

  return (
    <section
      ref={(element) => {
        stage = element;
      }}
      class="call-stage"
      aria-label={callTexts().stage}
    >
      <div class="call-box">
        <div class="call-frame">
          <div class="call-scene" data-state={props.call.room()}>
            <Tiles call={props.call} />
            <Says call={props.call}>{props.children}</Says>
            <Show when={props.call.room() === 'elsewhere'}>
              <div class="call-instead" role="status">
                <h2>{callTexts().elsewhereTitle}</h2>
                <p>{callTexts()[props.call.isHeldElsewhere() ? 'elsewhere' : 'nowhere']}</p>
                <Button variant="primary" size="large" onClick={() => props.call.takeHere()}>
                  {callTexts().takeHere}
                </Button>
              </div>
            </Show>
            <Show when={props.call.room() === 'denied'}>
              <div class="call-instead" role="alert">
                <h2>{callTexts().deniedTitle}</h2>
                <p>{callTexts().denied[props.call.denied() ?? 'unknown']}</p>
                <Button variant="primary" size="large" onClick={() => props.call.retry()}>
                  {callTexts().retry}
                </Button>
              </div>
            </Show>
          </div>
          <div class="call-side">
            <RealTimeText text={text()} />
          </div>
          <div class="call-below">
            <Show when={props.photos}>{(photos) => <Photos photos={photos()} />}</Show>
            {props.guide}
          </div>
          <Controls
            devices={props.call.devices}
            isBare={props.isBare === true}
            hasNews={isWritten(text())}
            full={full}
            hangUpText={props.hangUpText}
            isEnding={props.isEnding === true}
            onHangUp={() => props.onHangUp()}
          >
            <Show when={props.isBare !== true && props.photos}>
              {(photos) => <PhotoButton photos={photos()} />}
            </Show>
            <TextButton text={text()} />
          </Controls>
        </div>
      </div>
    </section>
  );
}
