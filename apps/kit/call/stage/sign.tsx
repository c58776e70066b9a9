import { Show } from 'solid-js';
import type { Sign } from '@naervaer/machines/call';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon.tsx';
import { callTexts } from '../texts.ts';

const ICONS: Record<Sign, IconName> = {
  good: 'signalGood',
  weak: 'signalWeak',
  lost: 'signalLost',
};

/**
 * How well the two hear and see each other (C2): icon and word, the same on both sides. It is not
 * read out when it changes, for the sentence is. Its place stays while there is nothing to tell.
 */
export function SignMark(props: { sign: Sign | undefined; isShort?: boolean }) {
  return (
    <p class="call-sign" data-testid="call-sign" data-sign={props.sign}>
      <Show when={props.sign}>
        {(sign) => (
          <>
            <Icon name={ICONS[sign()]} />
            {props.isShort === true ? callTexts().shortSign[sign()] : callTexts().sign[sign()]}
          </>
        )}
      </Show>
    </p>
  );
}
