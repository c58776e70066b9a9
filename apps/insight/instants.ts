import { locale } from '@naervaer/kit/texts';

/** `21. nov. 2026 kl. 14.05`, or `21 Nov 2026, 14:05`. Takes milliseconds since 1970. */
export const dayAndTime = (instant: number): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(instant);

/** As a date field holds it: the day by this device's clock. */
export function dayOf(instant: number): string {
  const at = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The first millisecond of a day, or of the day after it; undefined for what is no day. */
export function startOf(day: string, daysLater: 0 | 1 = 0): number | undefined {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  // By the calendar: a day may have 23 or 25 hours.
  return new Date(Number(year), Number(month) - 1, Number(date) + daysLater).getTime();
}
