import { language, setLanguage } from '../texts/index.ts';
import { Icon } from './icon.tsx';
import './switch.css';

/** One button that offers the other language, in that language. */
export function LanguageSwitch() {
  const other = () => (language() === 'da' ? 'en' : 'da');
  return (
    <button type="button" class="switch" lang={other()} onClick={() => setLanguage(other())}>
      <Icon name="globe" />
      {other() === 'en' ? 'English' : 'Dansk'}
    </button>
  );
}
