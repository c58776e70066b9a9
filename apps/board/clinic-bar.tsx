import { Match, Show, Switch, createEffect, createSignal, on } from 'solid-js';
import type { BoardHead, ClinicMode } from '@naervaer/machines/protocol';
import { Button, Icon, type IconName } from '@naervaer/kit/components';
import { clinicModeTexts, texts, timeOfDay } from '@naervaer/kit/texts';
import { messageText } from './message.ts';
import { useRoom } from './room.ts';

const words = texts({
  da: {
    waiting: (count: number) => (count === 0 ? 'Ingen venter' : `${count} venter`),
    about: {
      open: 'Nye patienter kan stille sig i kø.',
      closing: 'Tager ikke flere ind. Køen bliver færdig.',
      closed: 'Ingen kan stille sig i kø.',
    } satisfies Record<ClinicMode, string>,
    open: 'Åbn for video',
    reopen: 'Åbn igen',
    close: 'Luk for video',
    opened: 'Klinikken er åben for video.',
    closed: 'Klinikken tager ikke flere ind.',
    tellAll: 'Besked til alle',
    told: (text: string, at: string) => `Sagt til alle kl. ${at}: ${text}`,
    stale: (at: string) => `Sidst opdateret kl. ${at}`,
  },
  en: {
    waiting: (count: number) => (count === 0 ? 'Nobody waits' : `${count} waiting`),
    about: {
      open: 'New patients can join the queue.',
      closing: 'Takes no more patients. The queue is finished.',
      closed: 'Nobody can join the queue.',
    } satisfies Record<ClinicMode, string>,
    open: 'Open for video',
    reopen: 'Open again',
    close: 'Close for video',
    opened: 'The clinic is open for video.',
    closed: 'The clinic takes no more patients.',
    tellAll: 'Message to all',
    told: (text: string, at: string) => `Told everybody at ${at}: ${text}`,
    stale: (at: string) => `Last updated at ${at}`,
  },
});

const ICONS: Record<ClinicMode, IconName> = {
  open: 'doorOpen',
  closing: 'clock',
  closed: 'doorClosed',
};

/** Open, closing or closed, with its one click (B3); how many wait; the message to all (B6). */
export function ClinicBar(props: { head: BoardHead; waiting: number }) {
  const { session, clinicId, actions, isLive, now, ask } = useRoom();
  // Reads the clock without following it: the moment at which the line was last seen alive.
  const [seenAt, setSeenAt] = createSignal(now());
  createEffect(
    on([now, isLive], ([at, isLive]) => {
      if (isLive) setSeenAt(at);
    }),
  );
  const isChanging = () => actions.isPending('openClinic') || actions.isPending('closeClinic');

  return (
    <section class="clinic-bar" data-mode={props.head.mode} aria-labelledby="clinic-bar-title">
      <h1 class="clinic-bar-count" id="clinic-bar-title">
        {words().waiting(props.waiting)}
      </h1>
      <div class="clinic-mode" data-testid="clinic-mode">
        <span class="clinic-mode-word" role="status">
          <Icon name={ICONS[props.head.mode]} />
          {clinicModeTexts()[props.head.mode]}
        </span>
        <span class="clinic-mode-about">{words().about[props.head.mode]}</span>
      </div>
      <Show when={!isLive() && session.line().kind !== 'connecting'}>
        <span class="stale">{words().stale(timeOfDay(seenAt()))}</span>
      </Show>
      <div class="clinic-bar-actions">
        <Show when={props.waiting > 0}>
          <Button
            icon="message"
            variant="quiet"
            disabled={!isLive()}
            onClick={() => ask({ kind: 'tell', row: null })}
          >
            {words().tellAll}
          </Button>
        </Show>
        <Switch>
          <Match when={props.head.mode === 'open'}>
            <Button
              icon="doorClosed"
              disabled={!isLive()}
              isPending={isChanging()}
              onClick={() => actions.ask({ type: 'closeClinic', clinicId }, words().closed)}
            >
              {words().close}
            </Button>
          </Match>
          <Match when={props.head.mode !== 'open'}>
            <Button
              icon="doorOpen"
              variant={
                props.head.mode === 'closed' && props.waiting === 0 ? 'primary' : 'secondary'
              }
              disabled={!isLive()}
              isPending={isChanging()}
              onClick={() => actions.ask({ type: 'openClinic', clinicId }, words().opened)}
            >
              {props.head.mode === 'closing' ? words().reopen : words().open}
            </Button>
          </Match>
        </Switch>
      </div>
      <Show when={props.head.message}>
        {(message) => (
          <p class="clinic-bar-told">
            <Icon name="message" />
            {words().told(messageText(message()), timeOfDay(message().at))}
          </p>
        )}
      </Show>
    </section>
  );
}
