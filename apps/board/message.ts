import type { WaiterMessage } from '@naervaer/machines/protocol';
import { texts } from '@naervaer/kit/texts';

const words = texts({
  da: { late: (minutes: number) => `${minutes} minutter forsinket` },
  en: { late: (minutes: number) => `${minutes} minutes late` },
});

export const lateText = (minutes: number): string => words().late(minutes);

/** A message to the waiters as one line: `10 minutter forsinket. Vi ringer først.` */
export const messageText = (message: Pick<WaiterMessage, 'late' | 'text'>): string =>
  [...(message.late === null ? [] : [lateText(message.late)]), message.text]
    .filter((part) => part !== '')
    .join('. ');
