import type { Store } from '@naervaer/storage';
import { createActorHost, factsFrom } from '../actors/index.ts';
import { createAccessWriter, openAccessChain } from '../audit/index.ts';
import { systemClock as clock } from '../clock.ts';
import { createCommitter } from '../commit/index.ts';
import { createDirectory } from '../directory/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { Log } from '../log.ts';
import { createEraser } from './eraser.ts';
import type { Erased } from './eraser.ts';

/**
 * Erases what is asked for while no server runs, by the running server's own code. The caller holds
 * the lock of the data folder (CM5).
 */
export async function eraseOffline(store: Store, keyring: Keyring, log: Log): Promise<Erased> {
  const { sealer } = keyring;
  const directory = await createDirectory(store, keyring);
  const committer = createCommitter({
    store,
    sealer,
    access: await openAccessChain({ store, keyring, log }),
  });
  const access = createAccessWriter({ committer, clock, log });
  const host = createActorHost({
    store,
    committer,
    sealer,
    clock,
    log,
    factsOf: factsFrom(directory),
    onCommitted: () => undefined,
  });
  const eraser = createEraser({ store, sealer, host, access, clock, log });
  try {
    return await eraser.look();
  } finally {
    await eraser.close();
    await host.close();
    await access.close();
    await committer.idle();
  }
}
