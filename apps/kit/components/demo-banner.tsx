import { texts } from '../texts/index.ts';
import './banner.css';

const words = texts({
  da: 'Demo: opdigtede personer. Skriv ingen rigtige personoplysninger.',
  en: 'Demo: invented people. Do not type real personal data.',
});

/** Stands on every page of a demo. */
export function DemoBanner() {
  return <aside class="demo-banner">{words()}</aside>;
}
