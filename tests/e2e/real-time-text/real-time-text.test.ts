import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import type { Device } from '../../support/browser.ts';
import { askAxe } from '../../support/inspect.ts';
import { until } from '../../support/until.ts';
import { buildPage, createStand } from '../media/stand.ts';
import type { Stand } from '../media/stand.ts';

let browser: Browser;
let page: Awaited<ReturnType<typeof buildPage>>;
const open: Device[] = [];
const stands: Stand[] = [];

beforeAll(async () => {
  [browser, page] = await Promise.all([launchBrowser(), buildPage()]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
  await Promise.all(stands.splice(0).map((stand) => stand.kill()));
});
afterAll(async () => {
  await browser?.close();
  await page?.remove();
});

const FIELD = '[data-testid=real-time-text-field]';
const LIVE = '[data-testid=real-time-text-live] bdi';
const LOG = '[data-testid=real-time-text] [role=log] bdi';
const PATIENCE = 40_000;

/** Two pages of one call, the text open on both. */
async function both(): Promise<{ at: Stand; clinician: Page; waiter: Page }> {
  const at = await createStand(page.folder);
  stands.push(at);
  await at.start();
  const devices = await Promise.all([at.open(browser, 'clinician'), at.open(browser, 'waiter')]);
  open.push(...devices);
  const [clinician, waiter] = devices.map((device) => device.page) as [Page, Page];
  for (const each of [clinician, waiter]) await reachable(each);
  return { at, clinician, waiter };
}
/** There is a way to the other one. */
const reachable = (side: Page): Promise<unknown> =>
  until(
    'a way to the other side',
    () => side.evaluate<number>('globalThis.call?.channel.open().length ?? 0'),
    (count) => count > 0,
    PATIENCE,
  );
const toggle = (side: Page): Promise<void> => side.getByTestId('call-text').click();
const logOf = (side: Page): Promise<string[]> => side.locator(LOG).allTextContents();
const liveOf = (side: Page): Promise<string> =>
  side
    .locator(LIVE)
    .allTextContents()
    .then((all) => all.join('|'));
const finishes = (side: Page, lines: readonly string[]): Promise<unknown> =>
  until(
    'the finished lines',
    () => logOf(side),
    (now) => JSON.stringify(now) === JSON.stringify(lines),
    PATIENCE,
  );

/** In the page: notes when its field, or the other side's line, first had so many letters. */
const noteLetters = (side: Page, selector: string): Promise<unknown> =>
  side.evaluate(`(() => {
    globalThis.stopNoting?.();
    const at = (globalThis.letterAt = []);
    const look = () => {
      const element = document.querySelector(${JSON.stringify(selector)});
      const text = element?.value ?? element?.textContent ?? '';
      while (at.length < text.length) at.push(performance.timeOrigin + performance.now());
    };
    document.addEventListener('input', look, true);
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
    globalThis.stopNoting = () => {
      document.removeEventListener('input', look, true);
      watcher.disconnect();
    };
  })()`);

/** Types, and finishes the line. @returns milliseconds from hand to eye of each letter, in order */
async function letterSpans(from: Page, to: Page, text: string): Promise<readonly number[]> {
  await noteLetters(from, FIELD);
  await noteLetters(to, LIVE);
  await from.locator(FIELD).pressSequentially(text, { delay: 60 });
  await until(
    'all letters',
    () => liveOf(to),
    (now) => now === text,
    PATIENCE,
  );
  const typed = await from.evaluate<number[]>('letterAt');
  const shown = await to.evaluate<number[]>('letterAt');
  expect(shown).toHaveLength(text.length);
  await from.locator(FIELD).press('Enter');
  await until(
    'the end of the line',
    () => liveOf(to),
    (now) => now === '',
    PATIENCE,
  );
  return shown.map((at, index) => at - (typed[index] ?? 0)).sort((a, b) => a - b);
}

describe('real-time text between two pages (C6)', () => {
  it('shows 95 % of the letters on the other side within 500 ms', async () => {
    const { clinician, waiter } = await both();
    await toggle(clinician);
    await toggle(waiter);
    const text = 'Har hun taget sin medicin i dag, og hvornår begyndte det at gøre ondt i benet?';
    let best = Infinity;
    // A machine that stands still for a moment is not the text's: three tries.
    for (let round = 0; round < 3 && best >= 500; round += 1) {
      const spans = await letterSpans(clinician, waiter, text);
      const at = (part: number) => spans[Math.ceil(spans.length * part) - 1] ?? Infinity;
      const figures = [at(0.5), at(0.95), at(1)].map((ms) => `${ms.toFixed(0)} ms`);
      process.stdout.write(`letters shown after: median, 95 %, last: ${figures.join(', ')}\n`);
      best = Math.min(best, at(0.95));
    }
    expect(best).toBeLessThan(500);
  });

  it('goes both ways with the writer’s word, edits and emoji, and as text only', async () => {
    const { clinician, waiter } = await both();
    await toggle(clinician);
    await toggle(waiter);
    expect(
      await clinician.locator(FIELD).evaluate((field) => field === document.activeElement),
    ).toBe(true);
    await clinician.locator(FIELD).fill('Hvor <b>ondt</b> gør det? 👩🏽‍⚕️');
    await until(
      'the line',
      () => liveOf(waiter),
      (now) => now === 'Hvor <b>ondt</b> gør det? 👩🏽‍⚕️',
    );
    await clinician.locator(FIELD).press('Enter');
    await waiter.locator(FIELD).fill('I foden');
    await waiter.locator(FIELD).press('Home');
    await waiter.locator(FIELD).pressSequentially('Mest ');
    await waiter.locator(FIELD).press('Enter');
    const lines = ['Hvor <b>ondt</b> gør det? 👩🏽‍⚕️', 'Mest I foden'];
    await finishes(clinician, lines);
    await finishes(waiter, lines);
    const who = (side: Page) =>
      side.locator('[data-testid=real-time-text] [role=log] strong').allTextContents();
    expect(await who(clinician)).toEqual(['Mig: ', 'Personalet: ']);
    expect(await who(waiter)).toEqual(['Lægen: ', 'Mig: ']);
    // The stand's page has neither heading nor main of its own.
    const isOfStand = /landmark-one-main|page-has-heading-one/;
    for (const side of [clinician, waiter]) {
      expect((await askAxe(side)).filter((found) => !isOfStand.test(found))).toEqual([]);
    }
  });

  it('tells what came while it was closed, and is opened and closed by keys', async () => {
    const { clinician, waiter } = await both();
    await toggle(clinician);
    await clinician.locator(FIELD).fill('Kan I høre mig?');
    const button = waiter.getByTestId('call-text');
    await button.getByText('1 ny linje').waitFor({ state: 'attached' });
    await waiter.getByText('Ny tekst: Lægen').waitFor({ state: 'attached' });
    await button.focus();
    await waiter.keyboard.press('Enter');
    await until(
      'the line',
      () => liveOf(waiter),
      (now) => now === 'Kan I høre mig?',
    );
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await waiter.keyboard.press('Escape');
    await waiter.locator(FIELD).waitFor({ state: 'detached' });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('loses nothing over a broken connection, and a finished line of the break arrives too', async () => {
    const { clinician, waiter } = await both();
    await toggle(clinician);
    await toggle(waiter);
    await clinician.locator(FIELD).fill('Før');
    await clinician.locator(FIELD).press('Enter');
    await waiter.locator(FIELD).fill('Jeg er lige ved at skrive');
    await finishes(waiter, ['Før']);
    // Beneath both of them: the connection is gone, and nobody has said so.
    await waiter.evaluate('for (const connection of __connections) connection.close()');
    await clinician.locator(FIELD).fill('Under bruddet');
    await clinician.locator(FIELD).press('Enter');
    await clinician.locator(FIELD).pressSequentially('Og efter', { delay: 30 });
    await waiter.locator(FIELD).press('Enter');
    await reachable(clinician);
    // What was finished on both sides at once stands in the order in which each of them saw it.
    const all = ['Før', 'Jeg er lige ved at skrive', 'Under bruddet'];
    for (const side of [clinician, waiter]) {
      await until(
        'all lines, each once',
        () => logOf(side),
        (lines) => JSON.stringify(lines.sort()) === JSON.stringify(all),
        PATIENCE,
      );
    }
    await until(
      'the line that is being typed',
      () => liveOf(waiter),
      (now) => now === 'Og efter',
      PATIENCE,
    );
  });

  it('tells a reloaded page again what the other one wrote', async () => {
    const { clinician, waiter } = await both();
    await toggle(clinician);
    await clinician.locator(FIELD).fill('Tag den blå pille om morgenen');
    await clinician.locator(FIELD).press('Enter');
    await waiter.getByTestId('call-text').getByText('1 ny linje').waitFor({ state: 'attached' });
    await waiter.reload();
    await reachable(waiter);
    await toggle(waiter);
    await finishes(waiter, ['Tag den blå pille om morgenen']);
  });

  it('is kept nowhere', async () => {
    const { clinician, waiter } = await both();
    await toggle(clinician);
    await toggle(waiter);
    await clinician.locator(FIELD).fill('Meget hemmeligt');
    await clinician.locator(FIELD).press('Enter');
    await finishes(waiter, ['Meget hemmeligt']);
    for (const side of [clinician, waiter]) {
      const kept = await side.evaluate<string>(`(async () => JSON.stringify([
        { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state,
        (await indexedDB.databases()).length, await caches.keys(),
      ]))()`);
      expect(kept).not.toContain('hemmeligt');
      expect(kept).toContain('0,[]');
    }
  });
});
