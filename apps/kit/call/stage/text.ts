import { createMemo, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import { createRealTimeText } from '../../real-time-text/index.ts';
import type { RealTimeTextModel } from '../../real-time-text/index.ts';
import type { RoomCall } from '../types.ts';

/** The text of the call (C6), for as long as its stage stands. */
export function createText(call: Accessor<RoomCall>): Accessor<RealTimeTextModel> {
  return createMemo(() => {
    const text = createRealTimeText(call().channel);
    onCleanup(() => text.close());
    return text;
  });
}

/** Somebody writes, or has written. */
export const isWritten = (text: RealTimeTextModel): boolean =>
  text.isOpen() || text.unread() > 0 || text.finished().length > 0;
