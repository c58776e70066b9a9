import { For, Show } from 'solid-js';
import { Icon } from '../components/icon.tsx';
import type { Photos, ReceivedPhoto, SentPhoto } from './photos.ts';
import { photoTexts } from './texts.ts';
import { Thumb } from './thumb.tsx';

const percentOf = (progress: number): number => Math.floor(progress * 100);

export function receivedWords(photo: ReceivedPhoto): string {
  const words = photoTexts().came;
  const state = photo.state();
  return state === 'arriving' ? words.arriving(percentOf(photo.progress())) : words[state];
}

function sentWords(photo: SentPhoto): string {
  const words = photoTexts().sent;
  const state = photo.state();
  return state === 'sending' ? words.sending(percentOf(photo.progress())) : words[state];
}

/** What a screen reader is told: not each percent. */
function news(photos: Photos): string {
  const came = photos.received().at(-1);
  if (came) {
    const name = photoTexts().photo(came.number);
    const isOnTheWay = came.state() === 'arriving';
    return isOnTheWay ? name : `${name}: ${receivedWords(came)}`;
  }
  const sent = photos.sent().at(-1);
  if (!sent) return '';
  const isOnTheWay = sent.state() === 'sending';
  return isOnTheWay
    ? photoTexts().photo(sent.number)
    : `${photoTexts().photo(sent.number)}: ${sentWords(sent)}`;
}

/** The photos of the call in a row beside the picture, never over a face (C5). */
export function PhotoTray(props: { photos: Photos }) {
  return (
    <>
      <p class="visually-hidden" role="status">
        {news(props.photos)}
      </p>
      <Show when={props.photos.received().length + props.photos.sent().length > 0}>
        <ul class="photo-tray" aria-label={photoTexts().photos} data-testid="photo-tray">
          <For each={props.photos.received()}>
            {(photo) => (
              <li>
                <button
                  type="button"
                  class="photo-item photo-item-open"
                  data-testid="photo-received"
                  data-state={photo.state()}
                  disabled={photo.preview() === undefined && photo.picture() === undefined}
                  onClick={() => props.photos.look([photo.photoId])}
                >
                  <Thumb bytes={photo.preview()} />
                  <span class="photo-item-words">
                    <strong>{photoTexts().photo(photo.number)}</strong>
                    <span>{receivedWords(photo)}</span>
                    <span class="visually-hidden">{photoTexts().open}</span>
                  </span>
                </button>
              </li>
            )}
          </For>
          <For each={props.photos.sent()}>
            {(photo) => (
              <li class="photo-item" data-testid="photo-sent" data-state={photo.state()}>
                <Thumb bytes={photo.preview()} />
                <span class="photo-item-words">
                  <strong>{photoTexts().photo(photo.number)}</strong>
                  <span>
                    <Show when={photo.state() === 'received'}>
                      <Icon name="check" />{' '}
                    </Show>
                    {sentWords(photo)}
                  </span>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}
