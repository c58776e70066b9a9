import {
  NetworkSelfTestLink,
  PermissionHelp,
  createGuidedCheck,
  explainNetwork,
  type GuidedCheck,
  type Progress,
  type Sense,
} from '@naervaer/kit/check';
import { Banner, Button, Icon, type IconName } from '@naervaer/kit/components';
import { deviceTexts } from '@naervaer/kit/texts';
import type { DeviceCheck } from '@naervaer/machines/protocol';
import { For, Show, createEffect, createSignal, type JSX } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { Step } from './step.tsx';

const MARKS: Record<Progress, IconName> = {
  ok: 'check',
  weak: 'warning',
  failed: 'error',
  unknown: 'clock',
  checking: 'clock',
};

function Row(props: { of: keyof DeviceCheck; progress: Progress; children: JSX.Element }) {
  return (
    <li class={`check-row check-${props.progress}`}>
      <span class="check-mark">
        <Icon name={MARKS[props.progress]} />
      </span>
      <div class="check-what">
        <strong>{deviceTexts()[props.of]}</strong>
        {props.children}
      </div>
    </li>
  );
}

function Camera(props: { check: GuidedCheck }) {
  let video: HTMLVideoElement | undefined;
  createEffect(() => {
    if (video) video.srcObject = props.check.stream() ?? null;
  });
  return (
    <video
      class="check-picture"
      muted
      autoplay
      playsinline
      aria-label={words().check.picture}
      ref={(element) => {
        video = element;
      }}
    />
  );
}

function Microphone(props: { check: GuidedCheck }) {
  const says = () => {
    if (props.check.isSwitchedOff()) return words().check.switchedOff;
    const isHeard = props.check.microphone() === 'ok';
    return isHeard ? words().check.heard : `${words().check.silent}. ${words().check.say}.`;
  };
  return (
    <>
      <span role="status">{says()}</span>
      <meter
        min="0"
        max="1"
        value={Math.sqrt(props.check.level())}
        aria-label={words().check.level}
      />
    </>
  );
}

function Speaker(props: { check: GuidedCheck }) {
  const [hasPlayed, setPlayed] = createSignal(false);
  return (
    <>
      <Show when={props.check.speaker() === 'failed'}>
        <span role="status">{words().check.speakerFailed}</span>
      </Show>
      <div class="check-ask">
        <Button
          icon="speaker"
          onClick={() => {
            setPlayed(true);
            void props.check.playTone().catch(() => undefined);
          }}
        >
          {words().check.play}
        </Button>
        <Show when={hasPlayed()}>
          <span class="check-question" role="group" aria-label={words().check.ask}>
            {words().check.ask}
            <Button onClick={() => props.check.hear(true)}>{words().check.yes}</Button>
            <Button onClick={() => props.check.hear(false)}>{words().check.no}</Button>
          </span>
        </Show>
      </div>
    </>
  );
}

function Network(props: { check: GuidedCheck }) {
  const says = () => {
    const report = props.check.report();
    return props.check.network() === 'checking' || report === undefined
      ? words().check.networkChecking
      : explainNetwork(report);
  };
  return (
    <>
      <span role="status">{says()}</span>
      <div>
        <NetworkSelfTestLink app="tablet" />
      </div>
    </>
  );
}

/** T5: guided. It holds nobody up: every part may be left as it is. */
export function CheckScreen() {
  const { course } = useDesk();
  const check = createGuidedCheck('tablet');
  const [hasStarted, setStarted] = createSignal(false);
  const start = () => {
    setStarted(true);
    void check.start();
  };
  const deniedSense = (sense: Sense): string | undefined => {
    const reason = check.denied(sense);
    return reason === undefined ? undefined : words().check.failed[reason][sense];
  };
  const isForbidden = () =>
    check.denied('camera') === 'permission' || check.denied('microphone') === 'permission';
  const goOn = () => {
    if (hasStarted()) course.tell({ type: 'CHECKED', check: check.finish() });
    course.tell({ type: 'CONTINUE' });
  };

  return (
    <Step
      title={words().check.title}
      lead={hasStarted() ? undefined : words().check.lead}
      number={3}
      action={hasStarted() ? words().goOn : words().check.start}
      onAction={() => (hasStarted() ? goOn() : start())}
      onBack={() => course.tell({ type: 'BACK' })}
      others={
        <Show when={hasStarted()} fallback={<Button onClick={goOn}>{words().check.skip}</Button>}>
          <Button onClick={start}>{words().check.again}</Button>
        </Show>
      }
    >
      <Show when={hasStarted()}>
        <ul class="check">
          <Row of="camera" progress={check.camera()}>
            <Show
              when={deniedSense('camera')}
              fallback={
                <>
                  <Show when={check.camera() === 'ok' || check.camera() === 'weak'}>
                    <span role="status">
                      {check.camera() === 'weak' ? words().check.dark : words().check.seen}
                    </span>
                  </Show>
                  <Camera check={check} />
                </>
              }
            >
              {(why) => <span role="status">{why()}</span>}
            </Show>
          </Row>
          <Row of="microphone" progress={check.microphone()}>
            <Show when={deniedSense('microphone')} fallback={<Microphone check={check} />}>
              {(why) => <span role="status">{why()}</span>}
            </Show>
          </Row>
          <Show when={isForbidden()}>
            <li>
              <PermissionHelp />
            </li>
          </Show>
          <Row of="speaker" progress={check.speaker()}>
            <Speaker check={check} />
          </Row>
          <Row of="network" progress={check.network()}>
            <Network check={check} />
          </Row>
        </ul>
      </Show>
      <Banner tone="info">
        <strong>{words().check.tips}</strong>
        <ul class="tips">
          <For each={words().check.tipList}>{(tip) => <li>{tip}</li>}</For>
        </ul>
      </Banner>
    </Step>
  );
}
