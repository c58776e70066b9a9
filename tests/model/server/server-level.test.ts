import { clinicMachine } from '@naervaer/machines/clinic';
import { expect, test } from 'vitest';
import { initialTransition } from 'xstate';
import { verdictOf } from '../command/run-paths.ts';
import type { PathKind } from '../paths.ts';
import { CLINIC, clinician } from '../people.ts';
import { MACHINE_NAMES } from '../walks/index.ts';
import type { MachineName } from '../walks/index.ts';
import { openLevels } from './index.ts';

const KINDS: Readonly<Record<MachineName, PathKind>> = {
  clinic: 'transitions',
  consultation: 'transitions',
  tablet: 'tour',
  call: 'tour',
  room: 'tour',
};

const levels = await openLevels({ isHeaded: false, say: () => undefined });

test.each(MACHINE_NAMES)(
  'M2: every transition of a %s, on the real server',
  { timeout: 300_000 },
  async (name) => {
    try {
      const kind = KINDS[name];
      const verdict = await verdictOf(name, levels, { level: 'server', kind, onPath: () => {} });
      console.log(verdict.lines.join('\n'));
      expect(verdict.isGood, verdict.lines.join('\n')).toBe(true);
    } finally {
      await levels[name].close();
    }
  },
);

test('a clinic that is not as the model says is noticed', async () => {
  const [before] = initialTransition(clinicMachine, CLINIC);
  const world = await levels.clinic.begin();
  try {
    await world.check('closed', before);
    const event = { type: 'OPEN', at: 1_000, by: clinician(1) } as const;
    await world.act({ event, before, after: before, isRefused: false });
    await expect(world.check('closed', before)).rejects.toThrow(
      'mode is "open" instead of "closed"',
    );
  } finally {
    await world.end();
    await levels.clinic.close();
  }
});
