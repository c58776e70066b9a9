import { newSessionId, SessionInfo } from '@naervaer/machines/protocol';
import type { SessionsPage } from '@naervaer/machines/protocol';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLINICS, demoIdOf, MUNICIPALITY, NAMES } from '../demo/people.ts';
import { beginningOf } from '../directory/index.ts';
import type { Browser } from './testing/browser.ts';
import type { People } from './sessions.ts';
import { createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';

const MINUTE = 60_000;
const ALL = { people: null, begins: null };

let world: World;
let mette: Browser;
let jens: Browser;
beforeEach(async () => {
  world = await createWorld();
  [mette, jens] = [world.browser(), world.browser()];
  await mette.signIn(MUNICIPALITY, 'tablet', 'mette.skovbjerg');
  await jens.signIn(CLINICS, 'board', 'jens.pilegaard');
});
afterEach(() => world.close());

async function row(name: string, of: People = ALL): Promise<SessionsPage['rows'][number]> {
  const { rows } = await world.identity.sessionsOf(of, null);
  const found = rows.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not on the list`);
  return found;
}

it('tells who is signed in, where and since when, the newest first (P1)', async () => {
  const { sessionId } = v.parse(SessionInfo, await (await mette.request('/api/session')).json());
  const { rows, before } = await world.identity.sessionsOf(ALL, null);
  expect(rows.map(({ name, app }) => [name, app])).toEqual([
    ['Jens Pilegård', 'board'],
    ['Mette Skovbjerg', 'tablet'],
  ]);
  expect(before).toBeNull();
  expect(rows[1]).toMatchObject({
    sessionId,
    personId: demoIdOf(MUNICIPALITY, 'Mette Skovbjerg'),
    organisationId: MUNICIPALITY,
    organisation: NAMES[MUNICIPALITY],
  });
  expect(Math.abs((rows[1]?.since ?? 0) - Date.now())).toBeLessThan(MINUTE);
});

it('says of a caregiver and of a clinician when they used it last; to look is no use', async () => {
  const signedInAt = (await row('Mette Skovbjerg')).usedAt ?? 0;
  expect(Math.abs(signedInAt - Date.now())).toBeLessThan(MINUTE);
  world.advance(20 * MINUTE);
  await jens.post('/api/sync-token');
  const used = (await row('Jens Pilegård')).usedAt ?? 0;
  expect(Math.abs(used - Date.now() - 20 * MINUTE)).toBeLessThan(MINUTE);
  // What a look says would keep her in, if it were a use.
  expect((await row('Mette Skovbjerg')).usedAt).toBe(signedInAt);
  world.advance(41 * MINUTE);
  await expect(row('Mette Skovbjerg')).rejects.toThrow('not on the list');
});

it('leaves out whose door is gone, and whoever was not asked for', async () => {
  const town = { people: null, begins: beginningOf(MUNICIPALITY) };
  await expect(row('Jens Pilegård', town)).rejects.toThrow('not on the list');
  expect((await row('Mette Skovbjerg', town)).app).toBe('tablet');
  await world.directory.change([{ kind: 'organisation', remove: MUNICIPALITY }]);
  await expect(row('Mette Skovbjerg')).rejects.toThrow('not on the list');
  expect((await row('Jens Pilegård')).app).toBe('board');
});

it('comes in pages, each session once, however many there are (SE3)', async () => {
  const { sessionId } = await row('Mette Skovbjerg');
  const stored = await world.store.session(sessionId);
  if (stored === undefined) throw new Error('no session');
  for (let n = 0; n < 450; n += 1) {
    await world.store.putSession({ ...stored, sessionId: newSessionId(), secretHash: `${n}` });
  }
  const seen: string[] = [];
  const sizes: number[] = [];
  let before: SessionsPage['before'] = null;
  do {
    const page: SessionsPage = await world.identity.sessionsOf(ALL, before);
    sizes.push(page.rows.length);
    seen.push(...page.rows.map((each) => each.sessionId));
    before = page.before;
  } while (before !== null);
  expect(sizes).toEqual([200, 200, 52]);
  expect(new Set(seen).size).toBe(452);
  expect(seen).toEqual(seen.toSorted().toReversed());
});
