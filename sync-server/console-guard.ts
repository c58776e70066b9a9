import { shapeOf } from './log.ts';
import type { Log } from './log.ts';

/**
 * Libraries print errors, and with them what the errors hold: a token, a name, a whole message.
 * From here on what anything prints to the console is a log line of its shape (SE4).
 */
export function guardConsole(log: Log): void {
  const shape = (args: readonly unknown[]): object =>
    shapeOf(args.find((arg) => arg instanceof Error) ?? args[0]);
  /* oxlint-disable no-console -- the one place that takes the console over */
  console.error = (...args) => log.error({ from: 'console', ...shape(args) });
  console.warn = (...args) => log.warn({ from: 'console', ...shape(args) });
  console.info =
    console.log =
    console.debug =
      (...args) => log.debug({ from: 'console', ...shape(args) });
  /* oxlint-enable no-console */
}
