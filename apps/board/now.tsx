import { For, Show } from 'solid-js';
import type { BoardRow } from '@naervaer/machines/protocol';
import { Button, Icon } from '@naervaer/kit/components';
import { clockSpan, consultationStateTexts, texts, timeOfDay } from '@naervaer/kit/texts';
import { Caregiver, Citizen, nameOf } from './person.tsx';
import { useRoom } from './room.ts';
import { WayBadge } from './way-badge.tsx';

const words = texts({
  da: {
    title: 'Nu',
    toCall: 'Til opkaldet',
    since: (at: string) => `siden kl. ${at}`,
    with: 'hos',
  },
  en: { title: 'Now', toCall: 'To the call', since: (at: string) => `since ${at}`, with: 'with' },
});

const beganAt = (row: BoardRow): number => row.startedAt ?? row.calledAt ?? row.joinedAt;

function Mine(props: { row: BoardRow }) {
  const { now, showCall } = useRoom();
  return (
    <div class="now-mine" data-state={props.row.state}>
      <div class="now-mine-who">
        <span class="now-state">
          <Icon name={props.row.state === 'interrupted' ? 'warning' : 'camera'} />
          {consultationStateTexts()[props.row.state]}
          <span class="now-span">{clockSpan(now() - beganAt(props.row))}</span>
        </span>
        <span class="now-mine-name">
          <Citizen row={props.row} />
        </span>
        <Caregiver row={props.row} />
      </div>
      <Button variant="primary" size="large" icon="camera" onClick={showCall}>
        {words().toCall}
      </Button>
    </div>
  );
}

/** What goes on right now: my own call large, my colleagues' as a line each. */
export function Now(props: { rows: readonly BoardRow[] }) {
  const { mine } = useRoom();
  const colleagues = () =>
    props.rows.filter((row) => row.consultationId !== mine()?.consultationId);
  return (
    <Show when={props.rows.length > 0}>
      <section class="now" aria-labelledby="now-title">
        <h2 id="now-title" class="section-title">
          {words().title}
        </h2>
        <Show when={mine()}>{(row) => <Mine row={row()} />}</Show>
        <Show when={colleagues().length > 0}>
          <ul class="now-list">
            <For each={colleagues()}>
              {(row) => (
                <li class="now-line" data-state={row.state}>
                  <WayBadge way={row.way} />
                  <strong>{nameOf(row)}</strong>
                  <span>
                    {words().with} {row.holder?.name}
                  </span>
                  <span class="now-line-state">
                    {consultationStateTexts()[row.state]} {words().since(timeOfDay(beganAt(row)))}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </Show>
  );
}
