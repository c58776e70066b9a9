import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { buildPage } from '../../e2e/media/stand.ts';
import { launchIn } from './browsers.ts';
import { makeCertificates, writeVoice } from './certificates.ts';
import { placeName } from './place.ts';
import { RELAY_URLS, startNode, startRelay } from './programs.ts';
import type { Program } from './programs.ts';
import { makeWires, PEERS, RELAY, SITE } from './wires.ts';
import type { Wires } from './wires.ts';

/** Where the servers listen behind the door, on the loopback of their namespace. */
const PORTS = { site: 8080, peers: 8081 } as const;

/** Two browsers, each in a namespace of its own, and all the servers between them. */
export interface Lab {
  readonly wires: Wires;
  /** The clinician's, and the waiter's, to whom trouble comes. */
  readonly browsers: readonly [Browser, Browser];
  /** The call's real page and media server, in a process of its own. */
  startSite(): Promise<Program>;
  close(): Promise<void>;
}

export async function makeLab(): Promise<Lab> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step().catch(() => undefined);
  };
  try {
    const wires = await makeWires();
    closing.push(() => wires.remove());
    const folder = join(tmpdir(), placeName('files'));
    await mkdir(folder);
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const certificates = await makeCertificates(folder, [SITE.name, PEERS.name, RELAY.name]);
    const voice = join(folder, 'voice.wav');
    await writeVoice(voice);
    const secret = randomBytes(32).toString('hex');
    const relay = await startRelay(wires.server, folder, secret, certificates);
    closing.push(() => relay.kill());
    const env = { TURN_URLS: RELAY_URLS.join(','), TURN_SECRET: secret };
    const servers = await startNode(wires.server, join(import.meta.dirname, 'servers.child.ts'), {
      ...env,
      CERTIFICATE: certificates.chain,
      KEY: certificates.key,
      DOORS: JSON.stringify({ [SITE.name]: PORTS.site, [PEERS.name]: PORTS.peers }),
      DOOR_ADDRESS: SITE.address,
      PEERS_PORT: String(PORTS.peers),
    });
    closing.push(() => servers.kill());
    let page: ReturnType<typeof buildPage> | undefined;
    /** Built when it is first asked for: the peers need none of it. */
    const built = (): ReturnType<typeof buildPage> => {
      if (!page) {
        page = buildPage();
        closing.push(async () => (await page)?.remove());
      }
      return page;
    };
    const launched = await Promise.all(
      wires.clients.map((name) => launchIn(name, folder, certificates.authority, voice)),
    );
    for (const browser of launched) closing.push(() => browser.close());
    const [one, two] = launched;
    if (!one || !two) throw new Error('two browsers');
    return {
      wires,
      browsers: [one, two],
      startSite: async () =>
        startNode(wires.server, join(import.meta.dirname, '../../e2e/media/server.ts'), {
          ...env,
          PORT: String(PORTS.site),
          PAGE: (await built()).folder,
          PUBLIC_URL: `https://${SITE.name}`,
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
