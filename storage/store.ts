import type { CommandId, Instant, Outcome, PersonId, SessionId } from '@naervaer/machines/protocol';

/** One actor's line of events: `clinic/{clinicId}`. */
export type Stream = string;

/**
 * One fact of the journal. Only shapes stand in the clear; all that a person said or is called is
 * in `sealed`, encoded by the server's sealer (ST2).
 */
export interface JournalEvent {
  /** 1, 2, 3 … within the stream, without gaps. */
  readonly seq: number;
  readonly type: string;
  readonly at: Instant;
  /** The consultation that it is about; null when it is the clinic's own. */
  readonly subject: string | null;
  readonly sealed: Uint8Array;
}

export interface Snapshot {
  /** The last event that it holds. */
  readonly seq: number;
  readonly sealed: Uint8Array;
}

/**
 * A key that opens what is sealed under one subject, itself wrapped by a master key (ST2). Deleting
 * it is the deletion of everything under it.
 */
export interface StoredKey {
  /** A consultation's id, a clinic's day, or one of the server's own. */
  readonly subject: string;
  /** Whose actor made it; null for the server's own. */
  readonly stream: Stream | null;
  /** A compact JWE whose `kid` names the master key. */
  readonly wrapped: string;
  /** Keyed hashes of the citizen's number and name, the only way to find either; null without. */
  readonly citizen: string | null;
  readonly name: string | null;
  readonly madeAt: Instant;
  /** When what it closes was over, so that the retention runs; null while it is not. */
  readonly endedAt: Instant | null;
}

