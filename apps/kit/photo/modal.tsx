import { onCleanup, onMount } from 'solid-js';
import type { JSX } from 'solid-js';

/**
 * A whole screen over the call. The browser's own dialog: it stands above a stage that is shown
 * full screen, keeps the focus inside, and gives it back.
 */
export function Modal(props: {
  class: string;
  label: string;
  testId: string;
  onClose: () => void;
  children: JSX.Element;
}) {
  let dialog: HTMLDialogElement | undefined;
  const before = document.activeElement;
  onMount(() => dialog?.showModal());
  onCleanup(() => {
    dialog?.close();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  return (
    <dialog
      ref={(element) => {
        dialog = element;
        // Escape asks; its owner takes the dialog away.
        element.addEventListener('cancel', (event) => {
          event.preventDefault();
          props.onClose();
        });
      }}
      class={`photo-modal ${props.class}`}
      aria-label={props.label}
      data-testid={props.testId}
    >
      {props.children}
    </dialog>
  );
}
