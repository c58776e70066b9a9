import { Match, Switch, createMemo, untrack } from 'solid-js';
import { CallStage } from '../call/stage.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Intro, Over, Queue } from './calm.tsx';
import { isInCall } from './course.ts';
import { createDoctorSide } from './doctor-side.ts';
import { Guide } from './guide.tsx';
import { createLead } from './lead.ts';
import type { Lead } from './lead.ts';
import { createPracticeRoom } from './room.ts';
import type { PracticeRoom } from './room.ts';
import { practiceTexts } from './texts.ts';
import './practice.css';

function InCall(props: { room: PracticeRoom; lead: Lead }) {
  const { room, lead } = props;
  const doctor = createDoctorSide(room, lead);
  return (
    <main class="practice-call">
      <h1 class="visually-hidden">{practiceTexts().title}</h1>
      <CallStage
        call={room.call}
        photos={doctor.own}
        onHangUp={() => lead.tell('HANG_UP')}
        guide={<Guide lead={lead} room={room} doctor={doctor} />}
      >
        <p>{practiceTexts().name}</p>
      </CallStage>
    </main>
  );
}

/**
 * T13: a whole call with a drawn doctor, in the page itself. No server is asked and nothing is kept;
 * it says all the time that it is practice, and can be left at any time.
 */
export function PracticeCall(props: { onClose: () => void }) {
  const lead = createLead(() => room());
  const isCalling = createMemo(() => isInCall(lead.step()));
  // Camera and voice begin and end with the call.
  const room = createMemo(() => (isCalling() ? untrack(createPracticeRoom) : undefined));
  const queueStep = () => {
    const now = lead.step();
    return now === 'second' || now === 'first' || now === 'ready' ? now : undefined;
  };

  return (
    <div
      class="practice"
      data-testid="practice"
      style={{ '--practice-mark': `"${practiceTexts().short}"` }}
    >
      <header class="practice-bar">
        <p class="practice-mark">
          <Icon name="info" />
          {practiceTexts().mark}
        </p>
        <Button icon="close" onClick={() => props.onClose()}>
          {practiceTexts().close}
        </Button>
      </header>
      <Switch>
        <Match when={lead.step() === 'intro'}>
          <Intro onStart={() => lead.tell('START')} />
        </Match>
        <Match when={queueStep()}>
          {(step) => <Queue step={step()} onSkip={() => lead.tell('SKIP')} />}
        </Match>
        <Match when={room()} keyed>
          {(made) => <InCall room={made} lead={lead} />}
        </Match>
        <Match when={lead.step() === 'over'}>
          <Over onLogOut={() => props.onClose()} onAgain={() => lead.tell('START')} />
        </Match>
      </Switch>
    </div>
  );
}
