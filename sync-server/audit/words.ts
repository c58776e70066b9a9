import type { Finding } from './walk.ts';

const linesOf = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to ? `Line ${from}` : `Lines ${from} to ${to}`;

/** What an operator reads of a finding: which line, and what was done to it. */
export function sentenceOf(finding: Finding): string {
  switch (finding.what) {
    case 'changed':
      return `${linesOf(finding)}: changed. Text, time or MAC is not what the server wrote.`;
    case 'inserted':
      return `${linesOf(finding)}: inserted. No server wrote it.`;
    case 'removed':
      return `${linesOf(finding)}: removed.`;
    case 'removedBefore':
      return `${linesOf(finding)}: something before it was removed, and what follows was numbered anew.`;
    case 'unproven':
      return `${linesOf(finding)}: cannot be proven, because the one before it is missing.`;
    case 'rewritten':
      return `${linesOf(finding)}: written without the server's keys, or under other master keys.`;
    case 'cutOff':
      return `${linesOf(finding)}: cut off at the end.`;
    case 'notWitnessed':
      return `${linesOf(finding)}: is not in this log as it was noted elsewhere. The log is an older copy, or was cut off.`;
    case 'beginSpoiled':
      return 'Where the log begins was changed by another hand: what retention dropped and what was removed cannot be told apart.';
    case 'endSpoiled':
      return 'Where the log ends was changed by another hand: whether its last lines are there cannot be told.';
    case 'endMissing':
      return 'Where the log ends was removed: whether its last lines are there cannot be told.';
  }
}
