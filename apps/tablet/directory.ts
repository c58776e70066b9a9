import { fetchDirectory } from '@naervaer/kit/directory';
import { Directory } from '@naervaer/machines/protocol';
import { createSignal, type Accessor } from 'solid-js';
import * as v from 'valibot';

/**
 * Organisations and clinics. Nothing in it is personal, so the last one stays in localStorage and
 * the tablet can search it offline.
 */
const KEY = 'naervaer.directory';

function kept(): Directory | undefined {
  try {
    const parsed = v.safeParse(Directory, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

const [directory, setDirectory] = createSignal<Directory | undefined>(kept());
const [isUnreachable, setUnreachable] = createSignal(false);

/** Undefined until the first one has come. */
export const useDirectory: Accessor<Directory | undefined> = directory;
/** True when there is neither an old one nor a way to get one. */
export const isDirectoryMissing = (): boolean => isUnreachable() && directory() === undefined;

/** Fetches the newest one; an old one stays when that fails. */
export async function refreshDirectory(): Promise<void> {
  try {
    const newest = await fetchDirectory();
    setUnreachable(false);
    setDirectory(newest);
    localStorage.setItem(KEY, JSON.stringify(newest));
  } catch {
    // No network, or no storage: then there is no old one next time.
    setUnreachable(true);
  }
}

export type ClinicEntry = Directory['clinics'][number];

/** Small letters without accents, so that "ålborg" and "Aalborg" both find Aalborg. */
const plain = (text: string): string =>
  text
    .toLocaleLowerCase('da')
    .replaceAll('aa', 'å')
    .normalize('NFC')
    .replaceAll(/[.,-]/g, ' ')
    .trim();

/** Clinics by ydernummer (leading zeros or not), or by words of name and address. */
export function searchClinics(all: readonly ClinicEntry[], typed: string): readonly ClinicEntry[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  const number = words.join('');
  if (/^\d+$/.test(number)) {
    const exact = all.filter((each) => each.ydernummer === number.padStart(6, '0'));
    if (exact.length > 0) return exact;
    return all.filter((each) =>
      each.ydernummer.replace(/^0+/, '').startsWith(number.replace(/^0+/, '')),
    );
  }
  return all.filter((each) => {
    const text = plain(`${each.name} ${each.address} ${each.ydernummer}`);
    return words.every((word) => text.includes(word));
  });
}
