import { Checkbox } from '@naervaer/kit/components';
import { refusalTexts } from '@naervaer/kit/texts';
import { citizenProblems } from '@naervaer/machines/tablet';
import { createSignal } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { PresentChoice } from './present.tsx';
import { Step } from './step.tsx';

/** T4: only by agreement with the clinic. */
export function WithoutCprScreen() {
  const { course } = useDesk();
  const [isTried, setTried] = createSignal(false);
  const error = () => {
    const problem = isTried() ? citizenProblems(course.context()).agreed : undefined;
    const code = problem ?? course.context().refusal ?? undefined;
    return code === undefined ? undefined : refusalTexts()[code];
  };
  return (
    <Step
      title={words().withoutCpr.title}
      lead={words().withoutCpr.lead}
      number={1}
      action={words().goOn}
      onAction={() => {
        setTried(true);
        course.tell({ type: 'CONTINUE' });
      }}
      onBack={() => course.tell({ type: 'BACK' })}
    >
      <Checkbox
        label={words().withoutCpr.agreed}
        checked={course.context().draft.agreed}
        onChange={(agreed) => course.tell({ type: 'TYPED', draft: { agreed } })}
        required
        error={error()}
      />
      <PresentChoice />
    </Step>
  );
}
