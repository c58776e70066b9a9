import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon.tsx';

export interface ControlProps {
  readonly label: string;
  readonly icon: IconName;
  readonly isPressed?: boolean;
  /** Something of one's own that the other side does not get now: it stands out. */
  readonly isWithheld?: boolean;
  readonly disabled?: boolean;
  readonly testId: string;
  readonly onClick: () => void;
}

/** One of the call's controls: icon and word, large enough for a thumb. */
export function Control(props: ControlProps) {
  return (
    <button
      type="button"
      class="call-control"
      classList={{ 'call-control-off': props.isWithheld === true }}
      aria-pressed={props.isPressed}
      disabled={props.disabled}
      data-testid={props.testId}
      onClick={() => props.onClick()}
    >
      <Icon name={props.icon} />
      <span class="call-control-label">{props.label}</span>
    </button>
  );
}
