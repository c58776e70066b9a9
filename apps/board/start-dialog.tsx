import type { BoardRow } from '@naervaer/machines/protocol';
import { Button, Dialog } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { Caregiver, Citizen } from './person.tsx';
import { useRoom } from './room.ts';

const words = texts({
  da: { title: 'Er det den rigtige patient?', yes: 'Ja, start', no: 'Nej, tilbage til køen' },
  en: { title: 'Is this the right patient?', yes: 'Yes, start', no: 'No, back to the queue' },
});

/** The check question before a start (B4), for those who want it. */
export function StartDialog(props: { row: BoardRow; onClose: () => void }) {
  const { actions, clinicId, isLive, mine } = useRoom();
  const { consultationId } = props.row;
  const start = () => {
    actions.ask({ type: 'claim', clinicId, consultationId });
    props.onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={words().title}
      actions={
        <>
          <Button
            variant="primary"
            icon="camera"
            disabled={!isLive() || mine() !== undefined}
            onClick={start}
          >
            {words().yes}
          </Button>
          <Button onClick={props.onClose}>{words().no}</Button>
        </>
      }
    >
      <div class="dialog-person">
        <p class="row-name">
          <Citizen row={props.row} />
        </p>
        <p>
          <Caregiver row={props.row} />
        </p>
        <p class="row-reason">{props.row.reason}</p>
      </div>
    </Dialog>
  );
}
