import { keepAwake } from '@naervaer/kit/awake';
import { Icon } from '@naervaer/kit/components';
import { Match, Switch } from 'solid-js';
import { useDesk } from '../desk.ts';
import { lockWords } from '../lock-texts.ts';
import { words } from '../texts.ts';
import { Calm } from './calm.tsx';
import { Place, Wait } from './place.tsx';

/** The one way out of the citizen's hands, small and in the corner. */
export function Unlock() {
  const { lock } = useDesk();
  return (
    <button type="button" class="unlock" data-testid="unlock" onClick={() => lock.tell('ASK')}>
      <Icon name="lock" />
      <span>{lockWords().unlock}</span>
    </button>
  );
}

function Waiting() {
  keepAwake();
  const { lastConsultation, isOnline } = useDesk();
  return (
    <Calm title={lastConsultation()?.clinicName ?? words().title}>
      <Place of={lastConsultation()} isStale={!isOnline()} />
      <Wait of={lastConsultation()} />
      <p class="calm-text calm-text-large">{lockWords().stay}</p>
    </Calm>
  );
}

function Over(props: { title: string }) {
  return (
    <Calm title={props.title}>
      <span class="calm-icon calm-icon-go">
        <Icon name="check" />
      </span>
      <p class="calm-text calm-text-large">{lockWords().over.text}</p>
    </Calm>
  );
}

/** T10: what is left on the screen while the citizen has the tablet and no call is under way. */
export function LockedScreen() {
  const { course } = useDesk();
  const { step } = course;
  const isUnheard = () => ['rejected', 'cancelled', 'expired'].includes(step());
  return (
    <Switch fallback={<Over title={lockWords().over.title} />}>
      <Match when={step() === 'waiting'}>
        <Waiting />
      </Match>
      <Match when={isUnheard()}>
        <Over title={lockWords().over.notTalked} />
      </Match>
    </Switch>
  );
}
