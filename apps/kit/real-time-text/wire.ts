import * as v from 'valibot';

/**
 * What one page says to another of its text: always the whole line with its number and version, so
 * that the same again changes nothing, and what was lost is made good by the next.
 */

/** EN 301 549 asks for no bound; SE3 does. In UTF-16 units, as a field's `maxlength` counts them. */
export const LINE_LENGTH = 2_000;
/** Lines that are kept, of all writers together and of each one's own; the oldest go. */
export const LINES = 200;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
/** Made anew by each page: a reloaded one begins at line 0 again. */
const page = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/));

export const LineMessage = v.strictObject({
  type: v.literal('line'),
  page,
  /** The oldest line that the reader may still get. */
  first: count,
  line: count,
  /** Goes up with each change of this line; 1 is the first letter. */
  version: count,
  text: v.pipe(v.string(), v.maxLength(LINE_LENGTH)),
  isDone: v.boolean(),
});
export type LineMessage = v.InferOutput<typeof LineMessage>;

export const TextMessage = v.variant('type', [
  LineMessage,
  /** All lines of `page` before `line`, and of that one this version; null: nothing of anybody. */
  v.strictObject({
    type: v.literal('have'),
    page: v.nullable(page),
    line: count,
    version: count,
  }),
]);
export type TextMessage = v.InferOutput<typeof TextMessage>;

/** @returns undefined for what no honest page says */
export function parseText(message: unknown): TextMessage | undefined {
  const parsed = v.safeParse(TextMessage, message);
  if (!parsed.success) return undefined;
  const said = parsed.output;
  if (said.type === 'have') return said;
  if (said.line < said.first || said.line - said.first >= LINES) return undefined;
  return { ...said, text: cleanText(said.text) };
}

const BREAKS = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]+/gu;
/** Controls, and what turns the direction of the words around it. */
const HARMFUL = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;
/** Marks without end climb over the lines above. */
const PILES = /(\p{M}{8})\p{M}+/gu;

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** As many whole letters as fit: no emoji is cut in two. */
function clamp(text: string): string {
  if (text.length <= LINE_LENGTH) return text;
  let end = 0;
  for (const { index, segment } of letters.segment(text.slice(0, LINE_LENGTH + 64))) {
    if (index + segment.length > LINE_LENGTH) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** One line that shows as what it is, whoever typed it. */
export const cleanText = (text: string): string =>
  clamp(text.toWellFormed().replace(BREAKS, ' ').replace(HARMFUL, '').replace(PILES, '$1'));
