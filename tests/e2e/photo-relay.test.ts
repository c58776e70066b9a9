import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { newCommandId, PHOTO_RELAY } from '@naervaer/machines/protocol';
import type { CommandInput, ConsultationId } from '@naervaer/machines/protocol';
import { CLINIC } from '@naervaer/sync-server/demo/people.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { joinWithoutCpr } from '../support/samples.ts';
import { serverProcess } from '../support/server-process.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { demoPerson, signIn } from '../support/sign-in.ts';
import type { SignedInPerson } from '../support/sign-in.ts';
import { syncClient } from '../support/sync-client.ts';
import type { SyncClient } from '../support/sync-client.ts';

/** Pieces of a photo through a real server, in a real call (C5). */

const clinicId = CLINIC.north;
let server: ServerProcess;
let nurse: SignedInPerson;
let doctor: SignedInPerson;
let stranger: SignedInPerson;
let clients: { readonly nurse: SyncClient; readonly doctor: SyncClient };
let consultationId: ConsultationId;

const newPhoto = (): string => `/api/photos/${consultationId}/${newCommandId()}`;

function ask(who: SignedInPerson | null, method: string, path: string, body?: Uint8Array) {
  return fetch(`${server.origin}${path}`, {
    method,
    headers: {
      origin: server.origin,
      'content-type': 'application/octet-stream',
      ...(who === null ? {} : { cookie: who.jar.header() }),
    },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
}
const statusOf = async (...asked: Parameters<typeof ask>): Promise<number> => {
  const response = await ask(...asked);
  await response.arrayBuffer();
  return response.status;
};

const told = (client: SyncClient, command: CommandInput): Promise<unknown> => client.ask(command);

async function startCall(): Promise<void> {
  const id = clients.nurse.send(joinWithoutCpr('057584'));
  await clients.nurse.outcome(id);
  consultationId = id as string as ConsultationId;
  await told(clients.doctor, { type: 'claim', clinicId, consultationId });
  await told(clients.doctor, { type: 'enterCall', clinicId, consultationId });
  await told(clients.nurse, { type: 'enterCall', clinicId, consultationId });
}

beforeAll(async () => {
  server = await serverProcess({ LOG_LEVEL: 'trace' });
  await server.start();
  nurse = await signIn(server.origin, demoPerson('Mette Skovbjerg'));
  doctor = await signIn(server.origin, demoPerson('Anne Klitgård'));
  stranger = await signIn(server.origin, demoPerson('Camilla Engtoft'));
  clients = { nurse: syncClient(nurse), doctor: syncClient(doctor) };
  await told(clients.nurse, {
    type: 'saveProfile',
    jobRole: 'nurse',
    unitId: nurse.info.units[0]?.id ?? 'plejehjemmet-aahaven',
  });
  await told(clients.doctor, { type: 'openClinic', clinicId });
  await startCall();
});
afterAll(async () => {
  clients?.nurse.close();
  clients?.doctor.close();
  await server?.dispose();
});

describe('pieces of a photo', () => {
  it('go to the other side as they came, are kept by no cache, and go when they were fetched', async () => {
    const photo = newPhoto();
    const pieces = [0, 1].map(() => randomBytes(PHOTO_RELAY.pieceBytes));
    for (const [index, piece] of pieces.entries()) {
      expect(await statusOf(nurse, 'POST', `${photo}/${index}`, piece)).toBe(204);
    }
    for (const [index, piece] of pieces.entries()) {
      const got = await ask(doctor, 'GET', `${photo}/${index}`);
      expect(got.headers.get('content-type')).toBe('application/octet-stream');
      expect(got.headers.get('cache-control')).toContain('no-store');
      expect(got.headers.get('x-content-type-options')).toBe('nosniff');
      expect(Buffer.from(await got.arrayBuffer()).equals(piece)).toBe(true);
    }
    expect(await statusOf(doctor, 'GET', `${photo}/2`)).toBe(404);
    expect(await statusOf(doctor, 'DELETE', photo)).toBe(204);
    expect(await statusOf(doctor, 'GET', `${photo}/0`)).toBe(404);
    expect(await statusOf(doctor, 'DELETE', photo)).toBe(204);
  });

  it('are nobody else’s: not a stranger’s, not a signed-out person’s (SE1)', async () => {
    const photo = newPhoto();
    await statusOf(nurse, 'POST', `${photo}/0`, randomBytes(9));
    for (const [who, status] of [
      [stranger, 403],
      [null, 401],
    ] as const) {
      expect(await statusOf(who, 'GET', `${photo}/0`)).toBe(status);
      expect(await statusOf(who, 'POST', `${photo}/1`, randomBytes(9))).toBe(status);
      expect(await statusOf(who, 'DELETE', photo)).toBe(status);
    }
    expect(await statusOf(doctor, 'POST', `${photo}/1`, randomBytes(9))).toBe(403);
    expect(await statusOf(doctor, 'GET', `${photo}/0`)).toBe(200);
    await statusOf(doctor, 'DELETE', photo);
  });

  it('are refused when they are too large, too many, or of no such name (SE3)', async () => {
    const photo = newPhoto();
    const small = randomBytes(9);
    // Said, and not sent: what is too large is refused by its length.
    const large = request(`${server.origin}${photo}/0`, {
      method: 'POST',
      headers: {
        origin: server.origin,
        cookie: nurse.jar.header(),
        'content-type': 'application/octet-stream',
        'content-length': PHOTO_RELAY.pieceBytes + 1,
      },
    });
    large.on('error', () => undefined);
    large.flushHeaders();
    const [refused] = await once(large, 'response');
    expect(refused.statusCode).toBe(413);
    large.destroy();
    expect(await statusOf(nurse, 'POST', `${photo}/${PHOTO_RELAY.pieces}`, small)).toBe(413);
    for (const name of ['/x', '/00', '/-1', '/1.0', '/0/1', '']) {
      expect(await statusOf(nurse, 'POST', `${photo}${name}`, small), name).toBe(404);
    }
    expect(await statusOf(nurse, 'POST', `${photo}/0`, new Uint8Array())).toBe(400);
    const chunked = await fetch(`${server.origin}${photo}/0`, {
      method: 'POST',
      headers: {
        origin: server.origin,
        cookie: nurse.jar.header(),
        'content-type': 'application/octet-stream',
      },
      body: new Blob([small]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(400);
    const two = [newPhoto(), newPhoto()];
    for (const one of two) expect(await statusOf(nurse, 'POST', `${one}/0`, small)).toBe(204);
    expect(await statusOf(nurse, 'POST', `${newPhoto()}/0`, small)).toBe(429);
    for (const one of two) await statusOf(nurse, 'DELETE', one);
  });

  it('leave no byte in a log, in the journal or in any file, whatever the log level (ST2, SE4)', async () => {
    const photo = newPhoto();
    const mark = `billedmaerke-${newCommandId()}`;
    const piece = Buffer.from(mark.repeat(500));
    await statusOf(nurse, 'POST', `${photo}/0`, piece);
    await statusOf(doctor, 'GET', `${photo}/0`);
    await statusOf(doctor, 'GET', `${photo}/0/wrong`);
    const id = photo.split('/').at(-1) ?? '';
    for (const trace of [mark, Buffer.from(mark).toString('base64').slice(0, 20), id]) {
      expect(server.output()).not.toContain(trace);
    }
    const names = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const { parentPath, name } of files) {
      const bytes = await readFile(join(parentPath, name));
      expect([bytes.includes(mark), bytes.includes(id)], name).toEqual([false, false]);
    }
    await statusOf(doctor, 'DELETE', photo);
  });

  it('end with the call, also one on its way, and the next call has none of them (C7)', async () => {
    const photo = newPhoto();
    await statusOf(nurse, 'POST', `${photo}/0`, randomBytes(9));
    const slow = request(`${server.origin}${photo}/1`, {
      method: 'POST',
      headers: {
        origin: server.origin,
        cookie: nurse.jar.header(),
        'content-type': 'application/octet-stream',
        'content-length': 1_000,
      },
    });
    const ended = new Promise<string>((done) => {
      slow.on('response', () => done('answered'));
      slow.on('error', () => done('cut'));
    });
    slow.write(randomBytes(10));
    const [socket] = await once(slow, 'socket');
    if (socket.connecting) await once(socket, 'connect');
    // A round trip: the beginning of the slow one is there too.
    await statusOf(nurse, 'GET', `${photo}/0`);
    await told(clients.doctor, { type: 'endCall', clinicId, consultationId });
    expect(await ended).toBe('cut');
    await eventually('the room closed to photos', async () => {
      return (await statusOf(doctor, 'GET', `${photo}/0`)) === 403;
    });
    expect(await statusOf(nurse, 'POST', `${photo}/0`, randomBytes(9))).toBe(403);
    const before = photo.split('/').at(-1) ?? '';
    await startCall();
    expect(await statusOf(doctor, 'GET', `/api/photos/${consultationId}/${before}/0`)).toBe(404);
  });
});
