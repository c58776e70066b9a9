import { readFile } from 'node:fs/promises';

/** Latencies of one way, in milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), samples: sorted.length };
}

/** Resident memory of a process, in kilobytes. */
export async function residentKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

export interface Pair {
  readonly ours: number;
  readonly relay: number;
}

export interface Figures {
  readonly watchers: number;
  readonly ours: Spread;
  readonly relay: Spread;
  /** What one sees of the other: commands with a stored outcome, and updates seen by a watcher. */
  readonly perSecond: Pair;
  /** Kilobytes of the server process for one more idle connection with one document. */
  readonly idleKb: Pair;
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;
const times = (ours: number, relay: number): string => `${(ours / relay).toFixed(1)} ×`;

/** The figures as a small table of plain text. */
export function table({ watchers, ours, relay, perSecond, idleKb }: Figures): string {
  const rows: readonly (readonly string[])[] = [
    ['', 'Nærvær', 'bare relay', 'ratio'],
    ['command → row on the board, p50', ms(ours.p50), ms(relay.p50), times(ours.p50, relay.p50)],
    ['command → row on the board, p99', ms(ours.p99), ms(relay.p99), times(ours.p99, relay.p99)],
    [
      'in a burst, a second',
      perSecond.ours.toFixed(0),
      perSecond.relay.toFixed(0),
      times(perSecond.ours, perSecond.relay),
    ],
    [
      'resident memory, one more idle connection',
      `${idleKb.ours.toFixed(0)} KB`,
      `${idleKb.relay.toFixed(0)} KB`,
      '',
    ],
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    ...rows.map(line),
    '',
    `${ours.samples} and ${relay.samples} samples over ${watchers} watchers, taken in turns.`,
    'Everything runs on one machine and shares its processors with the measuring: compare the',
    'ratio, not the milliseconds. Memory is what the process grew by: coarse.',
  ].join('\n');
}
