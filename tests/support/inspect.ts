import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds on the page as it stands (P9), a sentence each. */
export async function askAxe(page: Page): Promise<string[]> {
  // A change of theme reaches the styles with the next frame.
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))',
  );
  // Evaluated by the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(AXE);
  const found = await page.evaluate<readonly Violation[]>(
    'axe.run().then(({ violations }) => violations)',
  );
  return found.map(
    ({ id, nodes }) => `axe ${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary}`,
  );
}

/** By how many pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );

/** Requests of a page that leave its own origin; `blob:` and `data:` stay in the browser. */
export function watchStrangers(page: Page, origin: string): readonly string[] {
  const strangers: string[] = [];
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin || url.protocol === 'blob:' || url.protocol === 'data:';
    if (!isOwn) strangers.push(`asks ${url.origin}`);
  });
  page.on('websocket', (socket) => {
    const { host, origin: other } = new URL(socket.url());
    if (host !== new URL(origin).host) strangers.push(`opens a socket to ${other}`);
  });
  return strangers;
}
