import { createServer } from 'node:http';
import { ACCEPTED } from '@naervaer/machines/protocol';
import type {
  ClinicId,
  Epoch,
  OrganisationId,
  PersonId,
  SessionId,
} from '@naervaer/machines/protocol';
import { systemClock } from '@naervaer/sync-server/clock.ts';
import { createLog } from '@naervaer/sync-server/log.ts';
import { createSyncDoor } from '@naervaer/sync-server/sync/index.ts';

/**
 * The sync door alone, with one thing behind it that throws. There is no handler of unhandled
 * rejections here: an error that leaves a hook ends the process, as it would without our guards.
 */
const faulty = process.env['FAULT'];

class Fault extends Error {
  override readonly name = 'Fault';
}
function may(name: string): void {
  if (name !== faulty) return;
  process.stdout.write(`reached ${name}\n`);
  throw new Fault('only a test does this');
}

const sessionId = '00000000-0000-7000-8000-000000000001' as SessionId;
const port = Number(process.env['PORT']);
const door = createSyncDoor({
  clock: systemClock,
  log: createLog('info'),
  security: { tell: () => undefined },
  epoch: () => 1 as Epoch,
  origin: `http://localhost:${port}`,
  mailbox: {
    accept(_from, _key, _raw) {
      may('accept');
      return Promise.resolve(ACCEPTED);
    },
    idle: () => Promise.resolve(),
  },
  projector: {
    attach: () => may('attach'),
    rest: () => may('rest'),
    wake: () => may('wake'),
    detach: () => undefined,
    publish: () => undefined,
    publishConsultation: () => undefined,
  },
  boardViews: { opened: () => undefined, closed: () => undefined },
  presence: {
    arrived: () => may('arrived'),
    left: () => may('left'),
    onCommitted: () => undefined,
    watchRestored: () => undefined,
    close: () => undefined,
  },
  async sessionOf() {
    may('sessionOf');
    return sessionId;
  },
  async verify() {
    may('verify');
    return {
      sessionId,
      personId: 'a.b' as PersonId,
      name: 'Nobody',
      role: 'clinician',
      organisationId: 'a' as OrganisationId,
      waiter: null,
      tokenExpiresAt: Date.now() + 1_000_000,
    };
  },
  async mayRead() {
    may('mayRead');
    return true;
  },
  clinicOf() {
    may('clinicOf');
    return 'clinic' as ClinicId;
  },
});

const http = createServer((_request, response) => response.end('ok'));
http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  door.upgrade(request, socket, head);
});
http.listen(port, '127.0.0.1');
