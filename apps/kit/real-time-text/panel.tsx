import type { PartyId } from '@naervaer/machines/protocol';
import { For, Index, Show, createEffect, createUniqueId, on, onCleanup, onMount } from 'solid-js';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import type { RealTimeText as Text } from './real-time-text.ts';
import { textTexts, writerName } from './texts.ts';
import { LINE_LENGTH } from './wire.ts';
import './real-time-text.css';

export interface RealTimeTextProps {
  readonly text: Text;
  /** A better word for a guest than “Gæst”. */
  readonly nameOf?: ((from: PartyId) => string) | undefined;
}

/** What `TextButton` says that it controls. */
export const PANEL_ID = 'real-time-text';

/** As near to the end as counts as reading along, in CSS pixels. */
const NEAR = 48;

/**
 * The text of the call (C6), while it is open. It fills the box that it is given. Finished lines
 * are read out by a screen reader, single letters are not.
 */
export function RealTimeText(props: RealTimeTextProps) {
  return (
    <Show when={props.text.isOpen()}>
      <Panel text={props.text} nameOf={props.nameOf} />
    </Show>
  );
}

function Panel(props: RealTimeTextProps) {
  const id = createUniqueId();
  let field: HTMLTextAreaElement | undefined;
  let scroll: HTMLDivElement | undefined;
  let isAtEnd = true;
  let height = 0;

  const nameOf = (from: PartyId | null): string =>
    from !== null && props.nameOf !== undefined ? props.nameOf(from) : writerName(from);
  const isEmpty = () => props.text.finished().length === 0 && !isAnybodyWriting();
  const isAnybodyWriting = () => props.text.live().some((line) => line.text !== '');

  // Not by an attribute: the same words again would end an unfinished composition (IME).
  createEffect(() => {
    const draft = props.text.draft();
    if (field !== undefined && field.value !== draft) field.value = draft;
  });
  // Whoever has scrolled back to read is left there.
  createEffect(
    on([props.text.finished, props.text.live], () => {
      if (isAtEnd) scroll?.scrollTo({ top: scroll.scrollHeight });
    }),
  );
  onMount(() => {
    field?.focus();
    // Also when a keyboard comes up from below and takes half of the room.
    const watcher = new ResizeObserver(() => {
      height = scroll?.clientHeight ?? 0;
      if (isAtEnd) scroll?.scrollTo({ top: scroll.scrollHeight });
    });
    if (scroll !== undefined) watcher.observe(scroll);
    onCleanup(() => watcher.disconnect());
  });

  const close = () => {
    props.text.setOpen(false);
    document.querySelector<HTMLElement>(`[aria-controls="${PANEL_ID}"]`)?.focus();
  };
  const press = (event: KeyboardEvent) => {
    // Enter that ends a composition chooses a word and nothing else.
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
    event.preventDefault();
    props.text.finish();
  };

  return (
    <section
      class="rtt"
      id={PANEL_ID}
      aria-labelledby={`${id}-title`}
      data-testid="real-time-text"
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && close()}
    >
      <header class="rtt-head">
        <h2 class="rtt-title" id={`${id}-title`}>
          {textTexts().title}
        </h2>
        <button
          type="button"
          class="rtt-close"
          aria-label={textTexts().close}
          data-testid="real-time-text-close"
          onClick={close}
        >
          <Icon name="close" />
        </button>
        <p class="rtt-about">{textTexts().about}</p>
      </header>
      <div
        class="rtt-scroll"
        tabindex="0"
        role="group"
        aria-labelledby={`${id}-title`}
        ref={(element) => {
          scroll = element;
        }}
        onScroll={({ currentTarget: box }) => {
          // Another size is not another place.
          if (box.clientHeight !== height) {
            height = box.clientHeight;
            return;
          }
          isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
        }}
      >
        <Show when={isEmpty()}>
          <p class="rtt-empty">{textTexts().empty}</p>
        </Show>
        <div class="rtt-lines" role="log" aria-label={textTexts().lines}>
          <For each={props.text.finished()}>
            {(line) => (
              <p class="rtt-line" classList={{ 'rtt-mine': line.from === null }}>
                <strong class="rtt-who">{nameOf(line.from)}: </strong>
                <bdi class="rtt-text">{line.text}</bdi>
              </p>
            )}
          </For>
        </div>
        <div class="rtt-lines" aria-live="off" data-testid="real-time-text-live">
          <Index each={props.text.live()}>
            {(line) => (
              <Show when={line().text !== ''}>
                <p class="rtt-line rtt-live">
                  <strong class="rtt-who">
                    {nameOf(line().from)} {textTexts().typing}:{' '}
                  </strong>
                  <bdi class="rtt-text">{line().text}</bdi>
                </p>
              </Show>
            )}
          </Index>
        </div>
      </div>
      <form
        class="rtt-own"
        onSubmit={(event) => {
          event.preventDefault();
          props.text.finish();
          field?.focus();
        }}
      >
        <label class="rtt-label" for={`${id}-own`}>
          {textTexts().label} <small>{textTexts().hint}</small>
        </label>
        <div class="rtt-write">
          <textarea
            id={`${id}-own`}
            class="rtt-field"
            rows="1"
            dir="auto"
            autocomplete="off"
            enterkeyhint="enter"
            maxLength={LINE_LENGTH}
            data-testid="real-time-text-field"
            ref={(element) => {
              field = element;
            }}
            onInput={(event) => props.text.write(event.currentTarget.value)}
            onKeyDown={press}
          />
          <Button type="submit">{textTexts().done}</Button>
        </div>
      </form>
    </section>
  );
}
