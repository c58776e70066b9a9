import { Match, Show, Switch } from 'solid-js';
import type { Line } from '../session/types.ts';
import { explainEdge, texts, timeOfDay } from '../texts/index.ts';
import { Banner } from './banner.tsx';

const words = texts({
  da: {
    connecting: 'Forbinder …',
    offline: (since: string) => `Ingen forbindelse siden kl. ${since}. Siden prøver selv igen.`,
    signedOut: 'Du er logget ud. Log ind igen.',
    kept: (count: number) =>
      count === 1
        ? '1 handling er gemt her og sendes, når der er net.'
        : `${count} handlinger er gemt her og sendes, når der er net.`,
  },
  en: {
    connecting: 'Connecting …',
    offline: (since: string) => `No connection since ${since}. The page tries again by itself.`,
    signedOut: 'You are signed out. Sign in again.',
    kept: (count: number) =>
      count === 1
        ? '1 action is kept here and is sent when the network is back.'
        : `${count} actions are kept here and are sent when the network is back.`,
  },
});

/** What the person must know of the line to the server; nothing while it is fine (T12). */
export function LineStatus(props: { line: Line; pending: number }) {
  const offline = () => (props.line.kind === 'offline' ? props.line : undefined);
  const refused = () => (props.line.kind === 'refused' ? props.line : undefined);
  return (
    <div role="status" class="line-status">
      <Show when={props.line.kind !== 'online'}>
        <Banner
          tone={props.line.kind === 'connecting' ? 'info' : 'warning'}
          icon={props.line.kind === 'connecting' ? 'network' : 'offline'}
        >
          <Switch>
            <Match when={props.line.kind === 'connecting'}>{words().connecting}</Match>
            <Match when={offline()}>{(line) => words().offline(timeOfDay(line().since))}</Match>
            <Match when={props.line.kind === 'signedOut'}>{words().signedOut}</Match>
            <Match when={refused()}>{(line) => explainEdge(line().code)}</Match>
          </Switch>
          <Show when={props.pending > 0}> {words().kept(props.pending)}</Show>
        </Banner>
      </Show>
    </div>
  );
}
