import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLINICS } from '../demo/people.ts';
import { loginOf } from './testing/browser.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** @returns the whole address where this sign-in ended */
async function arrive(app: string, subject: string, to: string): Promise<string> {
  const browser = world.browser();
  const page = await browser.visit(`${loginOf(CLINICS, app)}&to=${encodeURIComponent(to)}`);
  return (await browser.pick(page, subject)).url.href;
}

it.each(['/insight/clinics/laegerne-ved-havnen', '/insight/access-log', '/insight/clinics/a/edit'])(
  'a sign-in that began at %s arrives there',
  async (to) => {
    expect(await arrive('insight', 'inger.bakkegaard', to)).toBe(world.url.origin + to);
  },
);

it.each([
  '//evil.example',
  '///evil.example/insight/clinics',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/insight/clinics',
  'javascript:alert(1)',
  '/insight//evil.example',
  '/insight/\\evil.example',
  '/insight/../board',
  '/insight/..',
  '/insight/%2e%2e/board',
  '/insight/%2F%2Fevil.example',
  '%2F%2Fevil.example',
  '/insight@evil.example',
  '/insight.evil.example',
  '/insight/clinics?clinic=7203411234',
  '/insight/clinics#a',
  '/insight/clinics\n',
  '/insight/clinics\r\nlocation: //evil.example',
  '/insight/clinics/',
  '/insight/Clinics',
  '/insight/a/b/c/d/e',
  `/insight/${'a'.repeat(65)}`,
  '/board/',
  '/auth/failed',
  '/api/session',
  '',
])('%j is nowhere of insight’s: its front (no open redirect)', async (to) => {
  expect(await arrive('insight', 'inger.bakkegaard', to)).toBe(`${world.url.origin}/insight`);
});

it('another application’s sign-in arrives at its own front', async () => {
  const front = `${world.url.origin}/board`;
  expect(await arrive('board', 'jens.pilegaard', '/insight/access-log')).toBe(front);
  expect(await arrive('board', 'jens.pilegaard', '/board/access-log')).toBe(front);
});

it('whoever changes their mind at the provider is back where they were', async () => {
  const browser = world.browser();
  const page = await browser.visit(`${loginOf(CLINICS, 'insight')}&to=/insight/access-log`);
  const form = { method: 'POST', body: new URLSearchParams({ cancel: 'yes' }) };
  expect((await browser.visit(page.url, form)).url.pathname).toBe('/insight/access-log');
});
