import { Button, Dialog } from '@naervaer/kit/components';
import { createSignal } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';

/** "Forlad køen", asked once more: a slip of the finger shall not cost the place. */
export function Leave() {
  const { course, leave } = useDesk();
  const [isAsking, setAsking] = createSignal(false);
  const go = () => {
    setAsking(false);
    course.tell({ type: 'LEAVE' });
    void leave();
  };
  return (
    <>
      <Button variant="quiet" size="large" onClick={() => setAsking(true)}>
        {words().waiting.leave}
      </Button>
      <Dialog
        isOpen={isAsking()}
        onClose={() => setAsking(false)}
        title={words().waiting.leaveTitle}
        description={words().waiting.leaveText}
        actions={
          <>
            <Button variant="primary" onClick={() => setAsking(false)}>
              {words().waiting.leaveNo}
            </Button>
            <Button onClick={go}>{words().waiting.leaveYes}</Button>
          </>
        }
      />
    </>
  );
}
