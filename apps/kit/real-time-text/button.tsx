import type { PartyId } from '@naervaer/machines/protocol';
import { Show } from 'solid-js';
import { Icon } from '../components/icon.tsx';
import { PANEL_ID } from './panel.tsx';
import type { RealTimeText } from './real-time-text.ts';
import { textTexts, writerName } from './texts.ts';
import './real-time-text.css';

/** Opens and closes the text, and tells by sign and word what came while it was closed. */
export function TextButton(props: {
  readonly text: RealTimeText;
  readonly nameOf?: ((from: PartyId) => string) | undefined;
}) {
  const unread = () => props.text.unread();
  const news = () => {
    const from = props.text.unreadFrom();
    return from === null ? '' : textTexts().news(props.nameOf?.(from) ?? writerName(from));
  };
  return (
    <>
      <button
        type="button"
        class="call-control"
        aria-expanded={props.text.isOpen()}
        aria-controls={PANEL_ID}
        data-testid="call-text"
        onClick={() => props.text.setOpen(!props.text.isOpen())}
      >
        <span class="rtt-sign">
          <Icon name="message" />
          <Show when={unread() > 0}>
            <span class="rtt-unread" aria-hidden="true">
              {unread() > 9 ? '9+' : unread()}
            </span>
          </Show>
        </span>
        <span class="call-control-label">{textTexts().title}</span>
        <Show when={unread() > 0}>
          <span class="visually-hidden">{textTexts().unread(unread())}</span>
        </Show>
      </button>
      <span class="visually-hidden" role="status">
        {news()}
      </span>
    </>
  );
}
