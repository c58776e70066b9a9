import { Banner, Icon } from '@naervaer/kit/components';
import { Show } from 'solid-js';
import { useDesk } from '../desk.ts';
import { words } from '../texts.ts';
import { Calm } from './calm.tsx';
import { Leave } from './leave.tsx';

/** T12: which of the two it is, kept or on its way, in the largest words of the screen. */
export function SendingScreen() {
  const { isKept } = useDesk();
  return (
    <Calm title={isKept() ? words().sending.kept : words().sending.sent}>
      <span class="calm-icon" classList={{ 'calm-icon-kept': isKept() }}>
        <Icon name={isKept() ? 'offline' : 'network'} />
      </span>
      <p class="calm-text" role="status">
        {isKept() ? words().sending.keptText : words().sending.sentText}
      </p>
      <Show when={isKept()}>
        <Banner tone="info" icon="phone">
          {words().sending.urgent}
        </Banner>
        <Leave />
      </Show>
    </Calm>
  );
}
