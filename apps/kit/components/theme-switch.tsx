import { texts } from '../texts/index.ts';
import { THEME_MODES, setThemeMode, themeMode, type ThemeMode } from '../theme/mode.ts';
import { Icon, type IconName } from './icon.tsx';
import './switch.css';

const words = texts<Record<ThemeMode | 'theme', string>>({
  da: { theme: 'Udseende', system: 'Auto', light: 'Lyst', dark: 'Mørkt' },
  en: { theme: 'Theme', system: 'Auto', light: 'Light', dark: 'Dark' },
});
const ICONS: Record<ThemeMode, IconName> = { system: 'monitor', light: 'sun', dark: 'moon' };

/** Goes round: as the device, light, dark. Shows the present one. */
export function ThemeSwitch() {
  const next = (): ThemeMode =>
    THEME_MODES[(THEME_MODES.indexOf(themeMode()) + 1) % THEME_MODES.length] ?? 'system';
  return (
    <button type="button" class="switch" onClick={() => setThemeMode(next())}>
      <Icon name={ICONS[themeMode()]} />
      <span class="visually-hidden">{words().theme}:</span> {words()[themeMode()]}
    </button>
  );
}
