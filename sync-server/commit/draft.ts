import type { Instant } from '@naervaer/machines/protocol';
import type {
  DirectoryRecord,
  EndedKey,
  RecordName,
  StoredOutcome,
  Stream,
} from '@naervaer/storage';
import type { AccessFact } from '../audit/index.ts';
import type { Subject } from '../keys/index.ts';

/** One event as decided, not yet sealed. */
export interface PlainEvent {
  readonly seq: number;
  readonly type: string;
  readonly at: Instant;
  /** The consultation that it is about; null when it is the clinic's own. */
  readonly subject: string | null;
  readonly under: Subject;
  /** Everything but the shape; sealed on the way to the disk. */
  readonly value: unknown;
}

/**
 * What one command, or one tick of the host, adds to the journal, in the clear. The committer seals
 * its events (ST2) and chains its access lines (P3) in the order of the calls.
 */
export interface Draft {
  readonly stream: Stream;
  readonly events: readonly PlainEvent[];
  readonly outcome: StoredOutcome | null;
  readonly records: readonly DirectoryRecord[];
  /** Records that it takes away, after those that it puts. Absent: none. */
  readonly gone?: readonly RecordName[];
  readonly ended: readonly EndedKey[];
  readonly access: readonly AccessFact[];
}
