import { createSignal } from 'solid-js';
import { INSTEAD, LIMITS, type BoardRow, type Instead } from '@naervaer/machines/protocol';
import { Button, Dialog, RadioGroup, TextArea } from '@naervaer/kit/components';
import { insteadTexts, refusalTexts, texts } from '@naervaer/kit/texts';
import { nameOf } from './person.tsx';
import { useRoom } from './room.ts';

const words = texts({
  da: {
    title: 'Afvis videokonsultation',
    about: (name: string) => `${name} får besked med det samme om, hvad der sker i stedet.`,
    instead: 'Hvad sker der i stedet?',
    note: 'Besked til den, der venter (valgfri)',
    noteHint: 'Fx “Vi ringer inden kl. 14”.',
    reject: 'Afvis',
    cancel: 'Fortryd',
    done: 'Afvist. Den, der ventede, har fået besked.',
  },
  en: {
    title: 'Reject the video consultation',
    about: (name: string) => `${name} is told at once what happens instead.`,
    instead: 'What happens instead?',
    note: 'Message to whoever waits (optional)',
    noteHint: 'E.g. “We telephone before 14:00”.',
    reject: 'Reject',
    cancel: 'Cancel',
    done: 'Rejected. Whoever waited has been told.',
  },
});

/** *Afvist videokonsultation* (B5): not without saying what happens instead. */
export function RejectDialog(props: { row: BoardRow; onClose: () => void }) {
  const { actions, clinicId, isLive } = useRoom();
  const { consultationId } = props.row;
  const [instead, setInstead] = createSignal<Instead | null>(null);
  const [note, setNote] = createSignal('');
  const [isTried, setTried] = createSignal(false);

  const reject = async () => {
    setTried(true);
    const chosen = instead();
    if (chosen === null) return;
    const isDone = await actions.ask(
      { type: 'reject', clinicId, consultationId, instead: chosen, note: note() },
      words().done,
    );
    if (isDone) props.onClose();
  };

  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={words().title}
      description={words().about(nameOf(props.row))}
      actions={
        <>
          <Button
            variant="danger"
            icon="reject"
            disabled={!isLive()}
            isPending={actions.isPending('reject', consultationId)}
            onClick={reject}
          >
            {words().reject}
          </Button>
          <Button onClick={props.onClose}>{words().cancel}</Button>
        </>
      }
    >
      <RadioGroup
        label={words().instead}
        required
        value={instead()}
        onChange={setInstead}
        options={INSTEAD.map((value) => ({ value, label: insteadTexts()[value] }))}
        error={isTried() && instead() === null ? refusalTexts().missingInstead : undefined}
      />
      <TextArea
        label={words().note}
        hint={words().noteHint}
        value={note()}
        onInput={setNote}
        maxLength={LIMITS.note}
        rows={2}
      />
    </Dialog>
  );
}
