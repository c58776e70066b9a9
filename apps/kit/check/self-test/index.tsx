import { For, Show, createSignal, createUniqueId, onCleanup, onMount } from 'solid-js';
import { Banner, type Tone } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import type { App } from '../../session/api.ts';
import { locale } from '../../texts/index.ts';
import { runSelfTest } from './trials.ts';
import type { Outcome, Trial } from './trials.ts';
import { adviceOf, figuresOf, reportOf, selfTestTexts, verdictOf } from './words.ts';
import type { Verdict } from './words.ts';
import '../check.css';

const MARKS: Record<Outcome['kind'], IconName> = {
  running: 'clock',
  open: 'check',
  weak: 'warning',
  closed: 'error',
  none: 'info',
};
const TONES: Record<Verdict, Tone> = {
  running: 'info',
  good: 'success',
  detour: 'warning',
  noRelay: 'warning',
  closed: 'danger',
  noServer: 'danger',
};

/** A clipboard may be refused; the text stands there to be marked by hand. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Which ways out of this network are open, in words that an IT department can act on (C4). */
export function NetworkSelfTest(props: { app: App }) {
  const id = createUniqueId();
  const [trials, setTrials] = createSignal<readonly Trial[]>([]);
  const [at, setAt] = createSignal(new Date());
  const [isCopied, setCopied] = createSignal(false);
  let stop = new AbortController();
  let field: HTMLTextAreaElement | undefined;

  const run = () => {
    stop.abort();
    stop = new AbortController();
    setCopied(false);
    setAt(new Date());
    void runSelfTest(props.app, setTrials, stop.signal);
  };
  onMount(run);
  onCleanup(() => stop.abort());

  const verdict = () => verdictOf(trials());
  const report = () => {
    const when = new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'short' });
    return reportOf(trials(), location.origin, when.format(at()));
  };

  return (
    <div class="self-test" data-testid="self-test" data-verdict={verdict()}>
      <p>{selfTestTexts().about}</p>
      <Banner tone={TONES[verdict()]} isLive>
        {selfTestTexts().verdict[verdict()]}
      </Banner>
      <ul class="self-test-ways" aria-label={selfTestTexts().ways}>
        <For each={trials()}>
          {(trial) => (
            <li
              class="self-test-way"
              data-way={trial.name}
              data-result={trial.outcome.kind}
              aria-busy={trial.outcome.kind === 'running'}
            >
              <span class="self-test-mark">
                <Icon name={MARKS[trial.outcome.kind]} />
              </span>
              <div class="self-test-what">
                <strong>{selfTestTexts().names[trial.name]}</strong>
                <span>
                  {selfTestTexts().kinds[trial.outcome.kind]}{' '}
                  <span class="self-test-said">{figuresOf(trial)}</span>
                </span>
              </div>
              <small class="self-test-open self-test-said">{selfTestTexts().for[trial.name]}</small>
              <Show when={adviceOf(trial)}>
                {(advice) => <strong class="self-test-open">{advice()}</strong>}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={verdict() !== 'running'}>
        <label for={id}>
          <strong>{selfTestTexts().text}</strong>
          <br />
          {selfTestTexts().ask}
        </label>
        <textarea
          id={id}
          class="self-test-text"
          readonly
          rows="8"
          ref={(element) => {
            field = element;
          }}
          value={report()}
        />
        <div class="self-test-actions">
          <Button
            variant="primary"
            icon={isCopied() ? 'check' : undefined}
            onClick={() => {
              void copy(report()).then((isDone) => {
                setCopied(isDone);
                if (!isDone) field?.select();
              });
            }}
          >
            {isCopied() ? selfTestTexts().copied : selfTestTexts().copy}
          </Button>
          <Button onClick={run}>{selfTestTexts().again}</Button>
        </div>
      </Show>
    </div>
  );
}

/** “Test netværket”: the test in a dialog, begun when it is asked for. */
export function NetworkSelfTestLink(props: { app: App }) {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <button type="button" class="self-test-link" onClick={() => setOpen(true)}>
        {selfTestTexts().link}
      </button>
      <Dialog isOpen={isOpen()} onClose={() => setOpen(false)} title={selfTestTexts().title}>
        <NetworkSelfTest app={props.app} />
      </Dialog>
    </>
  );
}
