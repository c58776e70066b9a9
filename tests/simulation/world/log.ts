import type { Log } from '@naervaer/sync-server/log.ts';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** A log of the server's kind that one function listens to. */
export function logOf(listen: (level: Level, given: unknown, text: string) => void): Log {
  const levels: readonly Level[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];
  const log = Object.fromEntries(
    levels.map((level) => [
      level,
      (given: unknown, text = '') => listen(level, given, typeof given === 'string' ? given : text),
    ]),
  );
  return { ...log, child: () => log } as unknown as Log;
}
