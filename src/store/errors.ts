/** What goes wrong in the storage, in words an operator can act on. */

export type StoreErrorKind =
  /** No room on the disk. */
  | 'full'
  | 'readonly'
  /** Another process holds the database too long. */
  | 'locked'
  /** The file is damaged, or not a database. */
  | 'corrupt'
  /** One client's bytes fail their check: damaged, moved or tampered with. */
  | 'unreadable'
  /** The key-encryption key is missing or another one. */
  | 'key'
  /** A row breaks a rule of the schema: a mistake in the program, never a matter of timing. */
  | 'rule'
  /** The database was made by another version. */
  | 'version'
  /** An operator asked for what would do harm as things stand; the message says what to do instead. */
  | 'refused'
  | 'unavailable';

/**
 * Storage failed, and nothing of the call was kept. The message is a plain sentence with the remedy and holds
 * nothing of a client; `cause` is what the database said.
 */
export class StoreError extends Error {
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.kind = kind;
  }
}

/** A runner's word that a constraint refused the batch. The store finds out which; callers never see this one. */
export class ConstraintError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ConstraintError';
  }
}

const SENTENCES: readonly (readonly [pattern: RegExp, kind: StoreErrorKind, message: string])[] = [
  [
    /SQLITE_FULL|disk is full/,
    'full',
    'The disk is full. Make room; saving resumes by itself, no restart needed.',
  ],
  [
    /SQLITE_READONLY|readonly database/,
    'readonly',
    'The database cannot be written. Check who owns the data folder and that the disk is not mounted read-only.',
  ],
  [
    /SQLITE_BUSY|SQLITE_LOCKED|is locked/,
    'locked',
    'The database is locked by another process. Stop the process that holds it, or wait and try again.',
  ],
  [
    /SQLITE_CORRUPT|SQLITE_NOTADB|malformed|not a database/,
    'corrupt',
    'The database file is damaged. Stop Stuur, keep a copy of the file until all is well, and put back the last backup: npm run restore.',
  ],
  [
    /SQLITE_CANTOPEN|unable to open/,
    'unavailable',
    'The database file cannot be opened. Check that its folder exists and is yours.',
  ],
  [/SQLITE_IOERR|disk I\/O/, 'unavailable', 'The disk gives errors. Check the disk and the file system.'],
];

/** The error of a SQLite driver as ours: a ConstraintError for a refused row, a StoreError for the rest. */
export function fromDatabase(error: unknown): StoreError | ConstraintError {
  if (error instanceof StoreError || error instanceof ConstraintError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = `${code} ${error instanceof Error ? error.message : String(error)}`;
  if (/SQLITE_CONSTRAINT|constraint failed/.test(said)) return new ConstraintError(error);
  for (const [pattern, kind, message] of SENTENCES) {
    if (pattern.test(said)) return new StoreError(kind, message, error);
  }
  return new StoreError('unavailable', 'The database did not answer as expected; see the cause.', error);
}
