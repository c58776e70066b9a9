import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Palette = Readonly<Record<string, string>>;

function palette(selector: string): Palette {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--color-([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]),
  );
}

const light = palette('\n:root');
const bySystem = palette(":root:not([data-theme='light'])");
const bySwitch = palette(":root[data-theme='dark']");

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

const GROUNDS = ['background', 'surface', 'surface-raised'];
const WAYS = ['caregiver-with-cpr', 'caregiver-without-cpr', 'citizen', 'guest'];
const TEXT_PAIRS: readonly (readonly [string, string])[] = [
  ...['text', 'muted', 'primary', 'danger', 'success', 'warning'].flatMap((text) =>
    [...GROUNDS, 'primary-soft'].map((ground) => [text, ground] as const),
  ),
  ...['primary', 'danger', 'success', 'warning'].flatMap((tone) => [
    [`on-${tone}`, tone] as const,
    [tone, `${tone}-soft`] as const,
    ['text', `${tone}-soft`] as const,
  ]),
  ['on-primary', 'primary-strong'],
  ['on-danger', 'danger-strong'],
  ...WAYS.map((way) => [`way-${way}-on`, `way-${way}`] as const),
];
/** Edges that tell a control apart, and the ring around what has the focus. */
const EDGE_PAIRS = ['border-strong', 'focus'].flatMap((edge) =>
  GROUNDS.map((ground) => [edge, ground] as const),
);

describe.each([
  ['light', light],
  ['dark', bySwitch],
])('the %s colours', (_name, colours) => {
  it.each(TEXT_PAIRS)('%s is readable on %s (P9)', (text, ground) => {
    expect(contrast(colours[text] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
  it.each(EDGE_PAIRS)('%s is seen on %s (P9)', (edge, ground) => {
    expect(contrast(colours[edge] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

it('dark is the same by the system’s wish and by the switch', () => {
  expect(Object.keys(bySystem).length).toBeGreaterThan(20);
  expect(bySystem).toEqual(bySwitch);
  expect(Object.keys(bySystem)).toEqual(Object.keys(light));
});
