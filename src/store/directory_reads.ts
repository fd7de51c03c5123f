/** Reading the local directory back: services in full by id, and pages of them. */
import { getTableName } from 'drizzle-orm';
import type { HsdsRecord } from '../directory/record.ts';
import { PARTS } from './directory_statements.ts';
import type { Row, Runner, SqlValue } from './statement.ts';

/** All that reading needs of a database. */
export type Reads = Pick<Runner, 'all'>;

/** One value for a list of any length: D1 allows a hundred values in a statement. */
const LISTED = '(select value from json_each(?))';

/** Without what is absent, and without the columns that say whose it is. */
function fields(row: Row): Record<string, SqlValue> {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([name, value]) => value !== null && name !== 'service_id' && name !== 'location_id',
    ),
  );
}

function grouped(rows: readonly Row[], key: string): Map<string, Row[]> {
  const all = new Map<string, Row[]>();
  for (const row of rows) {
    const owner = String(row[key]);
    const list = all.get(owner);
    if (list) list.push(row);
    else all.set(owner, [row]);
  }
  return all;
}

/** The services with these ids, in the order of the ids; one that is not there is left out. */
export async function readServices(runner: Reads, ids: readonly string[]): Promise<HsdsRecord[]> {
  if (ids.length === 0) return [];
  const list = JSON.stringify(ids);
  const read = (sql: string, of = list) => runner.all({ sql, params: [of] });
  const services = await read(`select * from hsds_service where id in ${LISTED}`);
  const owners = JSON.stringify([...new Set(services.map((row) => row.organization_id))]);
  const organizations = new Map(
    (await read(`select * from hsds_organization where id in ${LISTED}`, owners)).map((row) => [
      row.id,
      fields(row),
    ]),
  );
  const parts = new Map<string, Map<string, Row[]>>();
  for (const [name, table] of Object.entries(PARTS))
    parts.set(
      name,
      grouped(await read(`select * from ${getTableName(table)} where service_id in ${LISTED}`), 'service_id'),
    );
  const terms = grouped(
    await read(
      `select a.service_id, a.id, a.value, a.taxonomy_term_id, t.code, t.name, t.description, t.taxonomy from hsds_attribute a
       join hsds_taxonomy_term t on t.id = a.taxonomy_term_id where a.service_id in ${LISTED}`,
    ),
    'service_id',
  );
  const links = grouped(await readLocations(read), 'service_id');
  const byId = new Map(services.map((row) => [String(row.id), row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { number, organization_id, ...own } = row;
    const record = {
      ...fields(own),
      organization: organizations.get(organization_id ?? ''),
      ...Object.fromEntries([...parts].map(([name, of]) => [name, (of.get(id) ?? []).map(fields)])),
      service_at_locations: (links.get(id) ?? []).map(({ service_id, ...link }) => link),
      attributes: (terms.get(id) ?? []).map(({ id, value, taxonomy_term_id, ...term }) => {
        const { service_id, ...rest } = term;
        return {
          id,
          ...(value === null ? {} : { value }),
          taxonomy_term: fields({ id: taxonomy_term_id ?? '', ...rest }),
        };
      }),
    };
    return [record as unknown as HsdsRecord];
  });
}

async function readLocations(read: (sql: string) => Promise<Row[]>): Promise<Row[]> {
  const of = `select location_id from hsds_service_at_location where service_id in ${LISTED}`;
  const links = await read(`select * from hsds_service_at_location where service_id in ${LISTED}`);
  if (links.length === 0) return [];
  const locations = await read(`select * from hsds_location where id in (${of})`);
  const addresses = grouped(
    await read(`select * from hsds_address where location_id in (${of})`),
    'location_id',
  );
  const accessibility = grouped(
    await read(`select * from hsds_accessibility where location_id in (${of})`),
    'location_id',
  );
  const byId = new Map(locations.map((row) => [String(row.id), row]));
  return links.map((link) => {
    const id = String(link.location_id);
    const location = {
      ...fields(byId.get(id) ?? {}),
      addresses: (addresses.get(id) ?? []).map(fields),
      accessibility: (accessibility.get(id) ?? []).map(fields),
    };
    return { service_id: link.service_id, ...fields(link), location } as unknown as Row;
  });
}

export async function countServices(runner: Reads): Promise<number> {
  const [row] = await runner.all({ sql: 'select count(*) as n from hsds_service', params: [] });
  return Number(row?.n ?? 0);
}

/** Ids in order, from one on: `after` is the last id of the page before, '' for the first. */
export async function serviceIds(
  runner: Reads,
  { after = '', skip = 0, most }: { after?: string; skip?: number; most: number },
): Promise<string[]> {
  const rows = await runner.all({
    sql: 'select id from hsds_service where id > ? order by id limit ? offset ?',
    params: [after, most, skip],
  });
  return rows.map(({ id }) => String(id));
}
