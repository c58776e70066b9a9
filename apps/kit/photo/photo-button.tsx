import { Icon } from '../components/icon.tsx';
import type { Photos } from './photos.ts';
import { photoTexts } from './texts.ts';

/** Among the call's controls: takes a photo, or asks for one (C5). */
export function PhotoButton(props: { photos: Photos }) {
  return (
    <button
      type="button"
      class="call-control"
      data-testid="call-photo"
      disabled={!props.photos.isPossible() || props.photos.isAsking()}
      onClick={() => {
        if (props.photos.mayTake) props.photos.openCamera();
        else props.photos.ask();
      }}
    >
      <Icon name="photo" />
      <span class="call-control-label">
        {props.photos.mayTake ? photoTexts().take : photoTexts().ask}
      </span>
    </button>
  );
}