/** A key under another master key; left as it is when it is not `from` any more. */
export interface Rewrapped {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

/** A key's subject whose matter is over. */
export interface EndedKey {
  readonly subject: string;
  readonly at: Instant;
}

/**
 * One line of the access log (P3). `mac` covers the line and the `mac` of the line before, so that
 * nothing can be changed, taken out or put in between unseen.
 */
export interface AccessLine {
  /** 1, 2, 3 …; retention drops the oldest. A gap says that something was taken out. */
  readonly seq: number;
  readonly at: Instant;
  /**
   * The line's own shape, as text: what stands here is what `mac` covers. An object; by its
   * `citizen`, `clinicId` and `organisationId` it is found.
   */
  readonly json: string;
  /** Hex. */
  readonly mac: string;
}

/** Which lines of the access log; null for whichever. */
export interface AccessQuery {
  readonly citizen: string | null;
  /** Of any of these clinics. */
  readonly clinicIds: readonly string[] | null;
  readonly organisationId: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** Only what comes after this line in the answer, which is newest first. */
  readonly before: number | null;
  readonly limit: number;
}

/** What one command, or one tick of the host, adds to the journal. */
export interface Entry {
  readonly stream: Stream;
  readonly events: readonly JournalEvent[];
  /** Stored in the same transaction as the events that it tells of (CM2). */
  readonly outcome: StoredOutcome | null;
  /** Records that change with it, e.g. a profile. */
  readonly records: readonly DirectoryRecord[];
  /** Records that it takes away, after those that it puts. Absent: none. */
  readonly gone?: readonly RecordName[];
  /** Keys that its events are sealed under; one that is there already is left as it is. */
  readonly keys: readonly StoredKey[];
  /** Keys whose retention begins; the first time counts. */
  readonly ended: readonly EndedKey[];
  readonly access: readonly AccessLine[];
}

export interface StoredOutcome {
  readonly commandId: CommandId;
  readonly sessionId: SessionId;
  readonly outcome: Outcome;
  readonly at: Instant;
}

export const RECORD_KINDS = [
  'organisation',
  'unit',
  'clinic',
  'person',
  'profile',
  'request',
  /** A consultation whose data a citizen wants gone now. */
  'erasure',
  /** Where the access log ends. */
  'log',
  /** What an administrator set for the whole installation. */
  'setting',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Administrative data; `json` is the kind's own shape, which the server parses when it reads. */
export interface DirectoryRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly json: string;
}

/** Which record, without what it says. */
export type RecordName = Pick<DirectoryRecord, 'kind' | 'id'>;

/** A sign-in. The cookie's secret itself is never stored. */
export interface StoredSession {
  readonly sessionId: SessionId;
  /** SHA-256 of the cookie's value, hex. */
  readonly secretHash: string;
  readonly personId: PersonId;
  readonly json: string;
  readonly expiresAt: Instant;
}

/** Which sign-ins; null for whichever. */
export interface SessionQuery {
  /** Of any of these people. */
  readonly people: readonly PersonId[] | null;
  /** Of whoever's id begins so: an organisation's people. */
  readonly begins: string | null;
  /** Only those that are not over then. */
  readonly now: Instant;
  /** Only what comes after this one in the answer, which is newest first. */
  readonly before: SessionId | null;
  readonly limit: number;
}

/** What a store throws, by `code`; everything else is a bug. */
export const STORE_CODES = [
  /** The disk is full, the file is locked or gone: nothing of the batch was stored; try later. */
  'unavailable',
  /**
   * An event's `seq` is not the stream's next, or a snapshot's is ahead of it: two actors wrote to
   * one stream (CM5). Or an access line's is not after the log's last. Or the command has an outcome already (CM2), or the secret a session.
   */
  'conflict',
  /** Used after `close`. */
  'closed',
  /** The file was written by a newer version. */
  'tooNew',
] as const;
export type StoreCode = (typeof STORE_CODES)[number];

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreCode;
  constructor(code: StoreCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/**
 * The one door to what is kept (ST3). Every implementation passes `contract.ts`.
 *
 * A resolved write is on disk. A rejected write left nothing behind.
 */
export interface Store {
  /**
   * Stores a group of entries in one transaction (ST1): all of them or none.
   * @throws {StoreError} `unavailable` · `conflict` · `closed`
   */
  commit(batch: readonly Entry[]): Promise<void>;
  outcomeOf(commandId: CommandId): Promise<StoredOutcome | undefined>;
  /** The newest snapshot and every event after it; an unknown stream is empty. */
  load(stream: Stream): Promise<{ snapshot: Snapshot | null; events: readonly JournalEvent[] }>;
  streams(): Promise<readonly Stream[]>;
  /** Keeps the newest snapshot only; an older one than the present is ignored. */
  saveSnapshot(stream: Stream, snapshot: Snapshot): Promise<void>;
  /**
   * A number higher than any that this store has returned (DC2). It goes up by a random step, so
   * that a restored backup does not count again what was counted after it was made.
   */
  nextEpoch(): Promise<number>;

  putSession(session: StoredSession): Promise<void>;
  sessionBySecret(secretHash: string): Promise<StoredSession | undefined>;
  session(sessionId: SessionId): Promise<StoredSession | undefined>;
  /** The sign-ins that a query is about, the newest first: a session's id says when it began. */
  sessions(query: SessionQuery): Promise<readonly StoredSession[]>;
  /**
   * Another end for a session that is there; one that was ended meanwhile stays ended (SE2).
   * @returns whether it is there
   */
  prolongSession(sessionId: SessionId, expiresAt: Instant): Promise<boolean>;
  endSession(sessionId: SessionId): Promise<void>;
  endSessionsOf(personId: PersonId): Promise<readonly SessionId[]>;
  /** Deletes sessions that expired, and outcomes told before `outcomesBefore`. */
  sweep(now: Instant, outcomesBefore: Instant): Promise<void>;

  key(subject: string): Promise<StoredKey | undefined>;
  /** Every key, or those of one citizen or one name (keyed hashes). */
  keys(
    of?: { readonly citizen: string } | { readonly name: string },
  ): Promise<readonly StoredKey[]>;
  /** Keys whose matter was over at `before` or earlier, the oldest first. */
  endedKeys(before: Instant): Promise<readonly StoredKey[]>;
  /** Adds keys or puts others in their place: all or none. */
  putKeys(keys: readonly StoredKey[]): Promise<void>;
  /**
   * Puts keys under another master key, all or none. What was deleted, ended or rewrapped meanwhile
   * stays so, and nothing of the old form stays in any file.
   */
  rewrapKeys(changes: readonly Rewrapped[]): Promise<void>;
  /** For good: once resolved, no page of the file and no log of it holds them (ST2). */
  deleteKeys(subjects: readonly string[]): Promise<void>;

  /** Lines of the access log after `seq`, in order, `limit` at most. */
  accessLines(seq: number, limit: number): Promise<readonly AccessLine[]>;
  /** Lines that a query is about, the newest first. */
  searchAccess(query: AccessQuery): Promise<readonly AccessLine[]>;
  /** The log's last line. */
  accessHead(): Promise<AccessLine | undefined>;
  /** Drops the lines up to `seq`, whose retention is over, for good. */
  dropAccess(seq: number): Promise<void>;

  putRecords(records: readonly DirectoryRecord[]): Promise<void>;
  record(kind: RecordKind, id: string): Promise<DirectoryRecord | undefined>;
  records(kind: RecordKind): Promise<readonly DirectoryRecord[]>;
  /** For good, as `deleteKeys`. */
  deleteRecords(records: readonly RecordName[]): Promise<void>;

  /** Small settings of the server itself, e.g. its signing secret. */
  setting(key: string): Promise<string | undefined>;
  putSetting(key: string, value: string): Promise<void>;

  /** Rejects `unavailable` when a write would fail now. For `GET /health`. */
  check(): Promise<void>;
  /** Idempotent; waits for what is under way. */
  close(): Promise<void>;
}
