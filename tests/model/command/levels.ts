import type { LevelName, LevelOptions, Levels, OpenLevels } from '../level.ts';

const LOADERS: Readonly<Record<LevelName, () => Promise<{ readonly openLevels: OpenLevels }>>> = {
  pure: () => import('../pure/index.ts'),
  server: () => import('../server/index.ts'),
  browser: () => import('../browser/index.ts'),
};

/** Loads only the level that is run: whoever runs the machines alone needs no browser. */
export async function loadLevels(name: LevelName, options: LevelOptions): Promise<Levels> {
  const { openLevels } = await LOADERS[name]();
  return openLevels(options);
}
