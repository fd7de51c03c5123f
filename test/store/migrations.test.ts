/** The migrations that ship, against the schema they are made from. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, it } from 'vitest';
import * as schema from '../../src/store/schema.ts';

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
