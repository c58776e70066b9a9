import { Show, createMemo, type JSX } from 'solid-js';
import { RealTimeText, TextButton } from '../real-time-text/index.ts';
import { Button } from '../components/button.tsx';
import { Controls } from './stage/controls.tsx';
import { createFullScreen } from './stage/full-screen.ts';
import { roomOf } from './stage/old-call.ts';
import { Says } from './stage/says.tsx';
import { createText, isWritten } from './stage/text.ts';
import { Tiles } from './stage/tiles.tsx';
import { callTexts } from './texts.ts';
import type { Call, RoomCall } from './types.ts';
import { keepAwake } from './wake-lock.ts';
import './call.css';

export interface CallStageProps {
  readonly call: Call | RoomCall;
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
  const call = createMemo(() => roomOf(props.call));
  const text = createText(() => ('room' in props.call ? props.call : undefined));

  return (
    <section
      ref={(element) => {
        stage = element;
      }}
      class="call-stage"
      aria-label={callTexts().stage}
    >
      <div class="call-frame">
        <div class="call-scene" data-state={call().room()}>
          <Tiles call={call()} />
          <Says call={call()}>{props.children}</Says>
          <Show when={call().room() === 'denied'}>
            <div class="call-denied" role="alert">
              <h2>{callTexts().deniedTitle}</h2>
              <p>{callTexts().denied[call().denied() ?? 'unknown']}</p>
              <Button variant="primary" size="large" onClick={() => call().retry()}>
                {callTexts().retry}
              </Button>
            </div>
          </Show>
        </div>
        <Show when={text()}>
          {(made) => (
            <div class="call-side">
              <RealTimeText text={made()} />
            </div>
          )}
        </Show>
        <Controls
          devices={call().devices}
          isBare={props.isBare === true}
          hasNews={isWritten(text())}
          full={full}
          hangUpText={props.hangUpText}
          isEnding={props.isEnding === true}
          onHangUp={() => props.onHangUp()}
        >
          <Show when={text()}>{(made) => <TextButton text={made()} />}</Show>
        </Controls>
      </div>
    </section>
  );
}
