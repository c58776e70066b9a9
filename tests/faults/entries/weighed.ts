import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The real server, which says on SIGUSR2 what its heap holds after everything unused is gone. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
  // A second time for what the first has set free.
  collect();
  setTimeout(() => {
    collect();
    process.stdout.write(`HEAP ${process.memoryUsage().heapUsed}\n`);
  }, 200);
});

await import('@naervaer/sync-server/main.ts');
