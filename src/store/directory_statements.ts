/** The statements that put one service of the local directory in place of what was there under its id, or take it away. */
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { localService } from '../directory/local.ts';
import type { HsdsRecord } from '../directory/record.ts';
import { searchText, variants } from '../directory/search-words.ts';
import * as tables from './schema_directory.ts';
import type { SqlValue, Statement } from './statement.ts';

type Fields = Record<string, SqlValue | undefined>;
interface Shape {
  columns: readonly string[];
  upsert: string;
  insert: string;
}

function shapeOf(table: SQLiteTable, key?: string): Shape {
  const columns = Object.keys(getTableColumns(table)).filter((name) => name !== 'number' || key !== 'id');
  const insert = `insert into ${getTableName(table)} (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map(() => '?').join(', ')})`;
  const changed = columns.filter((name) => name !== key).map((name) => `"${name}" = excluded."${name}"`);
  return { columns, insert, upsert: `${insert} on conflict ("${key}") do update set ${changed.join(', ')}` };
}

const ORGANIZATION = shapeOf(tables.hsds_organization, 'id');
const SERVICE = shapeOf(tables.hsds_service, 'id');
const LOCATION = shapeOf(tables.hsds_location, 'id');
const TERM = shapeOf(tables.hsds_taxonomy_term, 'id');
/** The parts of a service that are lists of plain fields, by the name that HSDS gives the list. */
export const PARTS = {
  phones: tables.hsds_phone,
  schedules: tables.hsds_schedule,
  cost_options: tables.hsds_cost_option,
  languages: tables.hsds_language,
  service_areas: tables.hsds_service_area,
  required_documents: tables.hsds_required_document,
} as const;
const PART_SHAPES = Object.entries(PARTS).map(
  ([list, table]) => [list as keyof typeof PARTS, shapeOf(table)] as const,
);
// The phone's own column is called number, which is no key there.
const AT_LOCATION = shapeOf(tables.hsds_service_at_location);
const ATTRIBUTE = shapeOf(tables.hsds_attribute);
const ADDRESS = shapeOf(tables.hsds_address);
const ACCESSIBILITY = shapeOf(tables.hsds_accessibility);

const OF_SERVICE = [...Object.values(PARTS), tables.hsds_service_at_location, tables.hsds_attribute].map(
  (table) => `delete from ${getTableName(table)} where service_id = ?`,
);
const OF_LOCATION = [tables.hsds_address, tables.hsds_accessibility].map(
  (table) => `delete from ${getTableName(table)} where location_id = ?`,
);
const NUMBER = '(select number from hsds_service where id = ?)';
const SEARCHABLE = `insert into hsds_search (number, name, words, facets) values (${NUMBER}, ?, ?, ?)
  on conflict (number) do update set name = excluded.name, words = excluded.words, facets = excluded.facets`;
const NOT_SEARCHABLE = `delete from hsds_search where number = ${NUMBER}`;
const SPELLING = `insert or ignore into hsds_spelling (variant, word) values (?, ?)`;

const write = (shape: Shape, sql: string, fields: Fields): Statement => ({
  sql,
  params: shape.columns.map((name) => fields[name] ?? null),
});

/**
 * All of a service. `written` remembers what a run of services has written already (words, terms, organisations), so
 * that it is not written at each of them: a new set for each transaction.
 * @param fresh nothing is there under this id, so there is nothing to take away
 */
export function serviceStatements(
  record: HsdsRecord,
  written: Set<string>,
  { fresh = false }: { fresh?: boolean } = {},
): Statement[] {
  const service_id = record.id;
  const once = (what: object, statement: () => Statement): Statement[] => {
    const key = JSON.stringify(what);
    if (written.has(key)) return [];
    written.add(key);
    return [statement()];
  };
  const { organization } = record;
  const list: Statement[] = [
    ...once(organization, () => write(ORGANIZATION, ORGANIZATION.upsert, organization)),
    write(SERVICE, SERVICE.upsert, { ...plain(record), organization_id: organization.id }),
    ...(fresh ? [] : OF_SERVICE.map((sql) => ({ sql, params: [service_id] }))),
  ];
  for (const [name, shape] of PART_SHAPES)
    for (const part of record[name]) list.push(write(shape, shape.insert, { ...part, service_id }));
  for (const { location, ...link } of record.service_at_locations) {
    const location_id = location.id;
    const { addresses, accessibility, ...fields } = location;
    list.push(
      write(LOCATION, LOCATION.upsert, fields),
      ...OF_LOCATION.map((sql) => ({ sql, params: [location_id] })),
      ...addresses.map((one) => write(ADDRESS, ADDRESS.insert, { ...one, location_id })),
      ...accessibility.map((one) => write(ACCESSIBILITY, ACCESSIBILITY.insert, { ...one, location_id })),
      write(AT_LOCATION, AT_LOCATION.insert, { ...link, service_id, location_id }),
    );
  }
  for (const { taxonomy_term: term, ...one } of record.attributes)
    list.push(
      ...once(term, () => write(TERM, TERM.upsert, term)),
      write(ATTRIBUTE, ATTRIBUTE.insert, { ...one, service_id, taxonomy_term_id: term.id }),
    );
  return [...list, ...searchStatements(record, written)];
}

function searchStatements(record: HsdsRecord, written: Set<string>): Statement[] {
  if (record.status !== 'active') return [{ sql: NOT_SEARCHABLE, params: [record.id] }];
  const { name, words, facets } = searchText(record, localService(record));
  const spelled = new Set(`${name} ${words}`.split(' ').filter((word) => word !== '' && !written.has(word)));
  for (const word of spelled) written.add(word);
  return [
    { sql: SEARCHABLE, params: [record.id, name, words, facets] },
    ...[...spelled].flatMap((word) =>
      variants(word).map((variant) => ({ sql: SPELLING, params: [variant, word] })),
    ),
  ];
}

function plain(record: HsdsRecord): Fields {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => typeof value !== 'object'),
  ) as Fields;
}
