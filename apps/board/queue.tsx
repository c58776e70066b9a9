import { For, Show, createMemo } from 'solid-js';
import type { BoardRow, ClinicMode } from '@naervaer/machines/protocol';
import { Icon } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { QueueRow } from './queue-row.tsx';
import { useRoom } from './room.ts';

const words = texts({
  da: {
    title: 'Kø',
    empty: {
      open: ['Ingen venter', 'Når nogen stiller sig i kø, står de her med det samme.'],
      closing: ['Køen er tom', 'Klinikken tager ikke flere ind.'],
      closed: ['Lukket for video', 'Åbn for video, når du er klar til at tage imod.'],
    } satisfies Record<ClinicMode, readonly [string, string]>,
    notLive: 'Du kan starte, når forbindelsen er tilbage.',
    busy: 'Afslut din konsultation, før du starter den næste.',
  },
  en: {
    title: 'Queue',
    empty: {
      open: ['Nobody is waiting', 'Whoever joins the queue stands here at once.'],
      closing: ['The queue is empty', 'The clinic takes no more patients.'],
      closed: ['Closed for video', 'Open for video when you are ready to receive.'],
    } satisfies Record<ClinicMode, readonly [string, string]>,
    notLive: 'You can start when the connection is back.',
    busy: 'End your consultation before you start the next one.',
  },
});

/** Everybody who waits, in order; the next one to take stands out (B1). */
export function Queue(props: { rows: readonly BoardRow[]; mode: ClinicMode }) {
  const { isLive, mine } = useRoom();
  // Rows are told apart by id, so that a change of one does not rebuild it under the hand.
  const ids = createMemo<string[]>(() => props.rows.map((row) => row.consultationId));
  const rowOf = createMemo(
    () => new Map<string, BoardRow>(props.rows.map((row) => [row.consultationId, row])),
  );
  /** Whoever is away cannot be taken: the next one is the first who is here. */
  const nextId = () => props.rows.find((row) => row.awaySince === null)?.consultationId;
  const hindrance = () => {
    if (!isLive()) return words().notLive;
    return mine() === undefined ? undefined : words().busy;
  };

  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="section-title">
        {words().title}
      </h2>
      <Show
        when={props.rows.length > 0}
        fallback={
          <div class="queue-empty">
            <Icon name={props.mode === 'open' ? 'check' : 'doorClosed'} />
            <p class="queue-empty-title">{words().empty[props.mode][0]}</p>
            <p>{words().empty[props.mode][1]}</p>
          </div>
        }
      >
        <Show when={hindrance()}>
          {(text) => (
            <p class="queue-hindrance" id="queue-hindrance">
              <Icon name="info" />
              {text()}
            </p>
          )}
        </Show>
        <ol class="queue-list" data-testid="queue">
          <For each={ids()}>
            {(id) => (
              <Show when={rowOf().get(id)}>
                {(row) => (
                  <QueueRow
                    row={row()}
                    isNext={id === nextId() && mine() === undefined}
                    isHindered={hindrance() !== undefined}
                  />
                )}
              </Show>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}
