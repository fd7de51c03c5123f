/** The local directory on every database: the same statements, triggers and full-text search. */
import { expect, it } from 'vitest';
import { COLUMNS, readRow } from '../../src/directory/csv.ts';
import { loadMunicipalities } from '../../src/directory/load.ts';
import type { HsdsRecord } from '../../src/directory/record.ts';
import { readServices } from '../../src/store/directory_reads.ts';
import { findLocalServices } from '../../src/store/directory_search.ts';
import { serviceStatements } from '../../src/store/directory_statements.ts';
import type { Fresh } from './contract.ts';

const all = loadMunicipalities();

function record(naam: string): HsdsRecord {
  const cells: Record<string, string> = {
    organisatie: 'De Brug',
    naam,
    omschrijving: 'Samen iets doen.',
    gemeenten: 'Utrecht',
    nummer: '1',
    onderwerpen: 'eenzaamheid',
    adres: 'Brugstraat 1',
    plaats: 'Utrecht',
    rolstoel: 'ja',
  };
  const read = readRow(
    COLUMNS,
    COLUMNS.map((column) => cells[column] ?? ''),
    all,
  );
  if (Array.isArray(read)) throw new Error(JSON.stringify(read));
  return read;
}

export function contractOfDirectory(fresh: Fresh): void {
  it('keeps a service of the directory, finds it by what is nearly its name, and replaces it', async () => {
    const { runner } = await fresh();
    const find = async (words: string) =>
      (
        await findLocalServices(runner, {
          topics: [],
          words,
          municipality: 'GM0344',
          now: '2026-11-24T10:00:00Z',
        })
      ).map(({ service }) => service.name);
    const first = record('Schaakvereniging');
    await runner.batch(serviceStatements(first, new Set()));
    expect(await readServices(runner, [first.id])).toEqual([first]);
    expect(await find('schaakverenigign')).toEqual(['Schaakvereniging']);
    await runner.batch(serviceStatements(record('Biljart'), new Set()));
    expect(await find('schaakvereniging')).toEqual([]);
    expect(await find('biljard')).toEqual(['Biljart']);
  });
}
