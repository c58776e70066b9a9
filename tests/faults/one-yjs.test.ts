import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

describe('two copies of yjs', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));

  /** Every folder under `node_modules`, at any depth, that is a copy of yjs. */
  async function copiesUnder(folder: string): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const found: string[] = [];
    for (const entry of entries) {
      // A link is a workspace, which is looked at as such.
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.name === 'yjs') found.push(path);
      else if (entry.name.startsWith('@')) found.push(...(await copiesUnder(path)));
      found.push(...(await copiesUnder(`${path}/node_modules`)));
    }
    return found;
  }

  test('one is installed', async () => {
    const { workspaces } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as {
      workspaces: string[];
    };
    const apps = (await readdir(`${root}/apps`)).map((app) => `apps/${app}`);
    const folders = ['.', ...workspaces.filter((name) => !name.endsWith('*')), ...apps];
    const copies = await Promise.all(
      folders.map((name) => copiesUnder(`${root}/${name}/node_modules`)),
    );
    expect(copies.flat()).toHaveLength(1);
  });

  test.each(['board', 'tablet'])('one is in the bundle of the %s', async (app) => {
    const assets = `${root}/apps/${app}/dist/assets`;
    const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(scripts.map((name) => readFile(`${assets}/${name}`, 'utf8')));
    // The mark by which yjs itself notices a second copy.
    const marks = texts.flatMap((text) => text.match(/__ \$YJS\$ __/g) ?? []);
    expect(marks).toHaveLength(1);
  });
});
