/** The migrations that ship, against the schema they are made from. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, it, onTestFinished } from 'vitest';
import { keyringFrom, newKey } from '../../src/store/keyring.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/bundle.ts';
import { nodeCipher } from '../../src/store/node_cipher.ts';
import { openStore } from '../../src/store/open.ts';
import * as schema from '../../src/store/schema.ts';
import { openSqliteRunner } from '../../src/store/sqlite.ts';
import { OF_TURNS, organisationRow } from './organisations.ts';
import { handoff, somewhere, take } from './turns.ts';

const folder = fileURLToPath(new URL('../../src/store/migrations/', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort();

/** The SQL files as a module, because a Worker has no files to read. */
function bundle(): string {
  const entries = files.map((file) => {
    const statements = readFileSync(folder + file, 'utf8')
      .split('--> statement-breakpoint')
      .map((sql) => `      ${JSON.stringify(sql.trim().replaceAll(/\s+/g, ' '))},\n`);
    return `  {\n    name: '${file.replace('.sql', '')}',\n    statements: [\n${statements.join('')}    ],\n  },\n`;
  });
  return `// Made from the .sql files beside it by: npx vitest run test/store/migrations.test.ts -u
export interface Migration {
  name: string;
  statements: readonly string[];
}

// biome-ignore format: generated
export const MIGRATIONS: readonly Migration[] = [
${entries.join('')}];
`;
}

it('ships the migrations as they stand in the .sql files', async () => {
  await expect(bundle()).toMatchFileSnapshot(`${folder}bundle.ts`);
});

it('has a migration for everything in the schema', async () => {
  const journal = readdirSync(`${folder}meta`).filter((name) => name.endsWith('_snapshot.json'));
  const latest = JSON.parse(readFileSync(`${folder}meta/${journal.sort().at(-1)}`, 'utf8'));
  const missing = await generateSQLiteMigration(latest, await generateSQLiteDrizzleJson(schema, latest.id));
  // Otherwise: npx drizzle-kit generate --dialect sqlite --schema src/store/schema.ts --out src/store/migrations
  expect(missing).toEqual([]);
});

it('makes strict tables only', () => {
  const tables = files.flatMap(
    (file) => readFileSync(folder + file, 'utf8').match(/CREATE TABLE[^;]*;/g) ?? [],
  );
  expect(tables.filter((sql) => !/\) STRICT(, WITHOUT ROWID)?;$/.test(sql))).toEqual([]);
});

it('brings a database of before organisations to one that can send to them; what was sent then has ended', async () => {
  const runner = openSqliteRunner(':memory:');
  const before = MIGRATIONS.findIndex(({ name }) => name === '0003_professionals');
  await migrate(runner, MIGRATIONS.slice(0, before));
  const run = (sql: string) => runner.batch([{ sql, params: [] }]);
  await run(`insert into client (id, seq, key_id, wrapped_key, document, keep_until, keep_day)
    values ('c', 1, 'k', x'01', x'02', '2099-01-01', '2099-01-01')`);
  await run(`insert into turn (client, seq, activity, cause, at) values ('c', 1, x'03', 'client', '2026')`);
  await run(`insert into handoff (id, client, turn_seq, cause, offer, organisation, state, content, expires_at)
    values ('h', 'c', 1, 'client', 'o', 'Welzijn Noord', 'requested', x'04', '2099')`);
  const store = await openStore(runner, nodeCipher, await keyringFrom(newKey()));
  onTestFinished(() => store.close());
  await store.ready();
  const rows = (table: string) => runner.all({ sql: `select * from ${table}`, params: [] });
  expect(await rows('handoff')).toEqual([]);
  expect(await rows('organisation')).toEqual([]);
  expect(await rows('client')).toMatchObject([{ id: 'c', seq: 1 }]);
  expect(await rows('turn')).toHaveLength(1);
  expect(await runner.all({ sql: 'pragma foreign_key_check', params: [] })).toEqual([]);
  await runner.batch(OF_TURNS.map((each) => organisationRow(each)));
  await take(store, somewhere(), { handoffs: [handoff('h')] });
  expect(await store.handoffs('org-1')).toHaveLength(1);
});
