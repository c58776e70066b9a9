import { ICON_SHAPES, type IconName } from './icon-shapes.ts';
import './icon.css';

export type { IconName } from './icon-shapes.ts';

/** An icon in the colour and size of the text around it. Without `label` it is decoration. */
export function Icon(props: { name: IconName; label?: string | undefined }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden={props.label === undefined ? 'true' : undefined}
      role={props.label === undefined ? undefined : 'img'}
      aria-label={props.label}
    >
      <path d={ICON_SHAPES[props.name]} />
    </svg>
  );
}
