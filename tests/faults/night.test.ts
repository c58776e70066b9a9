import type { ClinicId, Instant } from '@naervaer/machines/protocol';
import { createMemoryStore } from '@naervaer/storage';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import { readConfig } from '@naervaer/sync-server/config.ts';
import { untilNight } from '@naervaer/sync-server/epochs/index.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { startServer } from '@naervaer/sync-server/server.ts';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { joinOnBehalf } from '../support/samples.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';

const HOUR = 3_600_000;

test('DC5: at night every view moves to a new epoch, and nobody who waits is lost', async () => {
  const nights: (() => void)[] = [];
  let asked: Instant = 0;
  const clock = {
    now: (): Instant => (asked = systemClock.now()),
    after(ms: number, wake: () => void) {
      // The night, however near it is, and what is hours away come when the test says so; a spread
      // of a minute takes half a second.
      if (ms > HOUR || ms === untilNight(asked)) {
        nights.push(wake);
        return () => undefined;
      }
      return systemClock.after(ms > 1_000 ? ms / 100 : ms, wake);
    },
  };
  const port = String(await freePort());
  const config = readConfig({ PORT: port, STORAGE: 'memory' });
  const log = createLog('silent');
  const server = await startServer(config, { log, clock, store: createMemoryStore() });
  const { origin } = config.publicUrl;
  const anne = syncClient(await signIn(origin, demoPerson('Anne Klitgård')));
  const mette = syncClient(await signIn(origin, demoPerson('Mette Skovbjerg')));
  try {
    const [clinic] = anne.person.info.clinics;
    const clinicId = clinic?.id ?? ('' as ClinicId);
    const [unit] = mette.person.info.units;
    await mette.ask({ type: 'saveProfile', jobRole: 'nurse', unitId: unit?.id ?? '' });
    await anne.ask({ type: 'openClinic', clinicId });
    await mette.ask(joinOnBehalf(clinic?.ydernummer ?? ''));
    const board = anne.board(clinicId);
    const before = await eventually('the row', () => board.value()?.rows[0]);
    const epoch = board.epoch();

    for (const night of nights.splice(0)) night();

    await eventually('a new epoch', () => board.epoch() > epoch && board.value() !== undefined);
    expect(board.value()?.rows.map(({ consultationId }) => consultationId)).toEqual([
      before.consultationId,
    ]);
  } finally {
    anne.close();
    mette.close();
    await server.close();
  }
});
