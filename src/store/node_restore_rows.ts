/** What a restore changes in the rows of a backup: keys come back, and what was given up since stays given up. */
import type Database from 'better-sqlite3';
import { MADE } from './node_backup.ts';
import { WRAPPED } from './rotate.ts';

/** Where the keys come from. */
export interface Source {
  db: Database.Database;
  /** The query that gives `client`, `key_id` and `wrapped_key`. */
  keys: string;
  /** It is the database that was in use, which also knows what clients took back since the backup. */
  live: boolean;
  close(): void;
}

/** More messages than any conversation gets between a backup and its return. */
const NUMBERS_SKIPPED = 10_000;

/** Gives the number of clients without a key, who are deleted. */
export function fillIn(db: Database.Database, source: Source, now: string): number {
  return db.transaction(() => {
    giveKeys(db, source);
    const gone = deleteKeyless(db, now);
    settle(db);
    if (source.live) takeBack(db, source.db, now);
    else {
      // Whether a reminder is still wanted is not known, and one that comes unasked can be dangerous.
      db.exec('delete from reminder');
      // Nor whether an organisation may still read what it was sent: the client can send it anew.
      db.prepare('update handoff set expires_at = ?, answer_by = null where content is not null').run(now);
      db.exec('delete from handoff_message');
    }
    return gone;
  })();
}

function giveKeys(db: Database.Database, source: Source): void {
  db.prepare('delete from stuur where key = ?').run(MADE);
  const secret = db.prepare('insert or replace into stuur (key, value) values (?, ?)');
  const secrets = `select key, value from stuur where key = 'installation' or ${WRAPPED}`;
  for (const row of source.db.prepare(secrets).raw().all() as unknown[][]) secret.run(...row);
  const give = db.prepare(
    'update client set key_id = @key_id, wrapped_key = @wrapped_key where id = @client',
  );
  for (const row of source.db.prepare(source.keys).iterate()) give.run(row);
}

function deleteKeyless(db: Database.Database, now: string): number {
  const keyless = "(select id from client where wrapped_key = x'')";
  db.prepare(
    `update conversation set client = null, reference = null, empty_since = ? where client in ${keyless}`,
  ).run(now);
  return db.prepare(`delete from client where id in ${keyless}`).run().changes;
}

/** What must not happen a second time. */
function settle(db: Database.Database): void {
  db.exec(`
    -- Whatever was waiting then has been sent since, or helps nobody now.
    update outbox set state = 'failed' where state = 'pending';
    -- Numbers given out after the backup are not given out again: a page that is open asks for what comes after them.
    update conversation set last_number = last_number + ${NUMBERS_SKIPPED};
    -- A link works once, and who was signed in then signs in again.
    delete from download;
    delete from staff_invitation;
    delete from staff_session;
    delete from staff_verification`);
}

/** What clients took back, changed or handed over since the backup, as the database that was in use knows it. */
function takeBack(db: Database.Database, live: Database.Database, now: string): void {
  for (const [table, columns] of TAKEN_BACK) {
    db.exec(`create temp table live_${table} (${columns})`);
    if (!live.prepare('select 1 from sqlite_schema where name = ?').get(table)) continue;
    const marks = columns.replaceAll(/\w+/g, '?');
    const insert = db.prepare(`insert into live_${table} values (${marks})`);
    for (const row of live.prepare(`select ${columns} from "${table}"`).raw().iterate() as Iterable<
      unknown[]
    >)
      insert.run(...row);
  }
  db.exec(`
    delete from reminder where (client, id, conversation, at) not in
      (select client, id, conversation, at from live_reminder);
    delete from return_code;
    insert into return_code (hash, client) select hash, client from live_return_code
      where client in (select id from client);
    update handoff set state = now.state, content = case when now.content is not null then handoff.content end
      from live_handoff as now where now.id = handoff.id;
    delete from handoff_message where handoff in (select id from handoff where content is null);
    -- Staff who were removed have no way in.
    update staff set active = 0, second_factor = 0, email_verified = 0, email = id || '@removed.invalid'
      where id in (select id from live_staff where active = 0);
    delete from staff_account where staff in (select id from staff where active = 0);
    delete from staff_second_factor where staff in (select id from staff where active = 0);
    -- A place where somebody else goes on now shows nothing of who was there at the time of the backup.
    delete from outbox where (conversation, client) not in
      (select id, client from live_conversation where client is not null)`);
  db.prepare(
    `update conversation set client = null, reference = null, empty_since = ? where client is not null
      and (id, client) not in (select id, client from live_conversation where client is not null)`,
  ).run(now);
  for (const [table] of TAKEN_BACK) db.exec(`drop table live_${table}`);
}

const TAKEN_BACK = [
  ['reminder', 'client, id, conversation, at'],
  ['return_code', 'hash, client'],
  ['handoff', 'id, state, content'],
  ['conversation', 'id, client'],
  ['staff', 'id, active'],
] as const;
