import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClinicEvent } from '@naervaer/machines/clinic';
import type { ClinicId, ConsultationId, PersonId, Ydernummer } from '@naervaer/machines/protocol';
import { createSqliteStore } from '@naervaer/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock as clock } from '../clock.ts';
import { createCommitter, unlogged } from '../commit/index.ts';
import { createKeyring, openMasters } from '../keys/index.ts';
import { createLog } from '../log.ts';
import { createActorHost } from './host.ts';

const CLINICS = 1_635;
/** One clinic in so many has somebody: a busy hour of 2,000 consultations a day. */
const ONE_IN = 3;

const masters = openMasters({ keys: null, storage: 'memory', dataDir: '' });
const ids = Array.from({ length: CLINICS }, (_, index) => `clinic-${index}` as ClinicId);
const by = { personId: 'doctor' as PersonId, name: 'Mette Holm' };
const idOf = (clinic: number): ConsultationId =>
  `00000000-0000-7000-8000-${String(clinic).padStart(12, '0')}` as ConsultationId;
const joining = (clinic: number, at: number): ClinicEvent =>
  ({
    type: 'JOIN',
    at,
    consultationId: idOf(clinic),
    waiter: {
      personId: 'town.anna',
      name: 'Anna Dahl',
      jobRole: 'nurse',
      workplace: 'Solgården',
      careArea: 'nursingHome',
      organisationId: 'town',
      organisation: 'Byen',
    },
    reason: 'Sår på underbenet, der ikke vil hele',
    part: 'withCitizen',
    present: [],
    check: null,
    way: 'caregiverWithCpr',
    citizen: { digits: '7203411234', name: 'Ellen Kornmark' },
    attestation: '1',
  }) as unknown as ClinicEvent;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naervaer-startup-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function opened() {
  const store = createSqliteStore({ file: join(folder, 'naervaer.sqlite') });
  const { sealer } = await createKeyring({ store, masters, clock });
  const committer = createCommitter({ store, sealer, access: unlogged });
  const host = createActorHost({
    store,
    committer,
    sealer,
    clock,
    log: createLog('silent'),
    factsOf: async (clinicId) => ({ clinicId, name: 'N', ydernummer: '057584' as Ydernummer }),
    onCommitted: () => undefined,
  });
  return { store, host };
}

// The time is printed for a person to judge: a test that fails on a busy machine says nothing.
it('ST4: opens the country from sealed snapshots and the sealed events after them', async () => {
  const before = await opened();
  const each = (work: (clinicId: ClinicId, clinic: number) => unknown) =>
    Promise.all(ids.map(work));
  await each((id) => before.host.take(id, (at) => ({ type: 'OPEN', at, by })));
  await each((id) => before.host.settle(id));
  await each((id, clinic) =>
    clinic % ONE_IN === 0 ? before.host.take(id, (at) => joining(clinic, at)) : undefined,
  );
  await before.store.close();

  const cpu = process.cpuUsage();
  const begin = performance.now();
  const { host, store } = await opened();
  await host.loadAll(ids);
  const ms = Math.round(performance.now() - begin);
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(
    `ST4: ${CLINICS} sealed clinics opened in ${ms} ms, ${Math.round((user + system) / 1000)} ms of work\n`,
  );
  for (const [clinic, id] of ids.entries()) {
    const is = host.peek(id);
    expect(is?.value).toBe('open');
    expect(is?.context.queue).toHaveLength(clinic % ONE_IN === 0 ? 1 : 0);
  }
  await host.close();
  await store.close();
}, 120_000);
