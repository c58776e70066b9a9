import type { JSX } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';
import './banner.css';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const ICONS: Record<Tone, IconName> = {
  info: 'info',
  success: 'check',
  warning: 'warning',
  danger: 'error',
};

/** A calm sentence across the page, told by colour, icon and word. `isLive` reads it out. */
export function Banner(props: {
  tone: Tone;
  isLive?: boolean | undefined;
  icon?: IconName | undefined;
  children: JSX.Element;
}) {
  return (
    <div class={`banner banner-${props.tone}`} role={props.isLive === true ? 'status' : undefined}>
      <Icon name={props.icon ?? ICONS[props.tone]} />
      <div class="banner-text">{props.children}</div>
    </div>
  );
}
