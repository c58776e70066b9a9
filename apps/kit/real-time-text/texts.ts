import type { PartyId } from '@naervaer/machines/protocol';
import { texts } from '../texts/index.ts';

export const textTexts = texts({
  da: {
    title: 'Tekst',
    about: 'Det, I skriver, ses med det samme. Det gemmes ikke.',
    lines: 'Det, der er skrevet',
    me: 'Mig',
    clinician: 'Lægen',
    waiter: 'Personalet',
    guest: 'Gæst',
    typing: 'skriver',
    label: 'Skriv her',
    hint: 'Enter begynder en ny linje',
    done: 'Ny linje',
    close: 'Luk teksten',
    empty: 'Ingen har skrevet endnu.',
    unread: (count: number) => (count === 1 ? '1 ny linje' : `${count} nye linjer`),
    news: (who: string) => `Ny tekst: ${who}`,
  },
  en: {
    title: 'Text',
    about: 'What you write is seen at once. It is not kept.',
    lines: 'What has been written',
    me: 'Me',
    clinician: 'The doctor',
    waiter: 'The staff',
    guest: 'Guest',
    typing: 'is writing',
    label: 'Write here',
    hint: 'Enter begins a new line',
    done: 'New line',
    close: 'Close the text',
    empty: 'Nobody has written yet.',
    unread: (count: number) => (count === 1 ? '1 new line' : `${count} new lines`),
    news: (who: string) => `New text: ${who}`,
  },
});

/** Who wrote, as a word; null is this page's own. */
export function writerName(from: PartyId | null): string {
  if (from === null) return textTexts().me;
  const id: string = from;
  return id === 'clinician' || id === 'waiter' ? textTexts()[id] : textTexts().guest;
}
