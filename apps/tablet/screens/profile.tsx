import { Banner, RadioGroup, Select } from '@naervaer/kit/components';
import { careAreaTexts, jobRoleTexts, refusalTexts } from '@naervaer/kit/texts';
import { JOB_ROLES, type JobRole, type UnitId } from '@naervaer/machines/protocol';
import { Show, createSignal } from 'solid-js';
import { useDesk } from '../desk.ts';
import { useProfile } from '../profile.ts';
import { words } from '../texts.ts';
import { Step } from './step.tsx';

/** T2: role and workplace, once. */
export function ProfileScreen() {
  const { session, course } = useDesk();
  const { profile, save } = useProfile(session);
  const { units } = session.info;
  const only = units.length === 1 ? units[0] : undefined;
  const [jobRole, setJobRole] = createSignal<JobRole | null>(profile()?.jobRole ?? null);
  const [unitId, setUnitId] = createSignal<UnitId | null>(profile()?.unitId ?? only?.id ?? null);
  const [isTried, setTried] = createSignal(false);

  const submit = () => {
    setTried(true);
    const role = jobRole();
    const unit = units.find((each) => each.id === unitId());
    if (role === null || unit === undefined) return;
    void save({ jobRole: role, unitId: unit.id, unitName: unit.name }).then(() =>
      course.tell({ type: 'PROFILE_SAVED' }),
    );
  };

  return (
    <Step
      title={words().profile.title}
      lead={words().profile.lead}
      action={words().profile.save}
      isActionOff={units.length === 0}
      onAction={submit}
    >
      <Show when={course.context().refusal}>
        {(code) => (
          <Banner tone="danger" isLive>
            {refusalTexts()[code()]}
          </Banner>
        )}
      </Show>
      <RadioGroup
        label={words().profile.jobRole}
        options={JOB_ROLES.map((value) => ({ value, label: jobRoleTexts()[value] }))}
        value={jobRole()}
        onChange={setJobRole}
        required
        error={isTried() && jobRole() === null ? words().profile.missingRole : undefined}
      />
      <Show
        when={units.length > 0}
        fallback={<Banner tone="warning">{words().profile.noUnits}</Banner>}
      >
        <Select
          label={words().profile.unit}
          placeholder={words().profile.chooseUnit}
          options={units.map((unit) => ({
            value: unit.id,
            label: `${unit.name} (${careAreaTexts()[unit.careArea]})`,
          }))}
          value={unitId()}
          onChange={setUnitId}
          required
          error={isTried() && unitId() === null ? words().profile.missingUnit : undefined}
        />
      </Show>
    </Step>
  );
}
