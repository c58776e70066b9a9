import { Button, Loading } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { Match, Switch, createResource } from 'solid-js';

const words = texts({
  da: {
    title: 'Øvelsesopkald',
    open: 'Prøv et øvelsesopkald',
    failed: 'Øvelsen kunne ikke hentes. Tjek nettet, og prøv igen.',
    again: 'Prøv igen',
    close: 'Tilbage',
  },
  en: {
    title: 'Practice call',
    open: 'Try a practice call',
    failed: 'The practice could not be fetched. Check the network and try again.',
    again: 'Try again',
    close: 'Back',
  },
});

/** The way to the practice call (T13): quiet, under the main action, where no citizen is at stake. */
export function TryPractice(props: { onOpen: () => void }) {
  return (
    <div class="try-practice">
      <Button variant="quiet" icon="camera" onClick={() => props.onOpen()}>
        {words().open}
      </Button>
    </div>
  );
}

/** In place of the screen that it was opened from; the shell has it for a tablet without network. */
export function Practice(props: { onClose: () => void }) {
  const [module, { refetch }] = createResource(() =>
    import('@naervaer/kit/practice').catch(() => undefined),
  );
  return (
    <Switch>
      <Match when={module()} keyed>
        {({ PracticeCall }) => <PracticeCall onClose={() => props.onClose()} />}
      </Match>
      <Match when={module.loading}>
        <main class="alone">
          <h1 class="visually-hidden">{words().title}</h1>
          <Loading />
        </main>
      </Match>
      <Match when={!module.loading}>
        <main class="calm">
          <h1>{words().title}</h1>
          <p class="calm-text" role="alert">
            {words().failed}
          </p>
          <div class="calm-actions">
            <Button variant="primary" size="large" isWide onClick={() => void refetch()}>
              {words().again}
            </Button>
            <Button isWide onClick={() => props.onClose()}>
              {words().close}
            </Button>
          </div>
        </main>
      </Match>
    </Switch>
  );
}
