/** Brings a database to the current schema, also when two processes start at once. */
import { ConstraintError, StoreError } from './errors.ts';
import { MIGRATIONS, type Migration } from './migrations/bundle.ts';
import type { Runner } from './statement.ts';

const MAKE_LIST = 'create table if not exists migration (name text primary key, at text not null) strict';
const READ_LIST = 'select name from migration order by name';
const ADD = 'insert into migration (name, at) values (?, ?)';

/** Applies what is missing, in order. Each migration and its mark are one batch: whole, or not at all. */
export async function migrate(runner: Runner, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await runner.batch([{ sql: MAKE_LIST, params: [] }]);
  for (;;) {
    const applied = await readList(runner);
    checkOrder(applied, migrations);
    const next = migrations[applied.length];
    if (!next) return;
    const mark = { sql: ADD, params: [next.name, new Date().toISOString()] };
    try {
      await runner.batch([mark, ...next.statements.map((sql) => ({ sql, params: [] }))]);
    } catch (error) {
      // The mark was there: another process came first. Look again at how far things are.
      if (!(error instanceof ConstraintError) || (await readList(runner)).length === applied.length)
        throw error;
    }
  }
}

/** Rejects unless the schema is exactly the one this version knows. */
export async function checkSchema(
  runner: Runner,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const applied = await readList(runner);
  checkOrder(applied, migrations);
  if (applied.length < migrations.length) {
    throw new StoreError(
      'version',
      'The database is older than this version of Stuur. Restart Stuur to migrate it.',
    );
  }
}

async function readList(runner: Runner): Promise<string[]> {
  const rows = await runner.all({ sql: READ_LIST, params: [] });
  return rows.map(({ name }) => String(name));
}

function checkOrder(applied: readonly string[], migrations: readonly Migration[]): void {
  const strange = applied.findIndex((name, i) => migrations[i]?.name !== name);
  if (strange === -1) return;
  throw new StoreError(
    'version',
    `The database has a migration '${applied[strange]}' that this version of Stuur does not know. ` +
      'Start the version that made it, or a newer one.',
  );
}
