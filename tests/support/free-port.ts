import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what systems give to outgoing connections (32768 on Linux): a port from there that is free
 * now may be some browser's own a moment later, when the server is to listen.
 */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const TRIES = 50;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A loopback port that nobody listens on now, and that the system gives to nobody else. */
export async function freePort(): Promise<number> {
  for (let count = 0; count < TRIES; count += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${LOWEST} to ${HIGHEST} in ${TRIES} tries`);
}
