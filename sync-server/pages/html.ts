/** A piece of HTML that may stand in a page as it is. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Marks a string as HTML: only for what this server wrote or escaped itself. */
export const raw = (text: string): Html => ({ html: text });

type Part = Html | string | number | readonly Part[] | null;

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(render).join('');
}

/** A template whose values are escaped unless they are `Html` themselves. Null leaves nothing. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  raw(strings.map((text, at) => text + render(parts[at] ?? null)).join(''));
