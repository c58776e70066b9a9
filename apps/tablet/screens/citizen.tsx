import { Banner, Button, Checkbox, Field } from '@naervaer/kit/components';
import { jobRoleTexts, refusalTexts } from '@naervaer/kit/texts';
import { LIMITS, type RefusalCode } from '@naervaer/machines/protocol';
import { citizenProblems, type Draft, type Field as FieldName } from '@naervaer/machines/tablet';
import { Show, createSignal } from 'solid-js';
import { useDesk } from '../desk.ts';
import { useProfile } from '../profile.ts';
import { words } from '../texts.ts';
import { PresentChoice } from './present.tsx';
import { Step } from './step.tsx';

/** Which field a refusal of the server belongs to; what is not here stands above the form. */
const FIELD_OF: Partial<Record<RefusalCode, FieldName>> = {
  invalidCpr: 'number',
  realCprInDemo: 'number',
  demoCprInProduction: 'number',
  missingName: 'name',
  missingAttestation: 'consented',
};

/** T3: on behalf of a citizen. */
export function CitizenScreen() {
  const { course, session } = useDesk();
  const { profile } = useProfile(session);
  const [isTried, setTried] = createSignal(false);
  const draft = () => course.context().draft;
  const type = (typed: Partial<Draft>) => course.tell({ type: 'TYPED', draft: typed });

  const errorOf = (field: FieldName): string | undefined => {
    const { refusal } = course.context();
    const refused = refusal !== null && FIELD_OF[refusal] === field ? refusal : undefined;
    const code = (isTried() ? citizenProblems(course.context())[field] : undefined) ?? refused;
    return code === undefined ? undefined : refusalTexts()[code];
  };
  const refusal = () => {
    const code = course.context().refusal;
    return code !== null && FIELD_OF[code] === undefined ? code : undefined;
  };

  return (
    <Step
      title={words().citizen.title}
      number={1}
      action={words().citizen.log}
      onAction={() => {
        setTried(true);
        course.tell({ type: 'CONTINUE' });
      }}
      others={
        <Button isWide onClick={() => course.tell({ type: 'WITHOUT_CPR' })}>
          {words().citizen.without}
        </Button>
      }
    >
      <Show when={refusal()}>
        {(code) => (
          <Banner tone="danger" isLive>
            {refusalTexts()[code()]}
          </Banner>
        )}
      </Show>
      <Field
        label={words().citizen.number}
        hint={course.context().isDemo ? words().citizen.numberHintDemo : words().citizen.numberHint}
        value={draft().number}
        onInput={(number) => type({ number })}
        maxLength={20}
        required
        error={errorOf('number')}
      />
      <Field
        label={words().citizen.name}
        value={draft().name}
        onInput={(name) => type({ name })}
        maxLength={LIMITS.name}
        required
        error={errorOf('name')}
      />
      <Checkbox
        label={words().citizen.attestation}
        checked={draft().consented}
        onChange={(consented) => type({ consented })}
        required
        error={errorOf('consented')}
      />
      <PresentChoice />
      <Show when={profile()}>
        {(mine) => (
          <p class="as-whom">
            {words().citizen.asWhom(jobRoleTexts()[mine().jobRole], mine().unitName)}
            <Button variant="quiet" onClick={() => course.tell({ type: 'EDIT_PROFILE' })}>
              {words().citizen.change}
            </Button>
          </p>
        )}
      </Show>
    </Step>
  );
}
