import { Banner, Button, Icon, type IconName } from '@naervaer/kit/components';
import { insteadTexts } from '@naervaer/kit/texts';
import { Match, Show, Switch } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { Calm } from './calm.tsx';

type End = 'done' | 'rejected' | 'cancelled' | 'expired';

const ICONS: Record<End, IconName> = {
  done: 'check',
  rejected: 'phone',
  cancelled: 'signOut',
  expired: 'clock',
};

/** T11: the message and what to do now. */
function Rejection() {
  // What was rejected stays so: the last that was seen of it is as good as the line.
  const { lastConsultation: consultation } = useDesk();
  return (
    <Show when={consultation()?.rejection}>
      {(rejection) => (
        <>
          <p class="calm-text">{words().over.rejectedBy(consultation()?.clinicName ?? '')}</p>
          <div class="instead">
            <p class="instead-what">{insteadTexts()[rejection().instead]}</p>
            <p>{words().over.rejectedText[rejection().instead]}</p>
          </div>
          <Show when={rejection().note}>
            {(note) => (
              <Banner tone="info" icon="message">
                <strong>{words().over.note}</strong>
                <p class="message-text">{note()}</p>
              </Banner>
            )}
          </Show>
        </>
      )}
    </Show>
  );
}

/** T9, T11: how it ended, and "Log borger ud" as the one thing to do. */
export function OverScreen(props: { how: End }) {
  const { course, session } = useDesk();
  const isKept = () => session.line().kind !== 'online' && session.pending() > 0;
  return (
    <Calm title={words().over[props.how]}>
      <span class="calm-icon" classList={{ 'calm-icon-go': props.how === 'done' }}>
        <Icon name={ICONS[props.how]} />
      </span>
      <Switch>
        <Match when={props.how === 'rejected'}>
          <Rejection />
        </Match>
        <Match when={props.how === 'done'}>
          <p class="calm-text">{words().over.doneText}</p>
          <Show when={isKept()}>
            <Banner tone="warning" icon="offline" isLive>
              {words().over.doneKept}
            </Banner>
          </Show>
        </Match>
        <Match when={props.how === 'cancelled'}>
          <p class="calm-text">
            {isKept()
              ? words().over.cancelledKept
              : course.context().consultation === null
                ? words().over.withdrawn
                : words().over.cancelledText}
          </p>
        </Match>
        <Match when={props.how === 'expired'}>
          <p class="calm-text">{words().over.expiredText}</p>
        </Match>
      </Switch>
      <div class="calm-actions">
        <Button
          variant="primary"
          size="large"
          isWide
          onClick={() => course.tell({ type: 'LOG_CITIZEN_OUT' })}
        >
          {words().over.logOut}
        </Button>
        <Button isWide onClick={() => course.tell({ type: 'NEXT_CITIZEN' })}>
          {words().over.next}
        </Button>
      </div>
    </Calm>
  );
}
