const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const short = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Where one JSON value is not like another, as a person reads it; empty when they are alike. */
export function differencesOf(is: unknown, should: unknown, at = ''): string[] {
  if (short(is) === short(should)) return [];
  if (!isNode(is) || !isNode(should)) {
    return [`${at === '' ? '' : `${at} is `}${short(is)} instead of ${short(should)}`];
  }
  return [...new Set([...Object.keys(should), ...Object.keys(is)])].flatMap((key) =>
    differencesOf(is[key], should[key], at === '' ? key : `${at}.${key}`),
  );
}
