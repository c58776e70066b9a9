import { texts } from '../texts/index.ts';
import './banner.css';

const words = texts({
  da: 'Demo – ingen rigtige borgere, ingen rigtige data',
  en: 'Demo – no real citizens, no real data',
});

/** Stands on every page of a demo. */
export function DemoBanner() {
  return <aside class="demo-banner">{words()}</aside>;
}
