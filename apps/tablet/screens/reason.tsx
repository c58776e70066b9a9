import { Banner, Button, RadioGroup, TextArea } from '@naervaer/kit/components';
import { deviceTexts, refusalTexts } from '@naervaer/kit/texts';
import { LIMITS, PARTS, consultationIdOf, type DeviceCheck } from '@naervaer/machines/protocol';
import { isClinicShut, reasonProblems } from '@naervaer/machines/tablet';
import { Show, createSignal } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { ClinicState } from './clinic-state.tsx';
import { Step } from './step.tsx';

const DEVICES = ['camera', 'microphone', 'speaker', 'network'] as const;
const brokenOf = (check: DeviceCheck) => DEVICES.filter((device) => check[device] === 'failed');

/** T6: the last step before the queue. */
export function ReasonScreen() {
  const { course, isOnline, session } = useDesk();
  const { context, tell } = course;
  const [isTried, setTried] = createSignal(false);

  const submit = () => {
    setTried(true);
    tell({ type: 'SUBMITTED', consultationId: consultationIdOf(session.newId()) });
  };

  const reasonError = () => {
    const code = isTried() ? reasonProblems(context()).reason : undefined;
    return code === undefined ? undefined : refusalTexts()[code];
  };
  const refusal = () => context().refusal ?? undefined;
  const broken = () => brokenOf(context().check);

  return (
    <Step
      title={words().reason.title}
      lead={words().reason.at(context().clinic?.name ?? '')}
      number={4}
      action={words().reason.start}
      isActionOff={isClinicShut(context())}
      onAction={submit}
      onBack={() => tell({ type: 'BACK' })}
    >
      <Show when={refusal()}>
        {(code) => (
          <Banner tone="danger" isLive>
            {refusalTexts()[code()]}
          </Banner>
        )}
      </Show>
      <Show when={isClinicShut(context()) || !isOnline()}>
        <ClinicState />
      </Show>
      <Show when={broken().length > 0}>
        <Banner tone="warning">
          {words().check.trouble(
            broken()
              .map((device) => deviceTexts()[device].toLowerCase())
              .join(', '),
          )}
          <Button variant="quiet" onClick={() => tell({ type: 'RECHECK' })}>
            {words().check.mend}
          </Button>
        </Banner>
      </Show>
      <TextArea
        label={words().reason.label}
        hint={words().reason.hint}
        value={context().draft.reason}
        onInput={(reason) => tell({ type: 'TYPED', draft: { reason } })}
        rows={4}
        maxLength={LIMITS.reason}
        required
        error={reasonError()}
      />
      <RadioGroup
        label={words().reason.part}
        options={PARTS.map((value) => ({ value, label: words().reason.parts[value] }))}
        value={context().draft.part}
        onChange={(part) => tell({ type: 'TYPED', draft: { part } })}
      />
    </Step>
  );
}
