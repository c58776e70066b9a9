import { Banner } from '@naervaer/kit/components';
import { Match, Switch } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';

/** Open or closed, live: told before anything is typed for nothing (B3, MA4). */
export function ClinicState() {
  const { lobby, isOnline, session } = useDesk();
  const mode = () => (isOnline() ? lobby()?.mode : undefined);
  return (
    <div class="clinic-state" role="status">
      <Switch fallback={<Banner tone="info">{words().clinic.asking}</Banner>}>
        <Match when={!isOnline() && session.line().kind !== 'connecting'}>
          <Banner tone="warning" icon="offline">
            {words().clinic.unknownOffline}
          </Banner>
        </Match>
        <Match when={mode() === 'open'}>
          <Banner tone="success" icon="doorOpen">
            <strong>{words().clinic.open}</strong>
            <br />
            {words().clinic.queue(lobby()?.queueLength ?? 0)}
          </Banner>
        </Match>
        <Match when={mode() === 'closed' || mode() === 'closing'}>
          <Banner tone="warning" icon="doorClosed">
            <strong>{mode() === 'closed' ? words().clinic.closed : words().clinic.closing}</strong>
            <br />
            {words().clinic.shutHelp}
          </Banner>
        </Match>
      </Switch>
    </div>
  );
}
