import { Show } from 'solid-js';
import { PhotoAsk } from './photo-ask.tsx';
import { PhotoCamera } from './photo-camera.tsx';
import { PhotoTray } from './photo-tray.tsx';
import { PhotoViewer } from './photo-viewer.tsx';
import type { Photos as PhotosOfCall } from './photos.ts';
import './photo.css';

/**
 * All of the photos on a call's screen: the wish and the photos in rows of the box that it stands in
 * (nothing while there are none), camera and viewer over the whole screen.
 */
export function Photos(props: { photos: PhotosOfCall }) {
  return (
    <div class="photos">
      <PhotoAsk photos={props.photos} />
      <PhotoTray photos={props.photos} />
      <Show when={props.photos.isCameraOpen()}>
        <PhotoCamera photos={props.photos} />
      </Show>
      <Show when={props.photos.opened().length > 0}>
        <PhotoViewer photos={props.photos} />
      </Show>
    </div>
  );
}
