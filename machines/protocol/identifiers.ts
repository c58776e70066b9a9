import * as v from 'valibot';

/** A clinic's provider number: 1–6 digits as typed, always six with leading zeros as kept. */
export const Ydernummer = v.pipe(
  v.string('malformed'),
  v.trim(),
  v.regex(/^\d{1,6}$/, 'malformed'),
  v.transform((digits) => digits.padStart(6, '0')),
  v.brand('Ydernummer'),
);
export type Ydernummer = v.InferOutput<typeof Ydernummer>;

/** A company's number (CVR): eight digits, modulus 11 with the weights 2,7,6,5,4,3,2,1. */
export function isCvr(digits: string): boolean {
  if (!/^\d{8}$/.test(digits)) return false;
  const weights = [2, 7, 6, 5, 4, 3, 2, 1];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return sum % 11 === 0;
}

export const Cvr = v.pipe(v.string('badRequest'), v.check(isCvr, 'is no CVR number'));
