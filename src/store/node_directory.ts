/**
 * The local directory in the SQLite file. Bringing a file of services into it: read and checked to the end first, then written in one
 * transaction, so that a fault leaves everything as it was. Reads piece by piece: a long file needs no more memory.
 */
import { createReadStream } from 'node:fs';
import type { Statement as Prepared } from 'better-sqlite3';
import { parse } from 'csv-parse';
import type { LocalServices } from '../directory/api.ts';
import { readHeadings, readRow } from '../directory/csv.ts';
import { JsonShapeError, jsonItems } from '../directory/json-items.ts';
import type { Municipalities } from '../directory/municipality.ts';
import { type HsdsRecord, type Problem, readRecord } from '../directory/record.ts';
import { connect } from './connection.ts';
import { countServices, type Reads, readServices, serviceIds } from './directory_reads.ts';
import { serviceStatements } from './directory_statements.ts';
import { fromDatabase, StoreError } from './errors.ts';
import type { Row } from './statement.ts';

/** One service of a file, or what is wrong with it; `place` is how people find it there. */
export interface Item {
  place: string;
  read: HsdsRecord | Problem[];
}

export interface Checked {
  services: number;
  /** Dutch sentences, the first hundred. */
  problems: string[];
  /** How many there are in all. */
  wrong: number;
}

const MOST_PROBLEMS = 100;
const HEADER_BYTES = 64 * 1024;

/** Comma, semicolon or tab: whichever the headings have most of. */
async function delimiterOf(file: string): Promise<string> {
  let start = '';
  for await (const piece of createReadStream(file, { encoding: 'utf8', end: HEADER_BYTES })) start += piece;
  const [header = ''] = start.split(/\r?\n/);
  const count = (mark: string) => header.split(mark).length;
  return [';', ',', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ';';
}

async function* csvItems(file: string, all: Municipalities): AsyncGenerator<Item> {
  const rows = createReadStream(file).pipe(
    parse({
      bom: true,
      delimiter: await delimiterOf(file),
      relax_column_count: true,
      max_record_size: 1_000_000,
    }),
  );
  let columns: ReturnType<typeof readHeadings> | undefined;
  let row = 0;
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      row += 1;
      if (!columns) {
        columns = readHeadings(cells);
        if (columns.some((column) => typeof column === 'object')) {
          yield { place: 'rij 1', read: columns as Problem[] };
          return;
        }
      } else if (cells.some((cell) => cell.trim() !== '')) {
        yield {
          place: `rij ${row}`,
          read: readRow(columns as Exclude<typeof columns, Problem[]>, cells, all),
        };
      }
    }
  } catch (error) {
    const message = `is niet te lezen; staan de aanhalingstekens goed? (${(error as Error).message})`;
    yield { place: `rij ${row + 1}`, read: [{ field: 'rij', message }] };
  }
}

async function* hsdsItems(file: string, all: Municipalities): AsyncGenerator<Item> {
  const lines = /\.(ndjson|jsonl)$/i.test(file);
  try {
    for await (const { line, text } of jsonItems(createReadStream(file, { encoding: 'utf8' }), { lines })) {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        yield {
          place: `regel ${line}`,
          read: [{ field: 'dienst', message: `is geen JSON: ${(error as Error).message}` }],
        };
        continue;
      }
      yield { place: `regel ${line}`, read: readRecord(value, all) };
    }
  } catch (error) {
    if (!(error instanceof JsonShapeError)) throw error;
    yield { place: 'bestand', read: [{ field: 'JSON', message: error.message }] };
  }
}

/** The services of a file, by what its name ends with: .csv, .json (a list, or a page), .ndjson. */
export function itemsOf(file: string, all: Municipalities): AsyncGenerator<Item> {
  return /\.csv$/i.test(file) ? csvItems(file, all) : hsdsItems(file, all);
}

/** Reads the whole file and writes nothing. */
export async function checkFile(items: AsyncIterable<Item>): Promise<Checked> {
  const checked: Checked = { services: 0, problems: [], wrong: 0 };
  const places = new Map<string, string>();
  const add = (sentence: string): void => {
    checked.wrong += 1;
    if (checked.problems.length < MOST_PROBLEMS) checked.problems.push(sentence);
  };
  for await (const { place, read } of items) {
    if (Array.isArray(read)) {
      for (const { field, message } of read) add(`${place}, ${field}: ${message}.`);
      continue;
    }
    const before = places.get(read.id);
    if (before)
      add(`${place}, ${read.name}: staat ook op ${before}; haal er een weg of geef elk een eigen nummer.`);
    else places.set(read.id, place);
    checked.services += 1;
  }
  if (checked.services === 0 && checked.wrong === 0)
    add(
      'bestand: hier staat geen dienst in; een lijst [...], een pagina met "contents", of een CSV met een rij.',
    );
  return checked;
}

/**
 * Writes all services in one transaction: a service that was there under the same id is replaced, others stay. A file
 * that changed since it was checked and now has a fault is not written at all.
 */
export async function writeServices(database: string, items: AsyncIterable<Item>): Promise<number> {
  const db = connect(database);
  const prepared = new Map<string, Prepared>();
  const written = new Set<string>();
  let services = 0;
  try {
    db.pragma('cache_size = -65536');
    const there = db.prepare('select 1 from hsds_service where id = ?');
    db.exec('begin immediate');
    for await (const { place, read } of items) {
      if (Array.isArray(read))
        throw new StoreError(
          'refused',
          `${place}: ${read[0]?.field} ${read[0]?.message}. Er is niets geschreven.`,
        );
      const fresh = there.get(read.id) === undefined;
      for (const { sql, params } of serviceStatements(read, written, { fresh })) {
        let statement = prepared.get(sql);
        if (!statement) {
          statement = db.prepare(sql);
          prepared.set(sql, statement);
        }
        statement.run(...params);
      }
      services += 1;
    }
    db.exec('commit');
    return services;
  } catch (error) {
    if (db.inTransaction) db.exec('rollback');
    throw fromDatabase(error);
  } finally {
    db.close();
  }
}

/** The local directory to read, on a connection of its own. The file has its schema already. */
export function openLocalServices(database: string): LocalServices & { reads: Reads; close(): void } {
  const db = connect(database);
  const reads: Reads = {
    all: async ({ sql, params }) => db.prepare(sql).all(...(params as unknown[])) as Row[],
  };
  return {
    reads,
    count: () => countServices(reads),
    page: async (skip, most) => readServices(reads, await serviceIds(reads, { skip, most })),
    byId: async (id) => (await readServices(reads, [id]))[0],
    close: () => db.close(),
  };
}
