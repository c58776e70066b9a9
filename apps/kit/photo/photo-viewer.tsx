import { For, Show } from 'solid-js';
import type { PhotoId } from '@naervaer/machines/protocol';
import { Button } from '../components/button.tsx';
import { Modal } from './modal.tsx';
import { PhotoPane } from './photo-pane.tsx';
import type { Photos, ReceivedPhoto } from './photos.ts';
import { photoTexts } from './texts.ts';
import { Thumb } from './thumb.tsx';

/** Photos large: one, or two beside each other, over the call (C5). */
export function PhotoViewer(props: { photos: Photos }) {
  const { photos } = props;
  const shown = (): readonly ReceivedPhoto[] =>
    photos.opened().flatMap((id) => photos.received().filter(({ photoId }) => photoId === id));
  const isComparing = (): boolean => shown().length === 2;

  function toggleCompare(): void {
    const [first] = photos.opened();
    if (first === undefined) return;
    const other = photos
      .received()
      .map(({ photoId }) => photoId)
      .findLast((id) => id !== first);
    photos.look(isComparing() || other === undefined ? [first] : [first, other]);
  }
  function choose(photoId: PhotoId): void {
    const [first, second] = photos.opened();
    if (first === undefined || !isComparing()) photos.look([photoId]);
    else if (photoId !== first && photoId !== second) photos.look([first, photoId]);
  }

  return (
    <Modal
      class="photo-viewer"
      label={photoTexts().viewer}
      testId="photo-viewer"
      onClose={() => photos.look([])}
    >
      <header class="photo-bar">
        <h2 class="photo-title">{photoTexts().viewer}</h2>
        <Show when={photos.received().length > 1}>
          <button
            type="button"
            class="button button-secondary"
            aria-pressed={isComparing()}
            data-testid="photo-compare"
            onClick={toggleCompare}
          >
            {isComparing() ? photoTexts().notCompare : photoTexts().compare}
          </button>
        </Show>
        <Button icon="arrowLeft" onClick={() => photos.look([])}>
          {photoTexts().close}
        </Button>
      </header>
      <div class="photo-panes" classList={{ 'photo-panes-two': isComparing() }}>
        <For each={shown()}>
          {(photo) => <PhotoPane photo={photo} onDrop={() => photos.drop(photo.photoId)} />}
        </For>
      </div>
      <footer class="photo-foot">
        <p id="photo-viewer-hint" class="photo-hint">
          {photoTexts().viewerHint} {photoTexts().kept}
        </p>
        <Show when={photos.received().length > 1}>
          <ul class="photo-strip" aria-label={photoTexts().choose}>
            <For each={photos.received()}>
              {(photo) => (
                <li>
                  <button
                    type="button"
                    class="photo-chosen"
                    aria-label={photoTexts().photo(photo.number)}
                    aria-pressed={photos.opened().includes(photo.photoId)}
                    onClick={() => choose(photo.photoId)}
                  >
                    <Thumb bytes={photo.preview()} />
                    <span aria-hidden="true">{photo.number}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </footer>
    </Modal>
  );
}
