import { Show } from 'solid-js';
import { Button, Dialog } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { answer, asked } from '../navigation.ts';

const words = texts({
  da: {
    title: 'Vil du gå uden at gemme?',
    text: 'Det, du har skrevet, er ikke gemt endnu.',
    stay: 'Bliv her',
    go: 'Gå uden at gemme',
  },
  en: {
    title: 'Leave without saving?',
    text: 'What you typed is not saved yet.',
    stay: 'Stay here',
    go: 'Leave without saving',
  },
});

/** Stands between a mis-click and the loss of what was typed. */
export function Unsaved() {
  return (
    <Show when={asked()}>
      <Dialog
        isOpen
        onClose={() => answer(false)}
        title={words().title}
        description={words().text}
        actions={
          <>
            <Button variant="primary" onClick={() => answer(false)}>
              {words().stay}
            </Button>
            <Button onClick={() => answer(true)}>{words().go}</Button>
          </>
        }
      />
    </Show>
  );
}
