import { NetworkSelfTestLink } from '@naervaer/kit/check';
import { Checkbox } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';

const words = texts({
  da: { check: 'Spørg “Er det den rigtige patient?”, før jeg starter', title: 'Indstillinger' },
  en: { check: 'Ask “Is this the right patient?” before I start', title: 'Settings' },
});

/** What this browser remembers of how I work. */
export function Settings(props: { wantsCheck: boolean; onWantsCheck: (wants: boolean) => void }) {
  return (
    <section class="settings" aria-label={words().title}>
      <Checkbox label={words().check} checked={props.wantsCheck} onChange={props.onWantsCheck} />
      <NetworkSelfTestLink app="board" />
    </section>
  );
}
