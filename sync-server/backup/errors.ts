/** Why no backup was made, or why one was not restored. */
export const BACKUP_CODES = [
  'noJournal',
  'noFolder',
  'alreadyThere',
  'unreadable',
  'notABackup',
  'brokenLog',
  'folderInUse',
  'folderNotEmpty',
] as const;
export type BackupCode = (typeof BACKUP_CODES)[number];

/** The message is a sentence for the operator; it never holds a value of the journal. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupCode;
  constructor(code: BackupCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
