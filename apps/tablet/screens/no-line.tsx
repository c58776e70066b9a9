import { Button, LanguageSwitch, Screen } from '@naervaer/kit/components';
import { Show } from 'solid-js';
import { lockWords } from '../lock-texts.ts';
import { words } from '../texts.ts';
import { TryPractice } from './practice.tsx';

/** The tablet was opened without a network and nobody is signed in on it. */
export function NoLine(props: { onAgain: () => void; onPractise: () => void; isEmptied: boolean }) {
  return (
    <main class="alone">
      <div class="alone-tools">
        <LanguageSwitch />
      </div>
      <Screen title={words().offline.title} icon="offline">
        <Show when={props.isEmptied}>
          <p role="status">{lockWords().emptied}</p>
        </Show>
        <p>{words().offline.text}</p>
        <p>{words().offline.hint}</p>
        <Button variant="primary" size="large" onClick={() => props.onAgain()}>
          {words().offline.retry}
        </Button>
        <TryPractice onOpen={() => props.onPractise()} />
        <p class="screen-support">{words().offline.urgent}</p>
      </Screen>
    </main>
  );
}
