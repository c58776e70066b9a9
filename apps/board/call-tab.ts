import type { ConsultationId } from '@naervaer/machines/protocol';

const KEY = 'naervaer.board.call';

/**
 * Which call this tab took, kept over reloads by the tab itself: a clinician with the board in two
 * windows speaks in the one where the call was started, and the other stays the queue.
 */
export const callTab = {
  has(consultationId: ConsultationId): boolean {
    try {
      return sessionStorage.getItem(KEY) === consultationId;
    } catch {
      return false;
    }
  },
  take(consultationId: ConsultationId): void {
    try {
      sessionStorage.setItem(KEY, consultationId);
    } catch {
      // Storage is refused: a reload asks for the call anew.
    }
  },
};
