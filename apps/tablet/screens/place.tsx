import type { ConsultationView } from '@naervaer/machines/protocol';
import { Show } from 'solid-js';
import { words } from '../texts.ts';

/** Up to this many minutes a range would promise more than anybody knows; the clinic says no less. */
const SOON = 5;

type View = ConsultationView | undefined;

/** T7: the number in the queue, read from across the room. */
export function Place(props: { of: View; isStale: boolean }) {
  return (
    <Show when={props.of?.position}>
      {(position) => (
        <p class="place" role="status" classList={{ 'place-stale': props.isStale }}>
          <span class="visually-hidden">{words().waiting.whole(position())}</span>
          <span class="place-words" aria-hidden="true">
            {words().waiting.before}
          </span>
          <span class="place-number" aria-hidden="true" data-testid="position">
            {position()}
          </span>
          <span class="place-words" aria-hidden="true">
            {words().waiting.after}
          </span>
        </p>
      )}
    </Show>
  );
}

/** T7: an honest range, from the clinic's own pace. */
export function Wait(props: { of: View }) {
  return (
    <Show when={props.of?.wait}>
      {(wait) => (
        <p class="wait">
          {wait().high <= SOON
            ? words().waiting.soon
            : words().waiting.wait(wait().low, wait().high)}
          <Show when={wait().isEstimated}>
            <small>{words().waiting.estimated}</small>
          </Show>
        </p>
      )}
    </Show>
  );
}
