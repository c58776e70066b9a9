import { Match, Show, Switch, createEffect, on } from 'solid-js';
import { Button } from '../components/button.tsx';
import { Photos } from '../photo/index.ts';
import { Thumb } from '../photo/thumb.tsx';
import type { DoctorSide } from './doctor-side.ts';
import type { Lead } from './lead.ts';
import type { PracticeRoom } from './room.ts';
import { practiceTexts, spokenIn } from './texts.ts';

/** What the doctor says, in letters too, and what one may answer; one is never stuck. */
export function Guide(props: { lead: Lead; room: PracticeRoom; doctor: DoctorSide }) {
  const { lead, doctor } = props;
  const isQuestion = () => lead.step() === 'hearing' || lead.step() === 'louder';
  const goOn = (isMain: boolean) => (
    <Button variant={isMain ? 'primary' : 'secondary'} onClick={() => lead.tell('SKIP')}>
      {practiceTexts().goOn}
    </Button>
  );
  let answers: HTMLDivElement | undefined;
  // An answer that was pressed goes away; by keyboard one goes on where one was (P9).
  createEffect(
    on(lead.step, () => {
      if (document.activeElement === document.body) answers?.querySelector('button')?.focus();
    }),
  );
  return (
    <div class="practice-guide">
      <p class="practice-says" role="status" data-testid="practice-says">
        <span class="practice-who">{practiceTexts().says}</span>
        {props.room.call.room() === 'open' ? spokenIn(lead.step()) : ''}
      </p>
      <div
        class="practice-answers"
        ref={(element) => {
          answers = element;
        }}
      >
        <Switch fallback={goOn(false)}>
          <Match when={isQuestion()}>
            <Button variant="primary" onClick={() => lead.tell('YES')}>
              {practiceTexts().yes}
            </Button>
            <Button onClick={() => lead.tell('NO')}>{practiceTexts().no}</Button>
          </Match>
          <Match when={lead.step() === 'photoSeen' && doctor.seen()}>
            {(photo) => (
              <>
                <Thumb bytes={photo().preview()} />
                <Button onClick={() => doctor.photos.look([photo().photoId])}>
                  {practiceTexts().enlarge}
                </Button>
                {goOn(true)}
              </>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={doctor.photos.opened().length > 0}>
        <Photos photos={doctor.photos} />
      </Show>
    </div>
  );
}
