import { Show, createEffect, createSignal, type JSX } from 'solid-js';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { callTexts } from '../texts.ts';
import type { RoomCall } from '../types.ts';
import { SignMark } from './sign.tsx';
import { isLost, sentenceOf, warningOf } from './sentences.ts';

/** Over the picture: who it is, the sign, and what is going on, each in its place (C2). */
export function Says(props: { call: RoomCall; children: JSX.Element }) {
  const [hasMet, setMet] = createSignal(false);
  const [had, setHad] = createSignal({ camera: false, microphone: false });
  createEffect(() => {
    if (props.call.parties().some((party) => party.state() === 'connected')) setMet(true);
    const { devices } = props.call;
    setHad((before) => ({
      camera: before.camera || devices.hasCamera(),
      microphone: before.microphone || devices.hasMicrophone(),
    }));
  });
  const sign = () => {
    const [only, ...more] = props.call.parties();
    const isTold = props.call.room() === 'open' && more.length === 0 && only?.isPresent() === true;
    return isTold && only.state() !== 'connecting' ? only.sign() : undefined;
  };

  return (
    <div class="call-says">
      <div class="call-says-head">
        <div class="call-who-it-is">{props.children}</div>
        <SignMark sign={sign()} />
      </div>
      <div role="status" data-testid="call-sentence">
        <Show when={sentenceOf(props.call, hasMet())}>
          {(text) => <p class="call-sentence">{text()}</p>}
        </Show>
      </div>
      <Show when={props.call.room() === 'open' && props.call.parties().some(isLost)}>
        <Button variant="primary" onClick={() => props.call.retry()}>
          {callTexts().retry}
        </Button>
      </Show>
      <div role="status" data-testid="call-warning">
        <Show when={warningOf(props.call, had())}>
          {(warning) => (
            <div class="call-sentence call-sentence-warning">
              <Icon name="warning" />
              <div>
                <p>{warning().text}</p>
                <Show when={warning().advice}>
                  {(advice) => <p class="call-advice">{advice()}</p>}
                </Show>
              </div>
            </div>
          )}
        </Show>
      </div>
    </div>
  );
}
