import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const readDoc = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

/** A file that a page names, and the titles of tests that it is said to hold. */
export interface Citation {
  readonly path: string;
  readonly titles: readonly string[];
}

/** `path` “title” “another title”: paths begin with one of the house's folders. */
const CITED =
  /`((?:machines|storage|sync-server|apps|tests|docs|scripts)\/[^`\s]*|package-lock\.json)`((?: “[^”]+”,?)*)/g;

export const citationsOf = (text: string): readonly Citation[] =>
  [...text.matchAll(CITED)].map(([, path = '', titles = '']) => ({
    path,
    titles: [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  }));

/** What is wrong with one; undefined when it is there and holds what it is said to hold. */
export function faultOf({ path, titles }: Citation): string | undefined {
  const file = `${ROOT}${path}`;
  if (!existsSync(file)) return `${path} is not there`;
  if (titles.length === 0) return undefined;
  if (statSync(file).isDirectory()) return `${path} is a folder, with titles`;
  const source = readFileSync(file, 'utf8').replaceAll(/\\(['"`])/g, '$1');
  const missing = titles.find((title) => !source.includes(title));
  return missing === undefined ? undefined : `${path} holds no “${missing}”`;
}

/** Cells of the table rows of a page, without head and rule. */
export const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
