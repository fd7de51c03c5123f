/** The store on a SQLite file, for Node. Turns that arrive together are committed together. */
import type { Statement as Prepared } from 'better-sqlite3';
import type { Store } from '../run/ports.ts';
import { type Checkpoints, startCheckpoints } from './checkpoints.ts';
import { connect, isBusy } from './connection.ts';
import { ConstraintError, fromDatabase } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { nodeCipher } from './node_cipher.ts';
import { openStore } from './open.ts';
import type { Row, Runner, Statement } from './statement.ts';

/**
 * `file` is made when missing; ':memory:' keeps nothing. Rejects with a StoreError when the file cannot be used,
 * was made by a newer version, or belongs to another key.
 */
export function openSqliteStore({ file, keys }: { file: string; keys: Keyring }): Promise<Store> {
  // Inside an async function a connection that fails rejects, as every other failure does.
  return (async () => openStore(openSqliteRunner(file), nodeCipher, keys))();
}

/** A batch that waits for its turn to be written. */
interface Job {
  statements: readonly Statement[];
  done(changes: number[]): void;
  fail(error: unknown): void;
}

/** Batches in one transaction. More would make the first wait long for the last. */
const GROUP = 64;
/**
 * Milliseconds. SQLite's own waiting for another process sleeps, up to 100 ms at a time, and nothing else happens in
 * this process meanwhile; so ask again soon instead, and let what arrives in the meantime join the group.
 */
const SQLITE_WAITS = 2;
const ASK_AGAIN = 5;
const LOCKED = 10_000;
/** Pages. Reached only when the checkpoint thread lags far behind (80 MB). */
const LAST_RESORT_PAGES = 20_000;
const USUAL_PAGES = 1_000;

/** `group: 1` gives every batch a transaction of its own, to measure what grouping gains. */
export function openSqliteRunner(file: string, { group = GROUP }: { group?: number } = {}): Runner {
  const db = connect(file);
  const inMemory = file === ':memory:';
  const prepared = new Map<string, Prepared>();
  const jobs: Job[] = [];
  let planned = false;
  let closed = false;
  /** Since when another process keeps this one from writing. */
  let lockedSince: number | undefined;
  /** Told when nothing waits any more, by whoever closes. */
  let drained: (() => void) | undefined;

  const checkpoints: Checkpoints | undefined = inMemory
    ? undefined
    : startCheckpoints(file, () => {
        if (!closed) db.pragma(`wal_autocheckpoint = ${USUAL_PAGES}`);
      });
  // What an earlier process deleted just before it was killed is still in its log.
  if (!inMemory) db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  db.pragma(`busy_timeout = ${SQLITE_WAITS}`);

  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const rollback = db.prepare('rollback');
  const savepoint = db.prepare('savepoint job');
  const release = db.prepare('release job');
  const undo = db.prepare('rollback to job');

  function prepare(sql: string): Prepared {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  }

  function run({ statements }: Job): number[] {
    return statements.map(({ sql, params }) => prepare(sql).run(...params).changes);
  }

  /** One transaction, a savepoint for each batch: one that a constraint refuses does not fail the others. */
  function writeGroup(group: readonly Job[]): (() => void)[] {
    const outcomes: (() => void)[] = [];
    try {
      for (const job of group) {
        savepoint.run();
        try {
          const changes = run(job);
          release.run();
          outcomes.push(() => job.done(changes));
        } catch (thrown) {
          const error = fromDatabase(thrown);
          if (!(error instanceof ConstraintError)) throw error;
          undo.run();
          release.run();
          outcomes.push(() => job.fail(error));
        }
      }
      commit.run();
    } catch (error) {
      // A full disk or a failing one may have ended the transaction already.
      if (db.inTransaction) rollback.run();
      throw error;
    }
    return outcomes;
  }

  /** False while another process is writing; after too long that is an error like any other. */
  function mayWrite(): boolean {
    try {
      begin.run();
    } catch (error) {
      lockedSince ??= performance.now();
      if (!isBusy(error) || performance.now() - lockedSince > LOCKED) throw error;
      return false;
    }
    lockedSince = undefined;
    return true;
  }

  function flush(): void {
    planned = false;
    while (jobs.length > 0) {
      let now: Job[] = [];
      let outcomes: (() => void)[];
      try {
        if (!mayWrite()) {
          planned = true;
          setTimeout(flush, ASK_AGAIN * Math.random());
          return;
        }
        now = jobs.splice(0, group);
        outcomes = writeGroup(now);
        checkpoints?.wrote(now.reduce((sum, { statements }) => sum + statements.length, 0));
      } catch (thrown) {
        const error = fromDatabase(thrown);
        if (now.length === 0) now = jobs.splice(0);
        outcomes = now.map((job) => () => job.fail(error));
      }
      for (const outcome of outcomes) outcome();
    }
    drained?.();
  }

  return {
    async all({ sql, params }) {
      try {
        return prepare(sql).all(...params) as Row[];
      } catch (error) {
        throw fromDatabase(error);
      }
    },
    batch: (statements) =>
      new Promise((done, fail) => {
        jobs.push({ statements, done, fail });
        // After this round of the event loop: whatever else arrived in it goes into the same transaction.
        if (!planned) setImmediate(flush);
        planned = true;
      }),
    scrub: () => checkpoints?.scrub(),
    async close() {
      if (closed) return;
      closed = true;
      if (jobs.length > 0) {
        await new Promise<void>((resolve) => {
          drained = resolve;
        });
      }
      await checkpoints?.close();
      if (!inMemory) db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
