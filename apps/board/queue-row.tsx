import { Show } from 'solid-js';
import type { BoardRow } from '@naervaer/machines/protocol';
import { Button, Icon } from '@naervaer/kit/components';
import { clockSpan, minuteSpan, texts, timeOfDay } from '@naervaer/kit/texts';
import { DeviceCheck } from './device-check.tsx';
import { messageText } from './message.ts';
import { Caregiver, Citizen, Company, nameOf } from './person.tsx';
import { useRoom } from './room.ts';
import { WayBadge } from './way-badge.tsx';

const words = texts({
  da: {
    position: (place: number) => `Nummer ${place} i køen`,
    next: 'Næste',
    waited: 'ventet',
    here: 'Er her',
    away: (span: string) => `Væk siden ${span}`,
    kept: (at: string) => `Pladsen holdes til kl. ${at}`,
    start: 'Start videokonsultation',
    reject: 'Afvis',
    tell: 'Besked',
    of: (name: string) => `: ${name}`,
  },
  en: {
    position: (place: number) => `Number ${place} in the queue`,
    next: 'Next',
    waited: 'waited',
    here: 'Is here',
    away: (span: string) => `Away for ${span}`,
    kept: (at: string) => `Place kept until ${at}`,
    start: 'Start video consultation',
    reject: 'Reject',
    tell: 'Message',
    of: (name: string) => `: ${name}`,
  },
});

/** Under a minute the seconds are told, from then on minutes: they can be read from afar. */
const waitText = (ms: number): string => (ms < 60_000 ? clockSpan(ms) : minuteSpan(ms));

/** One person who waits (B2): who, from where, why, how long, and what can be done. */
export function QueueRow(props: { row: BoardRow; isNext: boolean; isHindered: boolean }) {
  const { actions, now, isLive, start, ask } = useRoom();
  const id = () => props.row.consultationId;
  return (
    <li
      class="row"
      classList={{ 'row-next': props.isNext, 'row-away': props.row.awaySince !== null }}
      data-way={props.row.way}
      data-testid="queue-row"
    >
      <div class="row-place">
        <span class="visually-hidden">{words().position(props.row.position ?? 0)}</span>
        <span class="row-position" aria-hidden="true">
          {props.row.position}
        </span>
        <Show when={props.isNext}>
          <span class="row-next-word">{words().next}</span>
        </Show>
      </div>
      <div class="row-who">
        <p class="row-name">
          <Citizen row={props.row} />
        </p>
        <WayBadge way={props.row.way} />
        <p class="row-from">
          <Caregiver row={props.row} />
        </p>
      </div>
      <div class="row-why">
        <p class="row-reason">{props.row.reason}</p>
        <p class="row-company">
          <Company row={props.row} />
        </p>
        <Show when={props.row.message}>
          {(message) => (
            <p class="row-message">
              <Icon name="message" />
              {messageText(message())}
            </p>
          )}
        </Show>
      </div>
      <div class="row-state">
        <p class="row-waited">
          <span class="row-wait">{waitText(now() - props.row.joinedAt)}</span>{' '}
          <span class="row-waited-word">{words().waited}</span>
        </p>
        <Show
          when={props.row.awaySince}
          fallback={
            <p class="row-here">
              <Icon name="check" />
              {words().here}
            </p>
          }
        >
          {(since) => (
            <p class="row-gone">
              <Icon name="offline" />
              <span>
                {words().away(clockSpan(now() - since()))}
                <Show when={props.row.expiresAt}>
                  {(until) => <small>{words().kept(timeOfDay(until()))}</small>}
                </Show>
              </span>
            </p>
          )}
        </Show>
      </div>
      <div class="row-check">
        <DeviceCheck check={props.row.check} />
      </div>
      <div class="row-actions">
        <Button
          class="row-start"
          variant={props.isNext ? 'primary' : 'secondary'}
          size={props.isNext ? 'large' : 'normal'}
          icon="camera"
          disabled={props.isHindered}
          describedBy={props.isHindered ? 'queue-hindrance' : undefined}
          isPending={actions.isPending('claim', id())}
          onClick={() => start(props.row)}
        >
          {words().start}
          <span class="visually-hidden">{words().of(nameOf(props.row))}</span>
        </Button>
        <div class="row-lesser">
          <Button
            variant="quiet"
            icon="message"
            disabled={!isLive()}
            onClick={() => ask({ kind: 'tell', row: props.row })}
          >
            {words().tell}
            <span class="visually-hidden">{words().of(nameOf(props.row))}</span>
          </Button>
          <Button
            variant="quiet"
            icon="reject"
            disabled={!isLive()}
            isPending={actions.isPending('reject', id())}
            onClick={() => ask({ kind: 'reject', row: props.row })}
          >
            {words().reject}
            <span class="visually-hidden">{words().of(nameOf(props.row))}</span>
          </Button>
        </div>
      </div>
    </li>
  );
}
