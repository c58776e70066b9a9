import { run } from './run.ts';

/** The server as it would be if the epoch were not in the names of its documents (DC2). */
await run(() => ({ nextEpoch: async () => 1 }));
