import { Show, createMemo, type JSX } from 'solid-js';
import type { BoardRow, ConsultationId } from '@naervaer/machines/protocol';
import { CallStage, createCall, createPhotos } from '@naervaer/kit/call';
import type { CallPlace } from '@naervaer/kit/call';
import { Button, Icon } from '@naervaer/kit/components';
import { clockSpan, consultationStateTexts, texts } from '@naervaer/kit/texts';
import { callTab } from './call-tab.ts';
import { DeviceCheck } from './device-check.tsx';
import { Caregiver, Citizen, Company } from './person.tsx';
import { useRoom } from './room.ts';
import { WayBadge } from './way-badge.tsx';

const words = texts({
  da: {
    facts: 'Om patienten',
    queue: (count: number) => `Se køen (${count} venter)`,
    reason: 'Årsag',
    from: 'Hvem er med',
    equipment: 'Udstyr',
    end: 'Afslut',
    ended: 'Konsultationen er afsluttet.',
    release: 'Læg tilbage i køen',
    released: 'Lagt tilbage i køen. Pladsen er beholdt.',
    reject: 'Afvis',
  },
  en: {
    facts: 'About the patient',
    queue: (count: number) => `See the queue (${count} waiting)`,
    reason: 'Reason',
    from: 'Who takes part',
    equipment: 'Equipment',
    end: 'End',
    ended: 'The consultation is ended.',
    release: 'Put back in the queue',
    released: 'Put back in the queue. The place is kept.',
    reject: 'Reject',
  },
});

function Fact(props: { label: string; children: JSX.Element }) {
  return (
    <div class="fact">
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** The call that I hold: the picture, and beside it whom it is about. */
export default function CallView(props: {
  consultationId: ConsultationId;
  place: CallPlace;
  row: BoardRow | undefined;
  waiting: number;
  onQueue: () => void;
}) {
  const { session, clinicId, actions, now, isLive, ask } = useRoom();
  const { consultationId } = props;
  const view = session.consultation(consultationId);
  const call = createCall({
    session,
    clinicId,
    consultationId,
    view,
    side: 'clinician',
    place: props.place,
    onTaken: () => callTab.take(consultationId),
    onLost: () => callTab.drop(consultationId),
  });
  const photos = createPhotos({ call, consultationId, app: 'board' });
  // The row may leave the board a moment before the page does.
  const row = createMemo<BoardRow | undefined>((last) => props.row ?? last);
  const isEnding = () => actions.isPending('endCall', consultationId);
  const end = () => {
    actions.ask({ type: 'endCall', clinicId, consultationId }, words().ended);
  };
  const release = () => {
    actions.ask({ type: 'release', clinicId, consultationId }, words().released);
  };

  return (
    <>
      <div class="call-picture">
        <CallStage
          call={call}
          photos={photos}
          onHangUp={end}
          hangUpText={words().end}
          isEnding={isEnding()}
        />
      </div>
      <aside class="call-facts" aria-label={words().facts}>
        <Button icon="arrowLeft" onClick={props.onQueue}>
          {words().queue(props.waiting)}
        </Button>
        <Show when={row()}>
          {(row) => (
            <>
              <div class="call-who">
                <p class="now-state">
                  <Icon name={row().state === 'interrupted' ? 'warning' : 'camera'} />
                  {consultationStateTexts()[row().state]}
                  <Show when={row().startedAt}>
                    {(at) => <span class="now-span">{clockSpan(now() - at())}</span>}
                  </Show>
                </p>
                <h1 class="call-name">
                  <Citizen row={row()} />
                </h1>
                <WayBadge way={row().way} />
              </div>
              <dl class="call-list">
                <Fact label={words().reason}>{row().reason}</Fact>
                <Fact label={words().from}>
                  <Caregiver row={row()} />
                  <br />
                  <Company row={row()} />
                </Fact>
                <Fact label={words().equipment}>
                  <DeviceCheck check={row().check} />
                </Fact>
              </dl>
              <Show when={row().state === 'called'}>
                <div class="call-actions">
                  <Button
                    icon="back"
                    disabled={!isLive()}
                    isPending={actions.isPending('release', consultationId)}
                    onClick={release}
                  >
                    {words().release}
                  </Button>
                  <Button
                    variant="quiet"
                    icon="reject"
                    disabled={!isLive()}
                    onClick={() => ask({ kind: 'reject', row: row() })}
                  >
                    {words().reject}
                  </Button>
                </div>
              </Show>
            </>
          )}
        </Show>
      </aside>
    </>
  );
}
