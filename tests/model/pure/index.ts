import { opened } from '../level.ts';
import type { OpenLevels } from '../level.ts';
import { pureCall } from './call.ts';
import { pureClinic } from './clinic.ts';
import { pureConsultation } from './consultation.ts';
import { pureRoom } from './room.ts';
import { pureTablet } from './tablet.ts';

/**
 * The machines themselves: every event is a `transition` of a snapshot that has been JSON in
 * between, as after a restart or a reload, and after each one the model's state and what is always
 * true are checked.
 */
export const openLevels: OpenLevels = async () => ({
  clinic: opened(pureClinic()),
  consultation: opened(pureConsultation()),
  tablet: opened(pureTablet()),
  call: opened(pureCall()),
  room: opened(pureRoom()),
});
