import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '@naervaer/kit/texts';
import { scriptOf } from './document.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';

const MANIFEST = new URL('../../../package.json', import.meta.url);

export interface ScriptOptions {
  readonly lang: Language;
  /** The folder for the two files. */
  readonly out: string;
}

/**
 * Writes the test script for a person (M5), as Markdown and as a page to print.
 * @returns the two files, and what the script covers in one sentence or two
 * @throws when a screen no longer says what the script quotes, or a step is impossible in the model
 */
export async function writeScript({
  lang,
  out,
}: ScriptOptions): Promise<{ readonly files: readonly string[]; readonly summary: string }> {
  const { version } = JSON.parse(await readFile(MANIFEST, 'utf8')) as { version: string };
  const script = await scriptOf(lang);
  const file = (kind: string): string => path.join(out, `script.${lang}.${kind}`);
  await mkdir(out, { recursive: true });
  await writeFile(file('md'), markdownOf(script, version));
  await writeFile(file('html'), await htmlOf(script, version));
  return { files: [file('md'), file('html')], summary: script.total };
}
