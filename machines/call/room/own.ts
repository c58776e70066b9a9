import type { Instant } from '../../protocol/index.ts';
import type { RoomEvent } from './events.ts';

/** When the own picture counts as too dark, and the own microphone as dead (C2). */
export const OWN = {
  /** Mean brightness below which nothing can be judged, and above which it can again. */
  dark: 0.12,
  light: 0.18,
  darkAfter: 4_000,
  silentAfter: 6_000,
} as const;

export interface Own {
  readonly darkSince: Instant | null;
  readonly isDark: boolean;
  readonly silentSince: Instant | null;
  readonly isSilent: boolean;
}

export const unseen: Own = {
  darkSince: null,
  isDark: false,
  silentSince: null,
  isSilent: false,
};

export function ownAfter(own: Own, event: RoomEvent): Own {
  const { at } = event;
  if (event.type === 'LIGHT') {
    const { luma } = event;
    if (luma === null || luma > OWN.light) return { ...own, darkSince: null, isDark: false };
    if (luma >= OWN.dark) return { ...own, darkSince: null };
    const darkSince = own.darkSince ?? at;
    return { ...own, darkSince, isDark: own.isDark || at - darkSince >= OWN.darkAfter };
  }
  if (event.type === 'LOUDNESS') {
    if (!event.isOn || event.peak > 0) return { ...own, silentSince: null, isSilent: false };
    const silentSince = own.silentSince ?? at;
    return { ...own, silentSince, isSilent: at - silentSince >= OWN.silentAfter };
  }
  // What is not there is neither dark nor silent: another sentence tells of it.
  if (event.type === 'DEVICE_LOST')
    return event.kind === 'camera'
      ? { ...own, darkSince: null, isDark: false }
      : { ...own, silentSince: null, isSilent: false };
  return own;
}
