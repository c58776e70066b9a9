import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEMO_CITIZENS, DEMO_PEOPLE } from '@naervaer/sync-server/demo/people.ts';
import { expect, test } from 'vitest';
import { MACHINE_NAMES } from '../walks/index.ts';
import { LANGUAGES, scriptOf } from './document.ts';
import type { Script, WrittenStep } from './document.ts';
import { writeScript } from './index.ts';
import { everything, makePlan } from './plan.ts';
import { UNREACHED } from './unreached.ts';

// One after the other: the screens' texts know one language at a time.
const da = await scriptOf('da');
const en = await scriptOf('en');
const stepsOf = ({ chapters }: Script): WrittenStep[] => chapters.flatMap(({ steps }) => steps);

test('M5: every transition is made by a step, or has a reason why no person can make it', () => {
  const { missing } = makePlan();
  expect([...missing].filter((key) => !UNREACHED.has(key))).toEqual([]);
  // A reason for something that a step makes would be a lie as well.
  expect([...UNREACHED.keys()].filter((key) => !missing.has(key))).toEqual([]);
  expect([...UNREACHED.keys()].filter((key) => !everything().has(key))).toEqual([]);
  const made = da.covered.reduce((sum, { made }) => sum + made, 0);
  const all = da.covered.reduce((sum, { of }) => sum + of, 0);
  console.log(`script: ${stepsOf(da).length} steps make ${made} of ${all} transitions`);
  // A state that nobody can bring about is in the list as well.
  const unmade = [...UNREACHED.keys()].filter((key) => key.includes(' × '));
  expect(made + unmade.length).toBe(all);
  expect(da.covered.map(({ machine }) => machine)).toEqual(MACHINE_NAMES);
});

test('every chapter makes something that none before it made, in about fifteen steps at most', () => {
  for (const { name, steps } of makePlan().chapters) {
    expect(steps.length, name).toBeLessThanOrEqual(16);
    expect(
      steps.findLastIndex(({ fresh }) => fresh.length > 0),
      name,
    ).toBeGreaterThanOrEqual(0);
  }
});

/** String and template literals of the apps' sources, as patterns: `${…}` may be anything. */
async function saidByTheApps(): Promise<RegExp[]> {
  const apps = new URL('../../../apps/', import.meta.url).pathname;
  const files = (await readdir(apps, { recursive: true })).filter(
    (name) => /\.tsx?$/.test(name) && !/node_modules|dist|\.test\./.test(name),
  );
  const sources = await Promise.all(files.map((name) => readFile(path.join(apps, name), 'utf8')));
  const literals = sources.flatMap((source) => [
    ...[...source.matchAll(/'((?:[^'\\\n]|\\.)+)'/g)].map(([, text = '']) => text),
    ...[...source.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
  ]);
  const plain = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return literals.map((text) => {
    const parts = text.replaceAll("\\'", "'").split(/\$\{[^}]*\}/);
    return new RegExp(`^${parts.map(plain).join('.+')}$`);
  });
}

test('a text that the script quotes is one that a screen says', async () => {
  const patterns = (await saidByTheApps()).filter(({ source }) => source !== '^.+$');
  for (const { quoted } of [da, en]) {
    expect(quoted.size).toBeGreaterThan(60);
    const unknown = [...quoted].filter((text) => !patterns.some((each) => each.test(text)));
    expect(unknown).toEqual([]);
  }
});

test('names and numbers that are typed are the demo’s', () => {
  const people = new Set(DEMO_PEOPLE.map(({ name }) => name));
  for (const name of ['Mette Skovbjerg', 'Jonas Kærgaard', 'Anne Klitgård', 'Henrik Solvang']) {
    expect(people.has(name), name).toBe(true);
  }
  const text = stepsOf(da)
    .map((step) => step.do)
    .join(' ');
  for (const [number] of text.matchAll(/\d{6}-\d{4}/g)) {
    const citizen = DEMO_CITIZENS.find((each) => each.number === number);
    expect(citizen, number).toBeDefined();
    expect(text).toContain(citizen?.name);
  }
});

test('steps are numbered without a gap, and none is without a word', () => {
  for (const script of [da, en]) {
    expect(script.chapters.map(({ number }) => number)).toEqual(
      script.chapters.map((_, index) => index + 1),
    );
    for (const { number, steps, title, goal, begin } of script.chapters) {
      expect(steps.map((step) => step.number)).toEqual(
        steps.map((_, index) => `${number}.${index + 1}`),
      );
      for (const sentence of [title, goal, begin, ...steps.map((step) => step.do)]) {
        expect(sentence).toMatch(/^\p{Lu}.{3,}/u);
        expect(sentence).not.toMatch(/undefined|null|NaN|\$\{/);
      }
      for (const { see } of steps) {
        expect(see.length).toBeGreaterThan(0);
        for (const { text, device } of see) {
          expect(device).not.toBe('');
          expect(text).toMatch(/^[^\s].{5,}/u);
          expect(text).not.toMatch(/undefined|null|NaN|\$\{|[»“]\s*[«”]/);
        }
      }
    }
  }
});

test('both languages have the same steps at the same devices', () => {
  const shape = (script: Script, lang: 'da' | 'en') => {
    const devices = Object.entries(LANGUAGES[lang].devices);
    const keyOf = (device: string) => devices.find(([, name]) => name === device)?.[0];
    return script.chapters.map(({ name, steps }) => [
      name,
      steps.map((step) => [step.number, keyOf(step.device), step.see.map((s) => keyOf(s.device))]),
    ]);
  };
  expect(shape(en, 'en')).toEqual(shape(da, 'da'));
});

test('Markdown and page hold every step, with a box to tick and a field for a remark', async () => {
  const out = await mkdtemp(path.join(tmpdir(), 'naervaer-script-'));
  try {
    for (const lang of ['da', 'en'] as const) {
      const { files } = await writeScript({ lang, out });
      const [markdown = '', html = ''] = await Promise.all(
        files.map((file) => readFile(file, 'utf8')),
      );
      const steps = stepsOf(lang === 'da' ? da : en);
      expect(markdown.match(/^\| ☐ \| \d+\.\d+ \|/gm)?.length).toBe(steps.length);
      expect(html.match(/type="checkbox"/g)?.length).toBe(steps.length);
      expect(html.match(/<td class="remark">/g)?.length).toBe(steps.length);
      // Prints: a head on every page, no step cut in two.
      expect(html).toContain('table-header-group');
      expect(html).toContain('break-inside: avoid');
      expect(html).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="https?:/);
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
