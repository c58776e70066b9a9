import type { JSX } from 'solid-js';
import { addressOf, go, leave } from '../navigation.ts';
import type { Route } from '../route.ts';

/** A link to a screen of this app: an own address, and no new page when it is clicked. */
export function Link(props: {
  to: Route;
  class?: string | undefined;
  isCurrent?: boolean | undefined;
  children: JSX.Element;
}) {
  const click = (event: MouseEvent): void => {
    const wantsOther = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.button !== 0 || wantsOther) return;
    event.preventDefault();
    leave(() => go(props.to));
  };
  return (
    <a
      href={addressOf(props.to)}
      class={props.class}
      aria-current={props.isCurrent === true ? 'page' : undefined}
      onClick={click}
    >
      {props.children}
    </a>
  );
}
