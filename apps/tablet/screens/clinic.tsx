import { Banner, Button, Field, Icon } from '@naervaer/kit/components';
import { refusalTexts } from '@naervaer/kit/texts';
import { isClinicShut, type ChosenClinic } from '@naervaer/machines/tablet';
import { For, Show, createMemo, createSignal } from 'solid-js';
import { useDesk } from '../desk.ts';
import { searchClinics, useDirectory } from '../directory.ts';
import { words } from '../texts.ts';
import { ClinicState } from './clinic-state.tsx';
import { Step } from './step.tsx';

/** More than these one does not read; one types on. */
const SHOWN = 6;

function Search(props: { onChoose: (clinic: ChosenClinic) => void }) {
  const [typed, setTyped] = createSignal('');
  const found = createMemo(() => searchClinics(useDirectory()?.clinics ?? [], typed()));
  return (
    <>
      <Field
        type="search"
        label={words().clinic.search}
        hint={words().clinic.searchHint}
        value={typed()}
        onInput={setTyped}
        maxLength={80}
      />
      <p class="found" role="status">
        {found().length === 0 ? words().clinic.none : words().clinic.found(found().length)}
        <Show when={found().length > SHOWN}> {words().clinic.more}</Show>
      </p>
      <ul class="organisations">
        <For each={found().slice(0, SHOWN)}>
          {(clinic) => (
            <li>
              <button
                type="button"
                class="organisation"
                data-testid="clinic"
                onClick={() =>
                  props.onChoose({
                    clinicId: clinic.id,
                    name: clinic.name,
                    ydernummer: clinic.ydernummer,
                  })
                }
              >
                <span class="organisation-name">{clinic.name}</span>
                <span class="organisation-kind">
                  {clinic.address} · {words().clinic.ydernummer(clinic.ydernummer)}
                </span>
                <Icon name="arrowRight" />
              </button>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}

export function ClinicScreen() {
  const { course } = useDesk();
  const { tell, context } = course;
  const address = () =>
    useDirectory()?.clinics.find((each) => each.id === context().clinic?.clinicId)?.address;
  return (
    <Step
      title={words().clinic.title}
      number={2}
      action={context().clinic === null ? undefined : words().goOn}
      isActionOff={isClinicShut(context())}
      onAction={() => tell({ type: 'CONTINUE' })}
      onBack={() => tell({ type: 'BACK' })}
    >
      <Show when={context().refusal}>
        {(code) => (
          <Banner tone="danger" isLive>
            {refusalTexts()[code()]}
          </Banner>
        )}
      </Show>
      <Show
        when={context().clinic}
        fallback={<Search onChoose={(clinic) => tell({ type: 'CLINIC_CHOSEN', clinic })} />}
      >
        {(clinic) => (
          <>
            <div class="chosen">
              <p class="chosen-name">{clinic().name}</p>
              <p class="chosen-detail">
                {address()} · {words().clinic.ydernummer(clinic().ydernummer)}
              </p>
              <Button onClick={() => tell({ type: 'CLINIC_CHOSEN', clinic: null })}>
                {words().clinic.change}
              </Button>
            </div>
            <ClinicState />
          </>
        )}
      </Show>
    </Step>
  );
}
