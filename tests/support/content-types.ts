import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** What a file of a test's own page is; empty for what such a page does not have. */
export const contentTypeOf = (path: string): string => TYPES[extname(path)] ?? '';
