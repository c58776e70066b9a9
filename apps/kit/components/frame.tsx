import { Show, type JSX } from 'solid-js';
import { DemoBanner } from './demo-banner.tsx';
import { NoticeRegion } from './notices.tsx';

/** What stands around every page: the demo banner above all, the notices over all. */
export function Frame(props: { isDemo: boolean; children: JSX.Element }) {
  return (
    <>
      <Show when={props.isDemo}>
        <DemoBanner />
      </Show>
      {props.children}
      <NoticeRegion />
    </>
  );
}
