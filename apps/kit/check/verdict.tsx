import { Tooltip } from '@kobalte/core/tooltip';
import type { JSX } from 'solid-js';
import './check.css';

/** A few words whose meaning is told on hover, touch and focus; Escape puts it away. */
export function Verdict(props: { why: string; children: JSX.Element }) {
  return (
    <Tooltip placement="top" gutter={6} openDelay={200}>
      <Tooltip.Trigger class="verdict">{props.children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content class="verdict-why">{props.why}</Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip>
  );
}
