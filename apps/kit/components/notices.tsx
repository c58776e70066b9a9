import { For, createSignal } from 'solid-js';
import { texts } from '../texts/index.ts';
import { Banner, type Tone } from './banner.tsx';
import { Icon } from './icon.tsx';
import './notices.css';

interface Notice {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
}

/** How long good news stays, in milliseconds. Bad news stays until it is put away. */
const GOOD_NEWS_MS = 6000;

const words = texts({ da: { close: 'Luk beskeden' }, en: { close: 'Close the message' } });
const [notices, setNotices] = createSignal<readonly Notice[]>([]);
let last = 0;

const putAway = (id: number): void => {
  setNotices((all) => all.filter((each) => each.id !== id));
};

/** Tells the person something without taking the focus. The same words stand there only once. */
export function notify(tone: Tone, text: string): void {
  last += 1;
  const id = last;
  setNotices((all) => [...all.filter((each) => each.text !== text), { id, tone, text }]);
  if (tone === 'info' || tone === 'success') setTimeout(() => putAway(id), GOOD_NEWS_MS);
}

/** Takes every notice away: what was said to one person is not left for the next. */
export const clearNotices = (): void => {
  setNotices([]);
};

/** Where notices appear; once a page, always there, so that screen readers hear of changes. */
export function NoticeRegion() {
  return (
    <div class="notices" role="log" aria-live="polite" aria-relevant="additions">
      <For each={notices()}>
        {(notice) => (
          <div class="notice">
            <Banner tone={notice.tone}>{notice.text}</Banner>
            <button
              type="button"
              class="notice-close"
              aria-label={words().close}
              onClick={() => putAway(notice.id)}
            >
              <Icon name="close" />
            </button>
          </div>
        )}
      </For>
    </div>
  );
}
