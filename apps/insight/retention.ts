import { texts } from '@naervaer/kit/texts';

const LEAST = 1;
const MOST = 720;

const words = texts({
  da: {
    unknown: 'Fra 1 til 720 timer. 24 er det sædvanlige.',
    after: (span: string) =>
      `Navn, CPR-nummer, årsag og beskeder slettes ${span}, efter at en konsultation er slut. Derefter kan ingen læse dem.`,
    hours: (count: number) => (count === 1 ? '1 time' : `${count} timer`),
    days: (count: number) => (count === 1 ? '24 timer' : `${count} døgn`),
  },
  en: {
    unknown: 'From 1 to 720 hours. 24 is usual.',
    after: (span: string) =>
      `Name, CPR number, reason and messages are deleted ${span} after a consultation is over. Nobody can read them afterwards.`,
    hours: (count: number) => (count === 1 ? '1 hour' : `${count} hours`),
    days: (count: number) => (count === 1 ? '24 hours' : `${count} days`),
  },
});

/** Whether what was typed is a number of hours that data may be kept (P2). */
export const isRetention = (typed: string): boolean =>
  /^\d{1,3}$/.test(typed.trim()) && Number(typed) >= LEAST && Number(typed) <= MOST;

/** What so many hours mean to those who come to the clinic. */
export function retentionWords(typed: string): string {
  if (!isRetention(typed)) return words().unknown;
  const hours = Number(typed);
  return words().after(hours % 24 === 0 ? words().days(hours / 24) : words().hours(hours));
}
