import { Show, type JSX } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

export interface ButtonProps {
  /** One `primary` a screen: its main action. Default `secondary`. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined;
  /** `large` where one stands at arm's length. */
  size?: 'normal' | 'large' | undefined;
  type?: 'button' | 'submit' | undefined;
  icon?: IconName | undefined;
  /** On its way: keeps the focus, says so, and takes no second click. */
  isPending?: boolean | undefined;
  disabled?: boolean | undefined;
  isWide?: boolean | undefined;
  /** Id of the text that says why it is disabled, or what it does. */
  describedBy?: string | undefined;
  title?: string | undefined;
  label?: string | undefined;
  class?: string | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
  children?: JSX.Element;
}

export function Button(props: ButtonProps) {
  const click = (event: MouseEvent) => {
    if (props.isPending === true) event.preventDefault();
    else props.onClick?.(event);
  };
  return (
    <button
      type={props.type ?? 'button'}
      class={`button button-${props.variant ?? 'secondary'} ${props.class ?? ''}`}
      classList={{ 'button-large': props.size === 'large', 'button-wide': props.isWide === true }}
      disabled={props.disabled}
      aria-disabled={props.isPending === true ? 'true' : undefined}
      aria-busy={props.isPending === true ? 'true' : undefined}
      aria-describedby={props.describedBy}
      aria-label={props.label}
      title={props.title}
      onClick={click}
    >
      <Show when={props.icon}>{(name) => <Icon name={name()} />}</Show>
      {props.children}
    </button>
  );
}
