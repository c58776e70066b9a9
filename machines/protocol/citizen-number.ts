/**
 * A citizen's number as it is typed: a CPR number or a national replacement number (eCPR).
 *
 * Source of the rules: the Danish Central Person Register's description of the number. Modulus 11
 * must not reject (numbers without it have been issued since 2007-10-01).
 */

export type CitizenNumber =
  | { readonly kind: 'cpr'; readonly digits: string; readonly born: string }
  /** Day + 60: can never be a real person's. The only kind that demo and tests use. */
  | { readonly kind: 'demo'; readonly digits: string; readonly born: string }
  /** National replacement number `DDMMYYCAAG`: letters at the eighth and ninth place. */
  | { readonly kind: 'replacement'; readonly digits: string };

const CPR = /^(\d{2})(\d{2})(\d{2})-?(\d)(\d{3})$/;
const ECPR = /^\d{6}-?\d[A-Z]{2}\d$/;

/** The century by the seventh digit and the two-digit year. */
function century(seventh: number, year: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

/**
 * Reads what a person typed; spaces and one hyphen are ignored, letters may be small.
 * @returns `undefined` when it is no such number. Whether `demo` is welcome is the caller's rule.
 */
export function parseCitizenNumber(typed: string): CitizenNumber | undefined {
  const text = typed.replace(/\s/g, '').toUpperCase();
  const cpr = CPR.exec(text);
  if (cpr) {
    const [day, month, yy, seventh] = cpr.slice(1, 5).map(Number) as [
      number,
      number,
      number,
      number,
    ];
    const year = century(seventh, yy) + yy;
    const digits = text.replace('-', '');
    const kind = day > 60 ? 'demo' : 'cpr';
    const realDay = kind === 'demo' ? day - 60 : day;
    if (!isDate(year, month, realDay)) return undefined;
    const born = `${year}-${String(month).padStart(2, '0')}-${String(realDay).padStart(2, '0')}`;
    return { kind, digits, born };
  }
  const replacement = ECPR.exec(text);
  if (replacement) {
    const digits = text.replace('-', '');
    const month = Number(digits.slice(2, 4));
    const day = Number(digits.slice(0, 2));
    const year =
      century(Number(digits[6]), Number(digits.slice(4, 6))) + Number(digits.slice(4, 6));
    return isDate(year, month, day) ? { kind: 'replacement', digits } : undefined;
  }
  return undefined;
}

/** `7203411234` → `720341-1234`, as the board and the tablet show it. */
export const formatCitizenNumber = (digits: string): string =>
  `${digits.slice(0, 6)}-${digits.slice(6)}`;
