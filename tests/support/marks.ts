import { EDGE_CODES, isRefusalCode } from '@naervaer/machines/protocol';

// Under a name that the compiler does not follow: the kit is compiled for browsers.
const KIT = '@naervaer/kit/texts';
const { explainEdge, refusalTexts } = (await import(KIT)) as {
  explainEdge(code: string): string;
  refusalTexts(): Readonly<Record<string, string>>;
};

/**
 * Values that are sent and must be nowhere in what the server prints (SE4). Each is its own word,
 * so that a failing test names the one that leaked.
 */
export interface Marks {
  /** A fresh word for one place: a name, a token, a header. */
  mark(where: string): string;
  /** Watches a value that had to be of a given form, such as a number or a real token. */
  watch(value: string): string;
  /** Those that are in the text. */
  leaked(text: string): readonly string[];
}

export function createMarks(): Marks {
  const values = new Set<string>();
  const watch = (value: string): string => {
    values.add(value);
    return value;
  };
  return {
    watch,
    mark: (where) => watch(`qz${where}${Math.random().toString(36).slice(2, 10)}zq`),
    leaked: (text) => [...values].filter((value) => text.includes(value)),
  };
}

/** The Danish sentence that a screen has for a code; undefined when nobody wrote one (MA3). */
export function sentenceOf(code: string): string | undefined {
  if (isRefusalCode(code)) return refusalTexts()[code];
  return (EDGE_CODES as readonly string[]).includes(code) ? explainEdge(code) : undefined;
}
