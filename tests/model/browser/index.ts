import { opened } from '../level.ts';
import type { OpenLevels } from '../level.ts';
import { callLevel } from './call.ts';
import { clinicLevel } from './clinic.ts';
import { consultationLevel } from './consultation.ts';
import { roomLevel } from './room.ts';
import { tabletLevel } from './tablet.ts';

/** Real Chromium, the real apps, the real server: events as people make them, states as they read them. */
export const openLevels: OpenLevels = async (options) => ({
  clinic: opened(clinicLevel(options)),
  consultation: opened(consultationLevel(options)),
  tablet: opened(tabletLevel(options)),
  room: opened(roomLevel(options)),
  call: opened(callLevel(options)),
});
