import { DatabaseSync } from 'node:sqlite';
import type { AccessAction } from '@naervaer/machines/protocol';
import type { AccessBody } from '@naervaer/sync-server/audit/line.ts';

export interface LoggedLine extends AccessBody {
  readonly seq: number;
  readonly at: number;
}

/** The access log as it stands in the file of a server, past all of the server's own code. */
export function accessLog(dataDir: string): readonly LoggedLine[] {
  const db = new DatabaseSync(`${dataDir}/naervaer.sqlite`, { readOnly: true });
  try {
    return db
      .prepare('SELECT seq, at, json FROM access ORDER BY seq')
      .all()
      .map(({ seq, at, json }) => ({
        ...(JSON.parse(String(json)) as AccessBody),
        seq: Number(seq),
        at: Number(at),
      }));
  } finally {
    db.close();
  }
}

/** `who action purpose`, so that a whole course of events reads as a list. */
export const courseOf = (
  lines: readonly LoggedLine[],
  names: Readonly<Record<string, string>>,
  actions?: readonly AccessAction[],
): readonly string[] =>
  lines
    .filter(({ action }) => actions === undefined || actions.includes(action))
    .map(({ personId, action, purpose }) => {
      const who = personId === null ? 'nobody' : (names[personId] ?? 'somebody');
      return `${who} ${action} ${purpose}`;
    });
