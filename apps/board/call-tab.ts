import type { ConsultationId } from '@naervaer/machines/protocol';

const KEY = 'naervaer.board.call';

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    // Storage is refused: a reload asks for the call anew.
    return null;
  }
}
function forget(): void {
  // Nothing is read where storage is refused, so nothing is forgotten there either.
  sessionStorage.removeItem(KEY);
}

/**
 * Which call this tab took, kept over reloads by the tab itself: a clinician with the board in two
 * windows speaks in the one where the call was started, and the other stays the queue.
 */
export const callTab = {
  has: (consultationId: ConsultationId): boolean => read() === consultationId,
  take(consultationId: ConsultationId): void {
    try {
      sessionStorage.setItem(KEY, consultationId);
    } catch {
      // See `read`.
    }
  },
  /** Another window took it, or it is this person's call no more: a reload must not open it here. */
  drop(consultationId: ConsultationId): void {
    if (read() === consultationId) forget();
  },
  /** When the page opens: what is remembered of another call is over. */
  keepOnly(consultationId: ConsultationId | null): void {
    const known = read();
    if (known !== null && known !== consultationId) forget();
  },
};
