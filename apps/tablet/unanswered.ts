import { createEffect, createMemo, onCleanup, type Accessor } from 'solid-js';

/** How long a question on a locked tablet waits for a press, in milliseconds. */
const UNANSWERED = 30_000;

/** T10: what a citizen opened by mistake would hide the doctor from them. Left alone, it goes. */
export function whenUnanswered(isAsked: Accessor<boolean>, leave: () => void): void {
  const asked = createMemo(isAsked);
  createEffect(() => {
    if (!asked()) return;
    let timer = setTimeout(leave, UNANSWERED);
    const again = (): void => {
      clearTimeout(timer);
      timer = setTimeout(leave, UNANSWERED);
    };
    document.addEventListener('pointerdown', again, true);
    document.addEventListener('keydown', again, true);
    onCleanup(() => {
      clearTimeout(timer);
      document.removeEventListener('pointerdown', again, true);
      document.removeEventListener('keydown', again, true);
    });
  });
}
