import { createSignal, type Accessor } from 'solid-js';

/** Light or dark by the person's choice, or as the device has it. */
export type ThemeMode = 'system' | 'light' | 'dark';
export const THEME_MODES = ['system', 'light', 'dark'] as const;

const KEY = 'naervaer.theme';

function stored(): ThemeMode {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    // Storage is refused: the choice lasts as long as the page.
    return 'system';
  }
}

function tellDocument(mode: ThemeMode): void {
  if (typeof document === 'undefined') return;
  if (mode === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = mode;
}

const [read, write] = createSignal<ThemeMode>(stored());
tellDocument(read());

export const themeMode: Accessor<ThemeMode> = read;

/** Changes the theme of the page at once, and of this browser's next visit. */
export function setThemeMode(mode: ThemeMode): void {
  try {
    if (mode === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, mode);
  } catch {
    // See `stored`.
  }
  tellDocument(mode);
  write(mode);
}
