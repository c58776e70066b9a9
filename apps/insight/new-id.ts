const LETTERS: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe', å: 'aa', é: 'e', ü: 'u' };
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * An id for something new: readable by its name, and nobody else's by its end. A form makes one and
 * keeps it, so that a second try is the same thing (CM2).
 */
export function newId(name: string): string {
  const readable = name
    .toLowerCase()
    .replaceAll(/[æøåéü]/g, (letter) => LETTERS[letter] ?? '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-$/, '');
  const end = [...crypto.getRandomValues(new Uint8Array(6))].map(
    (byte) => SIGNS[byte % SIGNS.length] ?? 'a',
  );
  return `${readable === '' ? 'x' : readable}-${end.join('')}`;
}
