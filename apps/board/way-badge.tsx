import type { Way } from '@naervaer/machines/protocol';
import { Icon, type IconName } from '@naervaer/kit/components';
import { wayTexts } from '@naervaer/kit/texts';

const ICONS: Record<Way, IconName> = {
  caregiverWithCpr: 'caregiver',
  caregiverWithoutCpr: 'caregiverOnly',
  citizen: 'citizen',
  guest: 'guest',
};

/** How the person came: colour and icon and word, never colour alone (B1). */
export function WayBadge(props: { way: Way }) {
  return (
    <span class="way" data-way={props.way}>
      <Icon name={ICONS[props.way]} />
      <span>{wayTexts()[props.way]}</span>
    </span>
  );
}
