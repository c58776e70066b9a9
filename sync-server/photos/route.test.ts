import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { PHOTO_RELAY } from '@naervaer/machines/protocol';
import type { ConsultationId, PersonId, PhotoId } from '@naervaer/machines/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { movedClock } from '../media/testing/stand.ts';
import type { MovedClock } from '../media/testing/stand.ts';
import { createPhotoRoute } from './route.ts';
import { createPhotos } from './store.ts';
import type { Photos } from './store.ts';

// Who may ask is `tests/e2e/access.test.ts`'s.
vi.mock('../media/place.ts', () => ({ placeIn: () => undefined }));

const nurse = 'aabjerg.nurse' as PersonId;
const name = {
  consultationId: '0192f0c0-0000-7000-8000-000000000001' as ConsultationId,
  photoId: '0192f0c0-0000-7000-8000-000000000002' as PhotoId,
  index: 0,
};
const PATH = `/api/photos/${name.consultationId}/${name.photoId}/${name.index}`;

let clock: MovedClock;
let photos: Photos;
let server: Server;
/** The server's end of the newest connection. */
let theirs: Socket | undefined;
const open: Socket[] = [];

beforeEach(async () => {
  theirs = undefined;
  clock = movedClock();
  photos = createPhotos(clock);
  const route = createPhotoRoute({
    core: { whereabouts: { clinicOf: () => 'klinik' } } as never,
    photos,
    signedIn: async () => ({ personId: nurse }) as never,
  });
  server = createServer((request, response) => {
    route(request, response, new URL(request.url ?? '', 'http://x')).catch(() =>
      response.writeHead(404).end(),
    );
  });
  server.on('connection', (socket) => (theirs = socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
  photos.close();
});

function put(): void {
  const { pieceBytes } = PHOTO_RELAY;
  photos.begin(name, pieceBytes, nurse, () => undefined).done();
}
function call(): Socket {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  open.push(socket);
  return socket;
}

it.each([
  ['the piece comes anew', put],
  ['a minute is over', () => clock.skip(60_000)],
])('a piece that is asked for and not read is held no longer when %s (SE3)', async (_way, then) => {
  put();
  const slow = call().pause();
  // As many as the system takes for a connection, and more: the rest waits in the process.
  slow.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(100));
  await vi.waitFor(() => expect(theirs?.writableLength).toBeGreaterThan(100_000));
  const held = theirs;
  expect(held?.destroyed).toBe(false);
  then();
  await vi.waitFor(() => expect(held?.destroyed).toBe(true));
});

it('whoever read it keeps the connection, whatever becomes of the piece', async () => {
  put();
  const quick = call();
  let bytes = 0;
  quick.on('data', (chunk) => (bytes += chunk.length));
  quick.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(PHOTO_RELAY.pieceBytes));
  put();
  clock.skip(60_000);
  const before = bytes;
  quick.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(before + PHOTO_RELAY.pieceBytes));
});
