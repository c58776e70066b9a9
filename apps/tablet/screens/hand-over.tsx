import { Button } from '@naervaer/kit/components';
import { useDesk } from '../desk.ts';
import { lockWords } from '../lock-texts.ts';

/** T10: from here on only the call, or the place in the queue, is on the screen. */
export function HandOver() {
  const { lock } = useDesk();
  return (
    <Button icon="lock" onClick={() => lock.tell('HAND_OVER')}>
      {lockWords().handOver}
    </Button>
  );
}
