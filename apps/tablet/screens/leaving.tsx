import { Button } from '@naervaer/kit/components';
import { Show } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { Calm } from './calm.tsx';

export function LeavingScreen() {
  const { course, isKept } = useDesk();
  return (
    <Calm title={words().leaving.title}>
      <p class="calm-text" role="status">
        {isKept() ? words().leaving.kept : words().leaving.sent}
      </p>
      <Show when={isKept()}>
        <Button
          variant="primary"
          size="large"
          onClick={() => course.tell({ type: 'LOG_CITIZEN_OUT' })}
        >
          {words().over.logOut}
        </Button>
      </Show>
    </Calm>
  );
}
