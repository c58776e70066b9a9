import { NetworkSelfTestLink } from '@naervaer/kit/check';
import type { OrganisationId } from '@naervaer/machines/protocol';
import { Show } from 'solid-js';
import { useDirectory } from '../directory.ts';
import { words } from '../texts.ts';

/** Whom to ask, on every screen (T13). */
export function Support(props: { organisationId: OrganisationId }) {
  const support = () =>
    useDirectory()?.organisations.find((each) => each.id === props.organisationId)?.support;
  return (
    <Show when={support()}>
      {(text) => (
        <footer class="support">
          <strong>{words().support}</strong> {text()} <NetworkSelfTestLink app="tablet" />
        </footer>
      )}
    </Show>
  );
}
