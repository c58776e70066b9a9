import { Match, Switch } from 'solid-js';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import type { Photos } from './photos.ts';
import { photoTexts } from './texts.ts';

/** Between the two: who asks for a photo, in a sentence and one large button (C5). */
export function PhotoAsk(props: { photos: Photos }) {
  return (
    <div class="photo-asks" role="status">
      <Switch>
        <Match when={props.photos.isAsked()}>
          <div class="photo-ask" data-testid="photo-asked">
            <p class="photo-ask-words">
              <strong>{photoTexts().asksYou}</strong>
              <span>{photoTexts().asksYouHint}</span>
            </p>
            <Button
              variant="primary"
              size="large"
              icon="photo"
              onClick={() => props.photos.openCamera()}
            >
              {photoTexts().takeNow}
            </Button>
            <Button variant="quiet" onClick={() => props.photos.decline()}>
              {photoTexts().notNow}
            </Button>
          </div>
        </Match>
        <Match when={props.photos.isAsking()}>
          <p class="photo-ask photo-ask-small" data-testid="photo-asking">
            <Icon name="photo" />
            {photoTexts().asked}
            <Button variant="quiet" onClick={() => props.photos.withdraw()}>
              {photoTexts().withdraw}
            </Button>
          </p>
        </Match>
        <Match when={props.photos.isDeclined()}>
          <p class="photo-ask photo-ask-small">
            <Icon name="info" />
            {photoTexts().declined}
            <Button variant="quiet" onClick={() => props.photos.withdraw()}>
              {photoTexts().understood}
            </Button>
          </p>
        </Match>
      </Switch>
    </div>
  );
}
