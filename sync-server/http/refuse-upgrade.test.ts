import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refuseUpgrade } from './refuse-upgrade.ts';

let server: Server;
beforeEach(async () => {
  server = createServer();
  server.on('upgrade', (_request, socket) => refuseUpgrade(socket, 401, 'signedOut'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('a refused upgrade ends also for whoever never closes their side (SE3)', async () => {
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  client.on('data', (data: Buffer) => (answer += data.toString()));
  client.write(
    'GET /sync HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  );
  await once(client, 'end');
  expect(answer).toMatch(/^HTTP\/1\.1 401 .*\{"code":"signedOut"\}$/s);
  const open = promisify(server.getConnections.bind(server));
  await vi.waitFor(async () => expect(await open()).toBe(0));
  client.destroy();
});
