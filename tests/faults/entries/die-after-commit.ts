import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** Dies once between the commit of an event of this type and whatever would tell of it. */
const type = process.env['DIE_AFTER'];

await run((store, dataDir) => ({
  async commit(batch) {
    await store.commit(batch);
    const died = join(dataDir, 'died');
    if (existsSync(died) || !batch.some(({ events }) => events.some((e) => e.type === type)))
      return;
    writeFileSync(died, '');
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  },
}));
