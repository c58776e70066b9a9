import { opened } from '../level.ts';
import type { OpenLevels } from '../level.ts';
import { tabletLevel } from './tablet.ts';

/** Real Chromium, the real apps, the real server: events as people make them, states as they read them. */
export const openLevels: OpenLevels = async (options) => ({
  tablet: opened(tabletLevel(options)),
});
