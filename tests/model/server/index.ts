import { opened } from '../level.ts';
import type { OpenLevels } from '../level.ts';
import { callLevel } from './call.ts';
import { clinicLevel } from './clinic.ts';
import { consultationLevel } from './consultation.ts';
import { roomLevel } from './room.ts';
import { tabletLevel } from './tablet.ts';

/** The model among real clients of the real server, with a clock that the test moves (M2). */
export const openLevels: OpenLevels = () =>
  Promise.resolve({
    clinic: opened(clinicLevel()),
    consultation: opened(consultationLevel()),
    tablet: opened(tabletLevel()),
    call: opened(callLevel()),
    room: opened(roomLevel()),
  });
