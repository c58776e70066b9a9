import { Tooltip } from '@kobalte/core/tooltip';
import { createSignal, onCleanup, type JSX } from 'solid-js';
import './check.css';

/** A few words whose meaning is told on hover, touch and focus; Escape puts it away. */
export function Verdict(props: { why: string; children: JSX.Element }) {
  const [isOpen, setOpen] = createSignal(false);
  // It stands where the words were; a window of another size has them elsewhere.
  const close = () => setOpen(false);
  window.addEventListener('resize', close);
  onCleanup(() => window.removeEventListener('resize', close));
  return (
    <Tooltip
      open={isOpen()}
      onOpenChange={setOpen}
      placement="top"
      gutter={6}
      openDelay={200}
      fitViewport
    >
      <Tooltip.Trigger class="verdict" type="button" onClick={() => setOpen(true)}>
        {props.children}
      </Tooltip.Trigger>
      {/* In its place rather than at the page's end, so that it belongs to the row. */}
      <Tooltip.Content class="verdict-why">{props.why}</Tooltip.Content>
    </Tooltip>
  );
}
