import { For, Show, onMount, type JSX } from 'solid-js';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { practiceTexts } from './texts.ts';

function Calm(props: { title: string; children: JSX.Element }) {
  let title: HTMLHeadingElement | undefined;
  onMount(() => title?.focus({ preventScroll: true }));
  return (
    <main class="practice-calm">
      <h1
        tabindex="-1"
        ref={(element) => {
          title = element;
        }}
      >
        {props.title}
      </h1>
      {props.children}
    </main>
  );
}

/** Before it begins: what will happen, and the touch that browsers want before sound. */
export function Intro(props: { onStart: () => void }) {
  return (
    <Calm title={practiceTexts().title}>
      <p class="practice-lead">{practiceTexts().lead}</p>
      <ul class="practice-points">
        <For each={practiceTexts().points}>
          {(point) => (
            <li>
              <Icon name="check" />
              {point}
            </li>
          )}
        </For>
      </ul>
      <div class="practice-actions">
        <Button variant="primary" size="large" isWide onClick={() => props.onStart()}>
          {practiceTexts().start}
        </Button>
      </div>
    </Calm>
  );
}

/** T7 in small: the number goes from two to one, then it is their turn. */
export function Queue(props: { step: 'second' | 'first' | 'ready'; onSkip: () => void }) {
  return (
    <Calm title={props.step === 'ready' ? practiceTexts().ready : practiceTexts().title}>
      <Show
        when={props.step !== 'ready'}
        fallback={<p class="practice-lead">{practiceTexts().readyText}</p>}
      >
        <p class="practice-queue" role="status">
          <span>{practiceTexts().before}</span>
          <span class="practice-number">{props.step === 'second' ? 2 : 1}</span>
          <span>{practiceTexts().after}</span>
        </p>
        <p class="practice-lead">{practiceTexts().queue}</p>
      </Show>
      <div class="practice-actions">
        <Button isWide onClick={() => props.onSkip()}>
          {practiceTexts().goOn}
        </Button>
      </div>
    </Calm>
  );
}

/** T9 in small: the one thing to do after a call. */
export function Over(props: { onLogOut: () => void; onAgain: () => void }) {
  return (
    <Calm title={practiceTexts().over}>
      <p class="practice-lead">{practiceTexts().overText}</p>
      <div class="practice-actions">
        <Button variant="primary" size="large" isWide onClick={() => props.onLogOut()}>
          {practiceTexts().logOut}
        </Button>
        <Button isWide onClick={() => props.onAgain()}>
          {practiceTexts().again}
        </Button>
      </div>
      <p>{practiceTexts().nothingKept}</p>
    </Calm>
  );
}
