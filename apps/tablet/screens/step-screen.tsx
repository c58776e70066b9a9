import { Match, Switch } from 'solid-js';
import { useDesk } from '../desk.ts';
import { CheckScreen } from './check.tsx';
import { CitizenScreen } from './citizen.tsx';
import { ClinicScreen } from './clinic.tsx';
import { LeavingScreen } from './leaving.tsx';
import { OverScreen } from './over.tsx';
import { ProfileScreen } from './profile.tsx';
import { ReasonScreen } from './reason.tsx';
import { SendingScreen } from './sending.tsx';
import { SigningOut } from './signing-out.tsx';
import { WaitingScreen } from './waiting.tsx';
import { WithoutCprScreen } from './without-cpr.tsx';

/** One screen for each step of the course, in the care worker's hands; the call has its own. */
export function StepScreen() {
  const { step } = useDesk().course;
  return (
    <Switch>
      <Match when={step() === 'signingOut'}>
        <SigningOut />
      </Match>
      <Match when={step() === 'profile'}>
        <ProfileScreen />
      </Match>
      <Match when={step() === 'citizen'}>
        <CitizenScreen />
      </Match>
      <Match when={step() === 'withoutCpr'}>
        <WithoutCprScreen />
      </Match>
      <Match when={step() === 'clinic'}>
        <ClinicScreen />
      </Match>
      <Match when={step() === 'check'}>
        <CheckScreen />
      </Match>
      <Match when={step() === 'reason'}>
        <ReasonScreen />
      </Match>
      <Match when={step() === 'sending'}>
        <SendingScreen />
      </Match>
      <Match when={step() === 'waiting'}>
        <WaitingScreen />
      </Match>
      <Match when={step() === 'leaving'}>
        <LeavingScreen />
      </Match>
      <Match when={step() === 'done' && 'done'}>{(how) => <OverScreen how={how()} />}</Match>
      <Match when={step() === 'rejected' && 'rejected'}>
        {(how) => <OverScreen how={how()} />}
      </Match>
      <Match when={step() === 'cancelled' && 'cancelled'}>
        {(how) => <OverScreen how={how()} />}
      </Match>
      <Match when={step() === 'expired' && 'expired'}>{(how) => <OverScreen how={how()} />}</Match>
    </Switch>
  );
}
