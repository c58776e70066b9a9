import { locale } from './language.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** A span that is watched, in minutes and seconds: `0:42`, `12:05`, `1:02:09`. Takes milliseconds. */
export function clockSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** A span that is read, in whole minutes: `0 min`, `12 min`, `1 t 5 min`. Takes milliseconds. */
export function minuteSpan(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hour = locale() === 'da-DK' ? 't' : 'h';
  return `${Math.floor(minutes / 60)} ${hour} ${minutes % 60} min`;
}

/** The time of day of an instant (milliseconds since 1970): `14.05` in Danish, `14:05` in English. */
export const timeOfDay = (instant: number): string =>
  new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hour12: false }).format(
    instant,
  );
