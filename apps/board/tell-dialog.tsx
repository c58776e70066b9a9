import { createSignal } from 'solid-js';
import { LIMITS, type BoardRow, type CommandInput } from '@naervaer/machines/protocol';
import { Button, Dialog, RadioGroup, TextArea } from '@naervaer/kit/components';
import { refusalTexts, texts } from '@naervaer/kit/texts';
import { nameOf } from './person.tsx';
import { useRoom } from './room.ts';

const words = texts({
  da: {
    toAll: 'Besked til alle, der venter',
    toOne: (name: string) => `Besked til ${name}`,
    about: 'De beholder deres plads i køen.',
    late: 'Forsinket',
    notLate: 'Ikke forsinket',
    minutes: (minutes: number) => `${minutes} min`,
    text: 'Besked (valgfri)',
    textHint: 'Skriv ikke navn eller CPR-nummer her.',
    send: 'Send besked',
    cancel: 'Fortryd',
    done: 'Beskeden er sendt.',
  },
  en: {
    toAll: 'Message to everybody who waits',
    toOne: (name: string) => `Message to ${name}`,
    about: 'They keep their place in the queue.',
    late: 'Late',
    notLate: 'Not late',
    minutes: (minutes: number) => `${minutes} min`,
    text: 'Message (optional)',
    textHint: 'Do not write names or CPR numbers here.',
    send: 'Send message',
    cancel: 'Cancel',
    done: 'The message is sent.',
  },
});

type Late = Extract<CommandInput, { type: 'tellWaiters' }>['late'];
const LATE: readonly NonNullable<Late>[] = [5, 10, 15, 20, 30, 45, 60];

/** Tells one waiter, or all, how late it is and why (B6). */
export function TellDialog(props: { row: BoardRow | null; onClose: () => void }) {
  const { actions, clinicId, isLive } = useRoom();
  const consultationId = props.row?.consultationId ?? null;
  const [late, setLate] = createSignal<Late>(null);
  const [text, setText] = createSignal('');
  const [isTried, setTried] = createSignal(false);
  const isEmpty = () => late() === null && text().trim() === '';

  const tell = async () => {
    setTried(true);
    if (isEmpty()) return;
    const isDone = await actions.ask(
      { type: 'tellWaiters', clinicId, consultationId, late: late(), text: text() },
      words().done,
    );
    if (isDone) props.onClose();
  };

  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.row === null ? words().toAll : words().toOne(nameOf(props.row))}
      description={words().about}
      actions={
        <>
          <Button
            variant="primary"
            icon="message"
            disabled={!isLive()}
            isPending={actions.isPending('tellWaiters', consultationId ?? undefined)}
            onClick={tell}
          >
            {words().send}
          </Button>
          <Button onClick={props.onClose}>{words().cancel}</Button>
        </>
      }
    >
      <RadioGroup
        label={words().late}
        isRow
        value={String(late() ?? 'none')}
        onChange={(value) => setLate(LATE.find((each) => String(each) === value) ?? null)}
        options={[
          { value: 'none', label: words().notLate },
          ...LATE.map((each) => ({ value: String(each), label: words().minutes(each) })),
        ]}
      />
      <TextArea
        label={words().text}
        hint={words().textHint}
        value={text()}
        onInput={setText}
        maxLength={LIMITS.message}
        rows={2}
        error={isTried() && isEmpty() ? refusalTexts().missingMessage : undefined}
      />
    </Dialog>
  );
}
