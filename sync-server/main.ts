import { ConfigError, readConfig } from './config.ts';
import { guardConsole } from './console-guard.ts';
import { DEMO_PEOPLE } from './demo/index.ts';
import { createLog, shapeOf } from './log.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';

/** How long a stop may take before it is cut short; the journal is whole at any moment. */
const STOP_MS = 5_000;

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  guardConsole(log);
  process.on('unhandledRejection', (error) => {
    // A bug in a library's fire-and-forget must not put a whole country out of its calls.
    log.error(shapeOf(error), 'unhandled rejection');
  });
  const server = await startServer(config, { log });
  stopOnSignal(server);
  announce(config.publicUrl, config.mode, server);
}

function stopOnSignal(server: RunningServer): void {
  let isStopping = false;
  const stop = (): void => {
    // A second Ctrl-C means now.
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function announce(url: URL, mode: string, server: RunningServer): void {
  print();
  print(`Nærvær is running (${mode})`);
  print();
  print(`  start page   ${url.origin}/`);
  print(`  the clinic   ${url.origin}/board`);
  print(`  the tablet   ${url.origin}/tablet`);
  print(`  insight      ${url.origin}/insight`);
  print(`  health       ${url.origin}/health`);
  print(`  relay        ${server.relay.kind}`);
  if (mode === 'demo') announcePeople();
  print();
  print('Ctrl-C stops.');
}

function announcePeople(): void {
  print();
  print('Demo people – pick one at the sign-in, there are no passwords:');
  const groups = Map.groupBy(
    DEMO_PEOPLE,
    ({ role, organisationId }) => `${role} · ${organisationId}`,
  );
  for (const [group, people] of groups) {
    print(
      `  ${group}: ${people.map(({ givenName, familyName }) => `${givenName} ${familyName}`).join(', ')}`,
    );
  }
}

main().catch((error: unknown) => {
  const reason =
    error instanceof ConfigError
      ? `${error.code}: ${error.message}`
      : error instanceof Error
        ? `${error.name}: ${error.message}`
        : 'unknown error';
  process.stderr.write(`Nærvær does not start. ${reason}\n`);
  process.exit(1);
});
