import { Button, LanguageSwitch, Screen } from '@naervaer/kit/components';
import { words } from '../texts.ts';

/** The tablet was opened without a network and nobody is signed in on it. */
export function NoLine(props: { onAgain: () => void }) {
  return (
    <main class="alone">
      <div class="alone-tools">
        <LanguageSwitch />
      </div>
      <Screen title={words().offline.title} icon="offline">
        <p>{words().offline.text}</p>
        <p>{words().offline.hint}</p>
        <Button variant="primary" size="large" onClick={() => props.onAgain()}>
          {words().offline.retry}
        </Button>
        <p class="screen-support">{words().offline.urgent}</p>
      </Screen>
    </main>
  );
}
